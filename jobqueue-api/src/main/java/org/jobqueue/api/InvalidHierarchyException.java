package org.jobqueue.api;

import org.jspecify.annotations.Nullable;

/**
 * The jobs do not form a hierarchy that can run, or it can no longer be changed: build another one.
 */
public class InvalidHierarchyException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for people. */
  public InvalidHierarchyException(String message) {
    super(message);
  }

  /** The same with its cause. */
  public InvalidHierarchyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
