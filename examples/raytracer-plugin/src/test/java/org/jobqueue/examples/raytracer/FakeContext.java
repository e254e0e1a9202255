package org.jobqueue.examples.raytracer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jobqueue.api.JobId;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobContext;

/** An attempt that remembers what it was told. */
final class FakeContext implements JobContext {
  final List<Integer> progress = new ArrayList<>();
  final List<String> statusLines = new ArrayList<>();

  private final Path directory;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream stdout = new PrintStream(written, true, StandardCharsets.UTF_8);
  private Runnable onStatusLine = () -> {};
  private boolean cancelled;

  FakeContext(Path directory) {
    this.directory = directory;
  }

  /** Does something whenever the procedure reports a status line. */
  FakeContext onStatusLine(Runnable action) {
    onStatusLine = action;
    return this;
  }

  void cancel() {
    cancelled = true;
  }

  List<String> stdoutLines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public JobId jobId() {
    return JobId.ofRoot(1);
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public Path jobDirectory() {
    return directory;
  }

  @Override
  public Path attemptDirectory() {
    return directory;
  }

  @Override
  public PrintStream stdout() {
    return stdout;
  }

  @Override
  public PrintStream stderr() {
    return stdout;
  }

  @Override
  public void setProgress(int percent) {
    progress.add(percent);
  }

  @Override
  public void setStatusLine(String line) {
    statusLines.add(line);
    onStatusLine.run();
  }

  @Override
  public void setError(String message) {
    throw new AssertionError("unexpected error: " + message);
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public CommandResult exec(
      Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine) {
    throw new AssertionError("unexpected command: " + command);
  }
}
