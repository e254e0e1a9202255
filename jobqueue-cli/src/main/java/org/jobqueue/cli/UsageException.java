package org.jobqueue.cli;

import org.jspecify.annotations.Nullable;

/**
 * The command line or a job file asks for something that cannot be; the message says what to do.
 */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
