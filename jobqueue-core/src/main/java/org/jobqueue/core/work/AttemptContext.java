package org.jobqueue.core.work;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.Platform;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.api.proc.JobContext;
import org.jobqueue.api.proc.Secret;
import org.jobqueue.core.command.CommandOutput;
import org.jobqueue.core.command.CommandRunner;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.secret.Redaction;
import org.jobqueue.core.secret.Secrets;
import org.jspecify.annotations.Nullable;

/** What a procedure sees of its attempt. */
final class AttemptContext implements JobContext {
  /** The log file of standard output in the attempt directory. */
  static final String STDOUT = "stdout";

  /** The log file of standard error in the attempt directory. */
  static final String STDERR = "stderr";

  private final QueueDirectory queue;
  private final Claim claim;
  private final Allotment allotment;
  private final Path jobDirectory;
  private final Path attemptDirectory;
  private final CommandRunner commands;
  private final AttemptLog stdout;
  private final AttemptLog stderr;
  private final StatusFile status;
  private final AtomicLong commandCount = new AtomicLong();
  private final AtomicReference<@Nullable JobError> error = new AtomicReference<>();
  private final SignsOfLife life;
  private final Redaction redaction = new Redaction();
  private final Blame blame;
  private volatile boolean cancelled;
  private volatile boolean finished;

  AttemptContext(
      QueueDirectory queue,
      Claim claim,
      Path attemptDirectory,
      Allotment allotment,
      CommandRunner commands) {
    this.allotment = allotment;
    this.queue = queue;
    this.claim = claim;
    // What postCreate has left lies with the block, for all of its chunks.
    this.jobDirectory = queue.layout().files(claim.definition().node().id().block());
    this.attemptDirectory = attemptDirectory;
    this.commands = commands;
    JobOptions options = claim.definition().options();
    this.life = new SignsOfLife(options.timeLimits(), queue.environment().ticker());
    this.blame = new Blame(options.retry().rules());
    this.stdout =
        new AttemptLog(
            queue.files(),
            attemptDirectory.resolve(STDOUT),
            queue.logLimit(),
            redaction,
            life::sign);
    this.stderr =
        new AttemptLog(
            queue.files(),
            attemptDirectory.resolve(STDERR),
            queue.logLimit(),
            redaction,
            life::sign);
    this.status = new StatusFile(queue, attemptDirectory.resolve(AttemptStatus.FILE));
  }

  @Override
  public JobId jobId() {
    return claim.definition().node().id();
  }

  @Override
  public int attempt() {
    return claim.running().attempt();
  }

  @Override
  public Optional<FrameRange> frames() {
    return claim.definition().frames();
  }

  @Override
  public List<String> gpus() {
    return allotment.gpus();
  }

  @Override
  public Path jobDirectory() {
    try {
      queue.files().createDirectory(jobDirectory);
    } catch (FileAlreadyExistsException e) {
      // made for postCreate, or by an earlier call
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
    return jobDirectory;
  }

  @Override
  public Path attemptDirectory() {
    return attemptDirectory;
  }

  @Override
  public PrintStream stdout() {
    return stdout.printer();
  }

  @Override
  public PrintStream stderr() {
    return stderr.printer();
  }

  @Override
  public void setProgress(int percent) {
    if (status.setProgress(Math.max(0, Math.min(100, percent)))) {
      life.sign();
    }
  }

  @Override
  public void setStatusLine(String line) {
    if (status.setStatusLine(redaction.in(line))) {
      life.sign();
    }
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
  public boolean stillOwner() {
    try {
      return !cancelled && new Completion(queue).stillOwns(claim);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().location(), e);
    }
  }

  @Override
  public String reveal(Secret secret) {
    String value = Secrets.ofProcess().value(secret);
    redaction.add(value);
    return value;
  }

  @Override
  public CommandResult exec(
      Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine)
      throws InterruptedException {
    if (finished) {
      throw new InterruptedException("the attempt has ended");
    }
    CommandMarker marker = marker(commandCount.incrementAndGet());
    Command marked =
        withAllotment(
            translated(command).withEnvironment(CommandMarker.VARIABLE, marker.toString()));
    return commands.run(
        frames().map(range -> withFrames(marked, range)).orElse(marked),
        attemptDirectory,
        new CommandOutput(stdout, watched(stdoutLine)),
        new CommandOutput(stderr, watched(stderrLine)));
  }

  @Override
  public String localPath(String path) {
    return queue.here(path);
  }

  /** Variables and the directory of a command may come from a job that knows another platform. */
  private Command translated(Command command) {
    PathMap map = queue.options().pathMap();
    if (map.rules().isEmpty()) {
      return command;
    }
    Map<String, String> variables = new HashMap<>(command.environment());
    variables.replaceAll((name, value) -> map.translateVariable(value, Platform.current()));
    return new Command(
        command.arguments(),
        variables,
        command.workingDirectory().map(directory -> Path.of(queue.here(directory.toString()))));
  }

  private Consumer<String> watched(Consumer<String> lines) {
    return blame.hasPatterns()
        ? line -> {
          blame.line(line);
          lines.accept(line);
        }
        : lines;
  }

  private Command withAllotment(Command command) {
    Command changed = command;
    if (allotment.cores() > 0) {
      changed = changed.withEnvironment("JOBQUEUE_CORES", Integer.toString(allotment.cores()));
    }
    return allotment.gpus().isEmpty()
        ? changed
        : changed.withEnvironment("CUDA_VISIBLE_DEVICES", String.join(",", allotment.gpus()));
  }

  private static Command withFrames(Command command, FrameRange frames) {
    return command
        .withEnvironment("JOBQUEUE_FRAMES", frames.toString())
        .withEnvironment("JOBQUEUE_FIRST_FRAME", Integer.toString(frames.first()))
        .withEnvironment("JOBQUEUE_LAST_FRAME", Integer.toString(frames.last()));
  }

  private CommandMarker marker(long command) {
    return CommandMarker.of(
        queue.environment().processes().self(),
        claim.running().by(),
        jobId().toString().replace('/', '-') + ".n" + attempt(),
        command);
  }

  void cancel() {
    cancelled = true;
  }

  /** Whether there was a command. */
  boolean ranCommands() {
    return commandCount.get() > 0;
  }

  /** Ends what the commands of this attempt have left behind, so that it disturbs no other. */
  void endCommands() {
    if (ranCommands()) {
      queue.environment().processes().endCommands(marker(0)::isOfSameAttempt);
    }
  }

  /** The error that the procedure reported without throwing. */
  Optional<JobError> reportedError() {
    return Optional.ofNullable(error.get());
  }

  /** When the attempt was heard of last. */
  SignsOfLife life() {
    return life;
  }

  /** Decides whose fault its failure is. */
  Blame blame() {
    return blame;
  }

  /** The error as it may be kept, with whose fault it is. */
  JobError judged(JobError failure) {
    return redaction.in(blame.judged(failure));
  }

  /** Writes what is pending; what a thread left behind writes later is ignored. */
  void finish() {
    finished = true;
    status.close();
    stdout.close();
    stderr.close();
  }

  void flushStatus() {
    status.flush();
  }

  /** Why one of the logs is not complete, if that is so. */
  Optional<IOException> logFailure() {
    IOException failure = stdout.failure();
    return Optional.ofNullable(failure == null ? stderr.failure() : failure);
  }
}
