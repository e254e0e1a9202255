package org.jobqueue.api;

/** The queue has no such job, or no longer. */
public class NoSuchJobException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final JobId job;

  /** An exception about one job. */
  public NoSuchJobException(JobId job, String message) {
    super(message);
    this.job = job;
  }

  /** The job. */
  public JobId job() {
    return job;
  }
}
