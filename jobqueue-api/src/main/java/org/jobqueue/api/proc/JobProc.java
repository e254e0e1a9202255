package org.jobqueue.api.proc;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jspecify.annotations.Nullable;

/**
 * A job procedure: what a job does.
 *
 * <p>An instance belongs to one job. When the job is created an instance is made for its label and
 * for {@link #postCreate}; every attempt to run it makes another one, usually in another process on
 * another machine. So nothing is passed from one to the other but the parameters and files.
 *
 * <p>An attempt calls {@link #run} once in a thread of its own, which may be given to other
 * attempts afterwards: what a procedure puts into thread-locals it has to remove. The attempt
 * succeeded if it returns and neither {@link #setError} was called nor anything thrown. When the
 * attempt is to be stopped, the thread is interrupted and the commands started by {@link #execCmd}
 * are killed.
 */
public abstract class JobProc {
  private final String label;
  private boolean started;
  // Volatile because a procedure may use threads of its own, which must not see it after the run.
  private volatile @Nullable JobContext context;

  /**
   * A procedure for a job.
   *
   * @param label what people see of the job in listings
   */
  protected JobProc(String label) {
    this.label = label;
  }

  /** What people see of the job in listings. */
  public final String label() {
    return label;
  }

  /**
   * Does the work of the job.
   *
   * @throws Exception to report that the attempt failed; its message is what people see first.
   *     {@link JobFailedException} says whose fault it is
   */
  public abstract void run() throws Exception;

  /**
   * Called exactly once for each job when it is submitted, in the submitter's process, before any
   * worker can see the job. Files made here are durable with the submission.
   *
   * @param jobDirectory the directory for files of the job, writable and empty; the same as {@link
   *     JobContext#jobDirectory()} when it runs
   * @throws Exception to refuse the whole submission
   */
  public void postCreate(Path jobDirectory) throws Exception {}

  /**
   * The files that the job has to leave, beside those that its submitter names. Asked for once,
   * when the job is submitted.
   *
   * @param frames those of the job if it is a block: paths may have {@code {frame}} in them then,
   *     for one of each frame; empty for an ordinary job
   * @throws IllegalArgumentException to refuse the submission, if the frames do not fit the job
   */
  public List<ExpectedFile> expectedFiles(Optional<FrameRange> frames) {
    return List.of();
  }

  /** Whose fault a failure is. Asked for in each attempt; the rules of the job itself go first. */
  public List<ErrorRule> errorRules() {
    return List.of();
  }

  /** Called for every line that a command of {@link #execCmd} writes to standard output. */
  protected void stdoutCallback(String line) {}

  /** Called for every line that a command of {@link #execCmd} writes to standard error. */
  protected void stderrCallback(String line) {}

  /**
   * Runs a command in the attempt directory and waits for it. Its output goes line by line to the
   * attempt's files and to {@link #stdoutCallback} and {@link #stderrCallback}; nothing is
   * collected in memory.
   *
   * @param command the program and its arguments; no shell is involved
   * @throws CommandFailedException if it ends with another exit code than 0 or cannot be started
   * @throws InterruptedException if the attempt is to be stopped; the command has been killed
   */
  protected final void execCmd(String... command) throws InterruptedException {
    execCmd(Command.of(List.of(command)));
  }

  /** Runs a command with its environment and working directory; see {@link #execCmd(String...)}. */
  protected final void execCmd(Command command) throws InterruptedException {
    tryExecCmd(command).requireSuccess();
  }

  /**
   * Runs a command and leaves the judgement of its exit code to the caller.
   *
   * @throws CommandFailedException if it cannot be started
   * @throws InterruptedException if the attempt is to be stopped; the command has been killed
   */
  protected final CommandResult tryExecCmd(Command command) throws InterruptedException {
    return context().exec(command, this::stdoutCallback, this::stderrCallback);
  }

  /** Reports progress in percent, 0 to 100; values outside are cut off. Cheap to call often. */
  protected final void setProgress(int percent) {
    context().setProgress(Math.max(0, Math.min(100, percent)));
  }

  /** Reports in one line what the job is doing. Cheap to call often. */
  protected final void setStatusLine(String line) {
    context().setStatusLine(line);
  }

  /** Makes the attempt fail once {@link #run} returns. The first message is kept. */
  protected final void setError(String message) {
    context().setError(message);
  }

  /** The same, as the fault of somebody else than the task. */
  protected final void setError(String message, ErrorClass errorClass) {
    context().setError(message, errorClass);
  }

  /** Looks up a secret; see {@link JobContext#reveal}. */
  protected final String reveal(Secret secret) {
    return context().reveal(secret);
  }

  /** The frames to work on if the job is a chunk of a block; empty for an ordinary job. */
  protected final Optional<FrameRange> frames() {
    return context().frames();
  }

  /** The attempt directory: empty when the attempt starts, never used by another one. */
  protected final Path runningDir() {
    return context().attemptDirectory();
  }

  /** Text for the attempt's standard output file. */
  protected final PrintStream stdout() {
    return context().stdout();
  }

  /** Text for the attempt's standard error file. */
  protected final PrintStream stderr() {
    return context().stderr();
  }

  /**
   * The attempt this instance runs in.
   *
   * @throws IllegalStateException outside of {@link #run}
   */
  protected final JobContext context() {
    JobContext present = context;
    if (present == null) {
      throw new IllegalStateException("a job procedure has a context only while it runs");
    }
    return present;
  }

  /** Runs the procedure in an attempt. Called by workers and test harnesses, once per instance. */
  public final void runIn(JobContext attempt) throws Exception {
    if (started) {
      throw new IllegalStateException("an instance runs only once");
    }
    started = true;
    context = attempt;
    try {
      run();
    } finally {
      context = null;
    }
  }
}
