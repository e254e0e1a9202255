package org.jobqueue.procs.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobContext;
import org.jobqueue.core.command.CommandOutput;
import org.jobqueue.core.command.CommandRunner;

/** An attempt that runs commands for real and remembers everything else. */
final class RecordingContext implements JobContext {
  final List<Integer> progress = new ArrayList<>();
  final List<String> statusLines = new ArrayList<>();
  final List<Command> commands = new ArrayList<>();
  Optional<String> error = Optional.empty();
  Optional<FrameRange> frames = Optional.empty();

  private final Path jobDirectory;
  private final Path attemptDirectory;
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final PrintStream stdoutText = new PrintStream(stdout, true, UTF_8);
  private final PrintStream stderrText = new PrintStream(stderr, true, UTF_8);

  RecordingContext(Path jobDirectory, Path attemptDirectory) {
    this.jobDirectory = jobDirectory;
    this.attemptDirectory = attemptDirectory;
  }

  String stdoutFile() {
    return stdout.toString(UTF_8);
  }

  String stderrFile() {
    return stderr.toString(UTF_8);
  }

  @Override
  public JobId jobId() {
    return JobId.parse("12/0");
  }

  @Override
  public int attempt() {
    return 3;
  }

  @Override
  public Optional<FrameRange> frames() {
    return frames;
  }

  @Override
  public Path jobDirectory() {
    return jobDirectory;
  }

  @Override
  public Path attemptDirectory() {
    return attemptDirectory;
  }

  @Override
  public PrintStream stdout() {
    return stdoutText;
  }

  @Override
  public PrintStream stderr() {
    return stderrText;
  }

  @Override
  public void setProgress(int percent) {
    progress.add(percent);
  }

  @Override
  public void setStatusLine(String line) {
    statusLines.add(line);
  }

  @Override
  public void setError(String message) {
    error = error.or(() -> Optional.of(message));
  }

  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public CommandResult exec(
      Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine)
      throws InterruptedException {
    commands.add(command);
    return new CommandRunner()
        .run(
            command,
            attemptDirectory,
            new CommandOutput(stdout, stdoutLine),
            new CommandOutput(stderr, stderrLine));
  }
}
