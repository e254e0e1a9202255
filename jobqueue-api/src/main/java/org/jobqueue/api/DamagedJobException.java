package org.jobqueue.api;

import org.jspecify.annotations.Nullable;

/** What is on disk of a job cannot be read: delete it, or mend its files. */
public class DamagedJobException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final JobId job;

  /** An exception about one job. */
  public DamagedJobException(JobId job, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.job = job;
  }

  /** The job. */
  public JobId job() {
    return job;
  }
}
