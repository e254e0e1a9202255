package org.jobqueue.procs.render;

import java.util.List;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobProc;
import org.jspecify.annotations.Nullable;

/** Runs a renderer, reports its progress and checks what it made. */
final class RendererProc extends JobProc {
  private final Renderer renderer;
  private @Nullable RenderOutput output;

  RendererProc(Renderer renderer) {
    super(renderer.label());
    this.renderer = renderer;
  }

  @Override
  public void run() throws InterruptedException {
    Renderer now = frames().map(renderer::withFrames).orElse(renderer);
    RenderOutput parser = now.newOutput(runningDir());
    output = parser;
    CommandResult result = tryExecCmd(now.command(runningDir()));
    List<String> problems = parser.problems(result.exitCode());
    if (result.exitCode() != 0) {
      throw new RenderFailedException(
          renderer.name() + " " + end(result.exitCode()),
          problems,
          new CommandFailedException(result));
    }
    if (!problems.isEmpty()) {
      throw new RenderFailedException(
          renderer.name() + " ended with exit code 0, yet it failed", problems, null);
    }
  }

  private static String end(int exitCode) {
    return exitCode > 128 && exitCode <= 192
        ? "was killed by signal " + (exitCode - 128)
        : "ended with exit code " + exitCode;
  }

  @Override
  protected void stdoutCallback(String line) {
    RenderOutput parser = output;
    if (parser != null) {
      parser.stdoutLine(line);
      report(parser);
    }
  }

  @Override
  protected void stderrCallback(String line) {
    RenderOutput parser = output;
    if (parser != null) {
      parser.stderrLine(line);
      report(parser);
    }
  }

  private void report(RenderOutput parser) {
    setProgress(parser.percent());
    setStatusLine(parser.status());
  }
}
