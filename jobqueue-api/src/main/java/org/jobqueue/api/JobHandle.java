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
   * The number in the name of the job's directory: that of the top-level job, or of the sub-job; of
   * a chunk its first frame.
   */
  long number();

  /** The job type. */
  String type();

  /** The label for people. */
  String label();

  /** The parameters as submitted, defaults included. */
  Map<String, Object> parameters();

  /** The present priority of the hierarchy, 0 to 999. */
  int priority();

  /** How the job is run; {@code outputs} with those that its procedure declared. */
  JobOptions options();

  /** How often the job is tried before it has failed. */
  int attemptLimit();

  /**
   * The frames that the job is to work on: all of a block, or those of a chunk of one; empty for an
   * ordinary job.
   */
  Optional<FrameRange> frames();

  /** When the hierarchy was submitted, by the clock of the submitter's host. */
  Instant submitTime();

  /**
   * What a listing shows of the job; takes fewer operations than asking for one after the other.
   *
   * @throws NoSuchJobException if the job is gone
   * @throws DamagedJobException if its definition cannot be read
   */
  JobSummary summary();

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

  /** Percent, 0 to 100; see {@link JobStatus#progress()}. */
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
    return state == JobState.WAITING || state == JobState.BLOCKED || state == JobState.HELD;
  }

  /** True while a worker owns the job. */
  default boolean isRunning() {
    return state() == JobState.RUNNING;
  }

  /** True if the job finished successfully. */
  default boolean isFinished() {
    return state() == JobState.DONE;
  }

  /**
   * The direct sub-jobs in their order; a shared sub-job appears under each of its parents. Of a
   * block the chunks follow that a worker has come to; those it has not come to are not listed.
   */
  List<JobHandle> listSubJobs();

  /**
   * All jobs of the hierarchy below and including this one, each once, in the order they run; of
   * chunks those that a worker has come to.
   */
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

  /** Gives the job and all jobs below it up; see {@link #cancel(boolean)}. */
  default JobChanges cancel() {
    return cancel(true);
  }

  /**
   * Gives jobs up: those that wait, are held or run become {@link JobState#CANCELLED}, those that
   * are done or have failed stay as they are. Running attempts lose the right to commit at once,
   * and their workers stop them at their next heartbeat. Jobs above wait until the cancelled ones
   * are done after all, see {@link #retry()}.
   *
   * <p>This, {@link #retry(boolean)}, {@link #hold(boolean)}, {@link #release(boolean)} and {@link
   * #setPriority(int)} are carried out in full once they are begun: if this process dies or an
   * exception is thrown in the middle, any worker completes them. One that is begun while another
   * is under way in the same hierarchy completes that first, so that the last one prevails. What
   * was asked for is on disk as the queue's {@link Durability} says when the call returns.
   *
   * @param recursive true for this job and all jobs below it, wherever else they are shared; false
   *     for this job alone
   * @return how many jobs were changed, and why others were not
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobChanges cancel(boolean recursive);

  /** Retries the job and all jobs below it that need it; see {@link #retry(boolean)}. */
  default JobChanges retry() {
    return retry(true);
  }

  /**
   * Lets jobs that have failed or were cancelled wait for a worker again, with all their attempts;
   * what is done stays done. A job whose sub-jobs are done can run at once. An attempt that was
   * cancelled may still be at work, without any right, until its worker's next heartbeat.
   *
   * @param recursive true for this job and all jobs below it; false for this job alone
   * @return how many jobs were changed, and why others were not; one whose definition cannot be
   *     read cannot be retried and counts as {@link JobState#QUARANTINED}
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobChanges retry(boolean recursive);

  /** Holds the job and all jobs below it that wait; see {@link #hold(boolean)}. */
  default JobChanges hold() {
    return hold(true);
  }

  /**
   * Keeps jobs that wait from being run until they are released. Running ones go on, and are passed
   * over; should their attempt fail, they wait again and are not held.
   *
   * @param recursive true for this job and all jobs below it; false for this job alone
   * @return how many jobs were changed, and why others were not
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobChanges hold(boolean recursive);

  /** Skips the job and all jobs below it; see {@link #skip(boolean)}. */
  default JobChanges skip() {
    return skip(true);
  }

  /**
   * Lets jobs count as done without being run: those that wait, are held, run, have failed or were
   * cancelled. When the turn of such a job comes, after its sub-jobs, a worker marks it as done, so
   * that the jobs above go on. Running attempts lose the right to commit at once. {@link
   * #retry(boolean)} takes it back only together with a failure.
   *
   * @param recursive true for this job and all jobs below it; false for this job alone, which waits
   *     for its sub-jobs as before
   * @return how many jobs were changed, and why others were not
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobChanges skip(boolean recursive);

  /** Releases the job and all jobs below it that are held; see {@link #release(boolean)}. */
  default JobChanges release() {
    return release(true);
  }

  /**
   * Lets jobs that are held wait again, for their sub-jobs or for a worker.
   *
   * @param recursive true for this job and all jobs below it; false for this job alone
   * @return how many jobs were changed, and why others were not
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobChanges release(boolean recursive);

  /**
   * Changes the priority of a hierarchy. Jobs that wait for a worker are affected at once, others
   * when they are to run; running ones go on. Of two changes at the same time one prevails.
   *
   * @param priority 0 to 999, higher runs first
   * @throws IllegalArgumentException if the priority is out of range
   * @throws InvalidHierarchyException if this is a sub-job: only whole hierarchies have a priority
   * @throws NoSuchJobException if the job is gone
   * @throws QueueUnusableException if the queue cannot be written
   */
  void setPriority(int priority);

  /** The attempts so far, oldest first. */
  List<JobAttempt> attempts();

  /** The files of the present or last attempt; empty if there was none. */
  Optional<JobFiles> files();

  /**
   * How far the job and all jobs below it are. Looks at 500 jobs at most, and infers the rest from
   * what their parents say.
   */
  default TreeProgress treeProgress() {
    boolean done = isFinished();
    return new TreeProgress(1, done ? 1 : 0, isRunning() ? 1 : 0, true, Optional.empty());
  }

  /** One sentence for people: why the job is not running at this moment. */
  default String whyNotRunning() {
    return explain().summary();
  }

  /** Why the job is not running at this moment, for each worker if that is the reason. */
  JobExplanation explain();
}
