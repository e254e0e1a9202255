package org.jobqueue.procs.render;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.JobProc;
import org.jspecify.annotations.Nullable;

/** Runs a renderer, reports its progress and checks what it made. */
final class RendererProc extends JobProc {
  private static final int LAST_WORDS = 3;

  private final Renderer renderer;
  private @Nullable RenderOutput output;

  RendererProc(Renderer renderer) {
    super(renderer.label());
    this.renderer = renderer;
  }

  @Override
  public List<ExpectedFile> expectedFiles(Optional<FrameRange> frames) {
    Renderer checked = frames.map(renderer::withFrames).orElse(renderer);
    return checked.expectedFiles(frames);
  }

  @Override
  public List<ErrorRule> errorRules() {
    return renderer.errorRules();
  }

  @Override
  public void run() throws InterruptedException, IOException {
    Renderer now = ofParameters(() -> frames().map(renderer::withFrames).orElse(renderer));
    List<Run> runs = ofParameters(() -> now.runs(runningDir()));
    RenderOutput reader = now.newOutput(runningDir());
    output = reader;
    now.prepare(runningDir());
    int exitCode = 0;
    for (Run run : runs) {
      exitCode = execute(now, reader, run);
    }
    List<String> problems = reader.problems(true);
    if (!problems.isEmpty()) {
      throw new RenderFailedException(
          "%s ended with exit code %d, yet it failed".formatted(renderer.name(), exitCode),
          problems,
          null);
    }
    report(reader);
  }

  /** What does not fit the parameters never will. */
  private static <T> T ofParameters(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new JobFailedException(ErrorClass.FATAL, String.valueOf(e.getMessage()), e);
    }
  }

  private int execute(Renderer now, RenderOutput reader, Run run) throws InterruptedException {
    reader.begin(run);
    CommandResult result = tryExecCmd(run.command());
    boolean successful = now.isSuccess(result.exitCode());
    reader.end(run, successful);
    if (!successful) {
      List<String> problems = reader.problems(false);
      throw new RenderFailedException(
          renderer.name() + " " + end(result.exitCode()),
          problems.isEmpty() ? lastWords(result) : problems,
          new CommandFailedException(result));
    }
    return result.exitCode();
  }

  private static List<String> lastWords(CommandResult result) {
    List<String> lines = result.lastErrorLines();
    return lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
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
