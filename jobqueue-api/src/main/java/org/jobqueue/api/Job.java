package org.jobqueue.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job under construction: a node of a hierarchy that is not in the queue yet.
 *
 * <p>A job runs after all of its sub-jobs have finished successfully. Sub-jobs are run depth-first
 * and, as far as one worker is concerned, in the order in which they were added. Not thread-safe:
 * one thread builds a hierarchy.
 */
public interface Job {
  /** The job type, which names the procedure that runs this job. */
  String type();

  /** The label people see: that of the procedure unless {@link #setLabel} gave another one. */
  String label();

  /**
   * Gives the job another label.
   *
   * @return this job
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  Job setLabel(String label);

  /**
   * How the job is to be run: the defaults of the queue unless {@link #setOptions} changed them.
   */
  JobOptions options();

  /**
   * Sets how the job is to be run.
   *
   * @return this job
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  Job setOptions(JobOptions options);

  /** How often the job is tried before it has failed. */
  default int attempts() {
    return options().retry().attempts();
  }

  /**
   * Sets how often the job is tried.
   *
   * @return this job
   * @throws IllegalArgumentException if {@code attempts} is below 1
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  default Job setAttempts(int attempts) {
    return setOptions(options().withRetry(options().retry().withAttempts(attempts)));
  }

  /** The frames that this job stands for; empty for an ordinary job. */
  Optional<FrameRange> frames();

  /** How many frames each chunk has; 1 for an ordinary job. */
  int chunkSize();

  /**
   * Makes the job a block: it stands for many, one for each chunk of some frames, which run in the
   * order of the frames as far as one worker is concerned and are independent of each other. A
   * chunk becomes a sub-job of its own when a worker comes to it, so that a million frames cost no
   * more to submit than one. The procedure runs once for each chunk and learns its frames from
   * {@link org.jobqueue.api.proc.JobProc#frames()}; chunks have no {@code postCreate}. The block is
   * done when all of its chunks are. Sub-jobs of the block have to finish before any chunk runs.
   *
   * @param frames all frames
   * @param chunkSize how many of them a chunk has; the last one may have fewer
   * @return this job
   * @throws IllegalArgumentException if {@code chunkSize} is below 1, or if there are more than
   *     100,000,000 chunks
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  Job setFrames(FrameRange frames, int chunkSize);

  /** The same with one frame in each chunk; see {@link #setFrames(FrameRange, int)}. */
  default Job setFrames(FrameRange frames) {
    return setFrames(frames, 1);
  }

  /** The top-level job of this hierarchy. */
  JobRoot root();

  /** The direct sub-jobs, in the order in which they were added. */
  List<Job> subJobs();

  /**
   * Adds a new sub-job, which has to finish before this job runs.
   *
   * @param type the job type
   * @param parameters parameters by name: strings, numbers, booleans, paths, enums, lists and maps
   * @return the sub-job
   * @throws UnknownJobTypeException if no plugin known here has the type
   * @throws InvalidParameterException if a parameter is unknown, missing or of the wrong type
   * @throws InvalidHierarchyException if the hierarchy has been activated
   */
  Job createJob(String type, Map<String, ?> parameters);

  /**
   * Makes an existing job of the same hierarchy a sub-job of this one too. The shared job lies in
   * the queue once and runs once. Adding a dependency twice has no effect.
   *
   * @return this job
   * @throws InvalidHierarchyException if {@code other} is this job, a top-level job or part of
   *     another hierarchy, or if the hierarchy has been activated
   */
  Job addDependency(Job other);
}
