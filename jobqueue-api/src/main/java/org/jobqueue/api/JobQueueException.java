package org.jobqueue.api;

import org.jspecify.annotations.Nullable;

/** Root of all exceptions of a job queue; each subclass says what the caller can do. */
public class JobQueueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for people. */
  public JobQueueException(String message) {
    super(message);
  }

  /** An exception with a message for people and its cause. */
  public JobQueueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
