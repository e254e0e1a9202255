package org.jobqueue.procs.render;

import java.io.IOException;
import java.util.List;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobFailedException;
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
  public List<ExpectedFile> expectedFiles() {
    return renderer.expectedFiles();
  }

  @Override
  public List<ErrorRule> errorRules() {
    return renderer.errorRules();
  }

  @Override
  public void run() throws InterruptedException, IOException {
    Renderer now = rendererOfChunk();
    now.prepare(runningDir());
    RenderOutput reader = now.newOutput(runningDir());
    output = reader;
    for (Run run : now.runs(runningDir())) {
      execute(now, reader, run);
    }
    List<String> problems = reader.problems(true);
    if (!problems.isEmpty()) {
      throw new RenderFailedException(
          renderer.name() + " ended with exit code 0, yet it failed", problems, null);
    }
    report(reader);
  }

  private Renderer rendererOfChunk() {
    try {
      return frames().map(renderer::withFrames).orElse(renderer);
    } catch (IllegalArgumentException e) {
      throw new JobFailedException(ErrorClass.FATAL, String.valueOf(e.getMessage()), e);
    }
  }

  private void execute(Renderer now, RenderOutput reader, Run run) throws InterruptedException {
    reader.begin(run);
    CommandResult result = tryExecCmd(run.command());
    boolean successful = now.isSuccess(result.exitCode());
    reader.end(run, successful);
    if (!successful) {
      throw new RenderFailedException(
          renderer.name() + " " + end(result.exitCode()),
          reader.problems(false),
          new CommandFailedException(result));
    }
  }

  private static String end(int exitCode) {
    return exitCode > 128 && exitCode <= 192
        ? "was killed by signal " + (exitCode - 128)
        : "ended with exit code " + exitCode;
  }

  @Override
  protected void stdoutCallback(String line) {
    RenderOutput reader = output;
    if (reader != null) {
      reader.stdoutLine(line);
      report(reader);
    }
  }

  @Override
  protected void stderrCallback(String line) {
    RenderOutput reader = output;
    if (reader != null) {
      reader.stderrLine(line);
      report(reader);
    }
  }

  private void report(RenderOutput reader) {
    setProgress(reader.percent());
    setStatusLine(reader.status());
  }
}
