package org.jobqueue.testkit.proc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobContext;
import org.jobqueue.api.proc.JobFailedException;
import org.jobqueue.api.proc.Secret;
import org.jobqueue.core.command.CommandOutput;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.work.Blame;
import org.jspecify.annotations.Nullable;

/** An attempt that remembers everything. */
final class HarnessContext implements JobContext {
  final List<Integer> progress = new CopyOnWriteArrayList<>();
  final List<String> statusLines = new CopyOnWriteArrayList<>();
  final List<CommandResult> commands = new CopyOnWriteArrayList<>();
  final AtomicReference<@Nullable JobError> error = new AtomicReference<>();
  final ByteArrayOutputStream stdoutBytes = new ByteArrayOutputStream();
  final ByteArrayOutputStream stderrBytes = new ByteArrayOutputStream();
  final CommandMarker marker;
  final Blame blame;

  private final PrintStream stdout = new PrintStream(stdoutBytes, true, UTF_8);
  private final PrintStream stderr = new PrintStream(stderrBytes, true, UTF_8);
  private final ProcHarness harness;
  private final Path jobDirectory;
  private final Path attemptDirectory;
  private final int attempt;
  private final Consumer<String> sign;
  private final AtomicInteger commandCount = new AtomicInteger();
  private volatile boolean cancelled;
  private volatile boolean finished;

  /**
   * An attempt that has not begun.
   *
   * @param sign called with each status line, each line of a command and the program of each
   *     command before it starts
   */
  HarnessContext(
      ProcHarness harness, ProcJob job, int attempt, CommandMarker marker, Consumer<String> sign) {
    this.harness = harness;
    this.jobDirectory = job.files();
    this.attemptDirectory = job.attemptDirectory(attempt);
    this.attempt = attempt;
    this.marker = marker;
    this.sign = sign;
    this.blame = new Blame(harness.options().retry().rules());
  }

  void cancel() {
    cancelled = true;
  }

  void finish() {
    finished = true;
  }

  @Override
  public JobId jobId() {
    return JobId.ofRoot(1);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public Optional<FrameRange> frames() {
    return harness.frames();
  }

  @Override
  public List<String> gpus() {
    return harness.gpus();
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
    return stdout;
  }

  @Override
  public PrintStream stderr() {
    return stderr;
  }

  @Override
  public void setProgress(int percent) {
    progress.add(Math.max(0, Math.min(100, percent)));
  }

  @Override
  public void setStatusLine(String line) {
    statusLines.add(line);
    sign.accept(line);
  }

  @Override
  public void setError(String message) {
    setError(message, ErrorClass.TASK);
  }

  @Override
  public void setError(String message, ErrorClass errorClass) {
    error.compareAndSet(null, JobError.of(message).withErrorClass(errorClass));
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public String localPath(String path) {
    return harness.here(path);
  }

  @Override
  public String reveal(Secret secret) {
    return harness
        .secret(secret)
        .orElseThrow(
            () ->
                new JobFailedException(
                    ErrorClass.WORKER,
                    "the secret " + secret.reference() + " is not given to the harness"));
  }

  @Override
  public CommandResult exec(
      Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine)
      throws InterruptedException {
    if (finished) {
      throw new InterruptedException("the attempt has ended");
    }
    sign.accept(command.program());
    CommandMarker own =
        new CommandMarker(
            marker.worker(), marker.process(), marker.attempt(), commandCount.incrementAndGet());
    CommandResult result =
        harness
            .commands()
            .run(
                complete(command.withEnvironment(CommandMarker.VARIABLE, own.toString())),
                attemptDirectory,
                new CommandOutput(stdoutBytes, watched(stdoutLine)),
                new CommandOutput(stderrBytes, watched(stderrLine)));
    // As the procedure gave it: what every command gets in addition is no concern of a test.
    CommandResult shown = new CommandResult(command, result.exitCode(), result.lastErrorLines());
    commands.add(shown);
    return shown;
  }

  private Command complete(Command command) {
    Command changed = command;
    if (!gpus().isEmpty()) {
      changed = changed.withEnvironment("CUDA_VISIBLE_DEVICES", String.join(",", gpus()));
    }
    Optional<FrameRange> range = frames();
    return range.isEmpty()
        ? changed
        : changed
            .withEnvironment("JOBQUEUE_FRAMES", range.get().toString())
            .withEnvironment("JOBQUEUE_FIRST_FRAME", Integer.toString(range.get().first()))
            .withEnvironment("JOBQUEUE_LAST_FRAME", Integer.toString(range.get().last()));
  }

  private Consumer<String> watched(Consumer<String> lines) {
    return line -> {
      blame.line(line);
      sign.accept(line);
      lines.accept(line);
    };
  }
}
