package org.jobqueue.api;

/** The job is in a state in which this cannot be done. */
public class JobStateException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final JobId job;

  /** An exception about one job. */
  public JobStateException(JobId job, String message) {
    super(message);
    this.job = job;
  }

  /** The job. */
  public JobId job() {
    return job;
  }
}
