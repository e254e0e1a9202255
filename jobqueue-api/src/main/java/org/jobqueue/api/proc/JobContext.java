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
   * The directory of the job, with what {@link JobProc#postCreate} left in it; in a chunk that of
   * its block.
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
