package org.jobqueue.api;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.event.ListenerRegistration;

/**
 * A queue of jobs that lives in a directory.
 *
 * <p>A queue object holds nothing that matters: there is no open or close, drop it at any time. Any
 * number of them, in any process on any machine, may work on the same directory at the same time.
 * Thread-safe.
 */
public interface JobQueue {
  /** How often {@link #runNextAvailableJob()} tries again when other workers were quicker. */
  int DEFAULT_RETRIES = 10;

  /** The directory, absolute; empty for {@link JobQueues#none()}. */
  Optional<Path> location();

  /** The settings of the queue. */
  QueueOptions options();

  /**
   * Starts a new top-level job. Nothing is in the queue before {@link JobRoot#activate()}.
   *
   * @param type the job type, in its newest version known here; or name and version, such as {@code
   *     sim@2}. The job is run by workers that have just this version
   * @param parameters parameters by name: strings, numbers, booleans, paths, enums, lists and maps
   * @throws UnknownJobTypeException if no plugin known here has the type
   * @throws InvalidParameterException if a parameter is unknown, missing or of the wrong type
   * @throws QueueUnusableException if this is the none-queue
   */
  JobRoot createJobRoot(String type, Map<String, ?> parameters);

  /** The same as {@link #createJobRoot}. */
  default JobRoot createJob(String type, Map<String, ?> parameters) {
    return createJobRoot(type, parameters);
  }

  /** The top-level jobs in the order in which they are processed: by priority, then by number. */
  List<JobHandle> listJobs();

  /**
   * The top-level jobs by number, read while the stream is consumed; for queues too large for a
   * list. Close the stream.
   */
  Stream<JobHandle> jobs();

  /**
   * The workers of the queue, by name; also those that have died and are being cleaned up after.
   */
  List<WorkerStatus> workers();

  /** The hosts that take no jobs of some type at present, because several failed there alike. */
  List<HostBlock> hostBlocks();

  /**
   * Lets a host take jobs of a type again; its workers notice within some seconds.
   *
   * @return false if it was not kept from it
   * @throws QueueUnusableException if the queue cannot be written
   */
  boolean unblock(String host, String type);

  /** What a worker of this program would offer to jobs if it were not told: what is found here. */
  WorkerResources localResources();

  /** A handle to one job; empty if the queue has no such job. */
  Optional<JobHandle> findJob(JobId id);

  /**
   * Removes top-level jobs with all their sub-jobs and files. Running attempts lose the right to
   * commit at once, and their workers stop them at their next heartbeat. A job that is already gone
   * is no error. When this returns none of the jobs can run any more; a process killed in the
   * middle leaves a deletion that any worker completes.
   *
   * @throws InvalidHierarchyException if one of the handles is a sub-job; nothing is deleted then
   */
  void deleteJobs(Collection<? extends JobHandle> jobs);

  /** Removes one top-level job; see {@link #deleteJobs(Collection)}. */
  default void deleteJob(JobHandle job) {
    deleteJobs(List.of(job));
  }

  /**
   * Runs the next job in this thread, to its end. Damaged jobs are set aside and do not stop it.
   *
   * @param retries how often to try again when another worker took the job first, 0 or more
   * @return true if a job was run, whether it succeeded or not; false if none is waiting that could
   *     run here now
   * @throws QueueContendedException if other workers were quicker more than {@code retries} times
   * @throws QueueUnusableException if the queue cannot be written
   */
  boolean runNextAvailableJob(int retries);

  /** Runs the next job with {@link #DEFAULT_RETRIES}. */
  default boolean runNextAvailableJob() {
    return runNextAvailableJob(DEFAULT_RETRIES);
  }

  /** A worker for this queue, not started yet. */
  Worker newWorker(WorkerOptions options);

  /**
   * What happened in the queue, from the history that all processes write, ordered by time. Read
   * while the stream is consumed. What could not be read is left out; {@link #readEvents} tells of
   * it.
   */
  default Stream<JobEvent> events(EventQuery query) {
    return Stream.empty();
  }

  /** The same for those who want to go on reading while events are added. */
  default EventReader readEvents(EventQuery query) {
    throw new UnsupportedOperationException("this implementation keeps no history");
  }

  /** Has a listener told from now on what is done through this object. */
  default ListenerRegistration addListener(JobListener listener) {
    throw new UnsupportedOperationException("this implementation has no listeners");
  }

  /**
   * How much is going on; a few looks at directories, whatever the number of jobs.
   *
   * @param limit how many tickets and workers are counted at most, 1 or more
   */
  default QueueLoad load(int limit) {
    return new QueueLoad(0, 0, 0, true);
  }

  /**
   * Looks for damage in the whole queue, and mends it if asked to. May be done at any time, by any
   * number of processes, while others submit, run and delete: what they have under way is no
   * finding. One job's damage does not keep the others from being looked at. With repairs, what is
   * mended is safe from the death of this process at any moment; call it again to go on. Findings
   * are handed over as they are made, so that the queue may be of any size.
   *
   * @throws QueueUnusableException if the directory is gone
   */
  CheckResult check(CheckOptions options, CheckListener listener);

  /**
   * Defines a limit, or changes the count of one: jobs that ask for tokens of it run only while
   * they hold them, and of each limit never more are held at the same time than it has. When the
   * count is lowered, jobs that hold tokens go on. When this returns the definition is durable.
   *
   * @param name 1 to 60 letters, digits, {@code -}, {@code _} and {@code .}
   * @param count how many tokens there are, 1 to {@link LimitStatus#HIGHEST_COUNT}
   * @param scope whether they are those of the farm or of each host
   * @throws IllegalArgumentException if the name or the count is not allowed, or if the limit has
   *     the other scope; that of one whose tokens are held cannot be changed, not even by removing
   *     it first
   * @throws QueueUnusableException if the queue cannot be written
   */
  void setLimit(String name, int count, LimitScope scope);

  /** All limits by name, with the jobs that hold tokens. */
  List<LimitStatus> limits();

  /**
   * Removes a limit. Jobs that hold tokens go on; those that ask for some wait until it is defined
   * again.
   *
   * @return false if there was none
   * @throws IllegalArgumentException if no limit can have that name
   * @throws QueueUnusableException if the queue cannot be written
   */
  boolean removeLimit(String name);

  /**
   * Puts a top-level job with all its sub-jobs and files into one file, reads that back, and only
   * then removes the job from the queue. When this returns the archive is on disk; a process killed
   * in the middle leaves the job in the queue, or the complete archive, or both. Archives of the
   * same files are the same.
   *
   * @param root a job that is done, failed or cancelled, as all jobs below it are
   * @param target a directory, or the name of a file that does not exist; empty for the directory
   *     {@code archive/} of the queue
   * @throws NoSuchJobException if the queue has no such job
   * @throws JobStateException if one of the jobs has not come to its end, or changed meanwhile
   * @throws IllegalArgumentException if the target is a file
   * @throws QueueUnusableException if the queue or the target cannot be written
   */
  ArchivedJob archive(JobId root, Optional<Path> target);

  /**
   * Brings a job back from an archive, with all sub-jobs, files and states: equal to what it was,
   * but under a new number, since a number is never used twice. In a queue in which its old number
   * is the next one it gets that. The archive stays. Times of files and their owners are not kept.
   *
   * @return the top-level job
   * @throws DamagedArchiveException if the file is no archive or is damaged; nothing is restored
   * @throws SubmissionRevokedException if this process stood still for longer than the lease
   * @throws QueueUnusableException if the queue cannot be written
   */
  JobHandle restore(Path archive);

  /**
   * How long finished jobs are kept, as {@code queue.json} says now.
   *
   * @throws QueueUnusableException if it cannot be read, or is not valid
   */
  Retention retention();

  /**
   * Removes what is past its age. What cannot be removed is told and does not stop the rest. Jobs
   * are gone through one by one, so that the queue may be of any size; this may be killed at any
   * moment and be done by several at once.
   */
  GarbageResult collectGarbage(GarbageOptions options, Consumer<Garbage> listener);

  /**
   * Compares a job that is done, and all jobs below it, with the files on disk that they had to
   * leave ({@link JobOptions#outputs()}), and has exactly those run again that lack some: of a
   * block exactly the frames that do. They are submitted as a new top-level job with copies of
   * their definitions; one that stood below another does so again. If that leaves more than one on
   * top, these are the sub-jobs of a job of the type {@code group}. The jobs that are done stay so,
   * and those above them are not run again.
   *
   * <p>Relative paths are looked for in the directory of the attempt that counts, also in those of
   * later copies. What a copy in the queue that is not done is to make is not submitted once more.
   * Two calls at the very same moment may not see each other.
   *
   * @param job a top-level job, a sub-job or a chunk
   * @param dryRun true to submit nothing
   * @throws NoSuchJobException if the job is gone
   * @throws JobStateException if the job is not done
   * @throws UnknownJobTypeException if the type of a job with missing files is unknown here;
   *     nothing is submitted then
   * @throws InvalidParameterException if such a type does not take the parameters any more
   * @throws QueueUnusableException if the queue cannot be written
   */
  default Reconciliation reconcile(JobHandle job, boolean dryRun) {
    throw new UnsupportedOperationException("this implementation does not look at files of jobs");
  }

  /** Has run again what is missing; see {@link #reconcile(JobHandle, boolean)}. */
  default Reconciliation reconcile(JobHandle job) {
    return reconcile(job, false);
  }

  /** The job types known here by name, each in all of its versions, the newest last. */
  List<JobTypeInfo> jobTypes();

  /** The plugins that could not be used, and why. */
  List<PluginProblem> pluginProblems();
}
