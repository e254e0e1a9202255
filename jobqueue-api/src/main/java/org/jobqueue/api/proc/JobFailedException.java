package org.jobqueue.api.proc;

import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobQueueException;
import org.jspecify.annotations.Nullable;

/** Thrown by a procedure that knows whose fault its failure is. */
public class JobFailedException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final ErrorClass errorClass;

  /** A failure with what people see first. */
  public JobFailedException(ErrorClass errorClass, String message) {
    this(errorClass, message, null);
  }

  /** The same with its cause. */
  public JobFailedException(ErrorClass errorClass, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
  }

  /** Whose fault it is. */
  public ErrorClass errorClass() {
    return errorClass;
  }
}
