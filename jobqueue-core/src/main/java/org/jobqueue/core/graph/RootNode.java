package org.jobqueue.core.graph;

import java.util.Map;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;

/** A top-level job under construction. */
public final class RootNode extends JobNode implements JobRoot {
  private final JobSpec.Factory specs;
  private final JobOptions defaults;
  private final Submitter submitter;
  private int priority = DEFAULT_PRIORITY;
  private boolean activated;

  /** Puts a planned hierarchy into a queue. */
  @FunctionalInterface
  public interface Submitter {
    /** Submits all of it or throws; see {@link JobRoot#activate()}. */
    JobHandle submit(RootNode root);
  }

  /**
   * A new hierarchy of one job.
   *
   * @param spec the top-level job
   * @param specs checks what is asked of sub-jobs
   * @param defaults how jobs are run that do not say
   * @param submitter puts the hierarchy into the queue
   */
  public RootNode(JobSpec spec, JobSpec.Factory specs, JobOptions defaults, Submitter submitter) {
    super(null, spec, defaults);
    this.specs = specs;
    this.defaults = defaults;
    this.submitter = submitter;
  }

  JobNode newNode(String type, Map<String, ?> parameters) {
    return new JobNode(this, specs.create(type, parameters), defaults);
  }

  /**
   * Says of a job of this hierarchy that it is to make the files of another one again.
   *
   * @param job as created here, or this one
   * @param origin the job that made them first
   */
  public void setOrigin(Job job, JobId origin) {
    if (!(job instanceof JobNode node) || node.root() != this) {
      throw new IllegalArgumentException("job '" + job.label() + "' is in another hierarchy");
    }
    node.setOrigin(origin);
  }

  void requireOpen() {
    if (activated) {
      throw new InvalidHierarchyException(
          "the hierarchy of '" + label() + "' has been activated and cannot be changed");
    }
  }

  @Override
  public RootNode setLabel(String newLabel) {
    super.setLabel(newLabel);
    return this;
  }

  @Override
  public RootNode setFrames(FrameRange frames, int chunkSize) {
    super.setFrames(frames, chunkSize);
    return this;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public JobRoot setPriority(int newPriority) {
    requireOpen();
    if (newPriority < LOWEST_PRIORITY || newPriority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority is " + newPriority + "; it must be 0 to 999");
    }
    priority = newPriority;
    return this;
  }

  @Override
  public JobHandle activate() {
    requireOpen();
    JobHandle handle = submitter.submit(this);
    activated = true;
    return handle;
  }
}
