package org.jobqueue.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A job that lies in a queue. A handle holds no state but the id: every call reads the directory,
 * so two calls may see different states; {@link #status()} is one consistent look.
 *
 * <p>Handles are immutable and thread-safe. Calls that read the definition throw {@link
 * NoSuchJobException} once the job has been deleted, and {@link DamagedJobException} if it cannot
 * be read; {@link #state()} and {@link #status()} report both as a state.
 */
public interface JobHandle {
  /** The name of the job within its queue. */
  JobId id();

  /** The directory of the job, absolute. */
  Path location();

  /**
   * The number in the name of the job's directory: that of the top-level job, or of the sub-job.
   */
  long number();

  /** The job type. */
  String type();

  /** The label for people. */
  String label();

  /** The parameters as submitted, defaults included. */
  Map<String, Object> parameters();

  /** The priority of the hierarchy, 0 to 999. */
  int priority();

  /** How often the job is tried before it has failed. */
  int attemptLimit();

  /** When the hierarchy was submitted, by the clock of the submitter's host. */
  Instant submitTime();

  /** State, owner, times, progress and error in one look; never throws for a deleted job. */
  JobStatus status();

  /** Where the job stands; {@link JobState#DELETED} if it is gone. */
  default JobState state() {
    return status().state();
  }

  /** When the present or last attempt started. */
  default Optional<Instant> startTime() {
    return status().startTime();
  }

  /** When the last attempt ended; empty while one is running. */
  default Optional<Instant> endTime() {
    return status().endTime();
  }

  /** Percent, 0 to 100, as reported by the procedure. */
  default OptionalInt progress() {
    return status().progress();
  }

  /** What the procedure said last. */
  default Optional<String> statusLine() {
    return status().statusLine();
  }

  /** True if the job is neither running nor finished. */
  default boolean isWaiting() {
    JobState state = state();
    return state == JobState.WAITING || state == JobState.HELD;
  }

  /** True while a worker owns the job. */
  default boolean isRunning() {
    return state() == JobState.RUNNING;
  }

  /** True if the job finished successfully. */
  default boolean isFinished() {
    return state() == JobState.DONE;
  }

  /** The direct sub-jobs in their order; a shared sub-job appears under each of its parents. */
  List<JobHandle> listSubJobs();

  /** All jobs of the hierarchy below and including this one, each once, in the order they run. */
  Stream<JobHandle> tree();

  /**
   * Whether the job is in an error state.
   *
   * @param recursive true to ask for the sub-jobs at all levels too
   */
  boolean hasError(boolean recursive);

  /** What went wrong, for a job in an error state. */
  default Optional<JobError> error() {
    return status().error();
  }

  /**
   * Makes the job fail from outside. A running attempt loses the right to commit at once, and its
   * worker stops it at its next heartbeat. A job that has failed already stays as it is.
   *
   * @param message what went wrong
   * @throws JobStateException if the job is done, cancelled or being deleted
   * @throws NoSuchJobException if the job is gone
   */
  void setError(String message);

  /** The attempts so far, oldest first. */
  List<JobAttempt> attempts();

  /** The files of the present or last attempt; empty if there was none. */
  Optional<JobFiles> files();

  /** One sentence for people: why the job is not running at this moment. */
  String whyNotRunning();
}
