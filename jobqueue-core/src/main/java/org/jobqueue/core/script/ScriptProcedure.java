package org.jobqueue.core.script;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.ProgressText;

/** Runs the command of a manifest and follows what it prints. */
final class ScriptProcedure extends JobProc {
  private final ScriptType type;
  private final ScriptValues values;

  /** The first error that the command printed. */
  private final AtomicReference<Seen> seen = new AtomicReference<>();

  private record Seen(String message, ErrorClass errorClass) {}

  ScriptProcedure(String label, ScriptType type, ScriptValues values) {
    super(label);
    this.type = type;
    this.values = values;
  }

  @Override
  public List<ExpectedFile> expectedFiles(Optional<FrameRange> frames) {
    if (frames.isEmpty() && type.needsFrames()) {
      throw new IllegalArgumentException(
          "job type '" + type.name() + "' works on frames; submit it with some, such as 1-10");
    }
    // The places for frames stay: there is a file of each.
    Filling filling =
        new Filling(values.byName(), type.directory(), Optional.empty(), frames.isPresent());
    return type.end().outputs().stream().flatMap(file -> file.expected(filling).stream()).toList();
  }

  @Override
  public List<ErrorRule> errorRules() {
    return type.end().errors();
  }

  @Override
  public void run() throws InterruptedException {
    Filling filling = new Filling(values.byName(), type.directory(), frames(), false);
    CommandResult result = tryExecCmd(type.command(filling));
    Seen error = seen.get();
    if (type.end().successCodes().contains(result.exitCode())) {
      if (error != null) {
        setError(error.message(), error.errorClass());
      }
      return;
    }
    CommandFailedException failure = new CommandFailedException(result);
    if (error == null) {
      throw failure;
    }
    throw new JobFailedException(error.errorClass(), error.message(), failure);
  }

  @Override
  protected void stdoutCallback(String line) {
    follow(line);
  }

  @Override
  protected void stderrCallback(String line) {
    follow(line);
  }

  private void follow(String line) {
    OutputRules.Meaning meaning = type.end().output().of(line);
    meaning.progress().ifPresent(text -> ProgressText.percent(text).ifPresent(this::setProgress));
    meaning.status().filter(text -> !text.isEmpty()).ifPresent(this::setStatusLine);
    meaning
        .error()
        .ifPresent(
            text -> {
              String message = text.isEmpty() ? line.strip() : text;
              seen.compareAndSet(null, new Seen(message, meaning.errorClass()));
            });
  }
}
