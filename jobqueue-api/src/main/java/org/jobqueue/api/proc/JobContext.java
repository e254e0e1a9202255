package org.jobqueue.api.proc;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;

/** The attempt in which a procedure runs. Thread-safe. */
public interface JobContext {
  /** The job. */
  JobId jobId();

  /** The number of this attempt, from 1. */
  int attempt();

  /** The frames to work on if the job is a chunk of a block; empty for an ordinary job. */
  default Optional<FrameRange> frames() {
    return Optional.empty();
  }

  /**
   * The GPUs that nobody else has meanwhile, as many as the job has asked for. Its commands find
   * them in {@code CUDA_VISIBLE_DEVICES}.
   */
  default List<String> gpus() {
    return List.of();
  }

  /**
   * The directory for files of the job, with what {@link JobProc#postCreate} left in it; in a chunk
   * that of its block. All attempts of the job have the same one. It is made by this call if it is
   * not there.
   *
   * @throws org.jobqueue.api.QueueIOException if it cannot be made
   */
  Path jobDirectory();

  /** The directory of this attempt. */
  Path attemptDirectory();

  /** Text for the attempt's standard output file. */
  PrintStream stdout();

  /** Text for the attempt's standard error file. */
  PrintStream stderr();

  /** Reports progress in percent, 0 to 100. */
  void setProgress(int percent);

  /** Reports in one line what the job is doing. */
  void setStatusLine(String line);

  /** Makes the attempt fail once the procedure returns. The first message is kept. */
  void setError(String message);

  /** The same, as the fault of somebody else than the task. */
  default void setError(String message, ErrorClass errorClass) {
    setError(message);
  }

  /**
   * True once the attempt is to be stopped: the worker stops, or the job was cancelled or given to
   * another worker. Its thread has been interrupted; its result will not count.
   */
  boolean cancelled();

  /**
   * Asks the file system whether the job is still this attempt's. A worker that was cut off for
   * longer than the lease loses its jobs before it can know. To be asked right before what must not
   * be done by two attempts, such as telling another system of a result. The answer holds for the
   * moment only: what two attempts must never both do has to be safe by itself, as a rename is.
   *
   * @return false if the result of this attempt cannot count any more
   * @throws org.jobqueue.api.QueueIOException if the file system does not tell
   */
  default boolean stillOwner() {
    return !cancelled();
  }

  /**
   * What a path of any platform is called on this host, by the path map of the queue. Parameters of
   * the type {@link Path}, and text with {@link Parameter#path}, are translated already, and so are
   * the variables and the working directory of commands; their arguments are not.
   */
  default String localPath(String path) {
    return path;
  }

  /**
   * Looks up a secret. From then on its value, and each line of at least 8 characters of one that
   * has several, is replaced by {@code ***} in all that is kept of this attempt: its logs, status
   * and error. Not replaced is what somebody has encoded or cut into pieces, and what the attempt
   * writes into files of its own.
   *
   * @return the value, at least 4 characters
   * @throws JobFailedException of the class {@link ErrorClass#WORKER} if it is not to be had on
   *     this host, or too short to be one
   */
  default String reveal(Secret secret) {
    throw new JobFailedException(ErrorClass.WORKER, "there are no secrets here: " + secret);
  }

  /**
   * Runs a command and waits for it; see {@link JobProc#execCmd(String...)}.
   *
   * @param stdoutLine called for each line of standard output, without its end
   * @param stderrLine called for each line of standard error, without its end; never at the same
   *     time as {@code stdoutLine}
   * @throws CommandFailedException if it cannot be started
   * @throws InterruptedException if the attempt is to be stopped; the command has been killed
   */
  CommandResult exec(Command command, Consumer<String> stdoutLine, Consumer<String> stderrLine)
      throws InterruptedException;
}
