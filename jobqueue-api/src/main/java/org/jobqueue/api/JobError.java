package org.jobqueue.api;

import java.util.Optional;

/**
 * Why a job failed.
 *
 * @param message one line or a few for people
 * @param exitCode the exit code of the command that failed, if it was one
 * @param traceback the Java stack trace, if an exception was the cause
 * @param errorClass whose fault it is
 */
public record JobError(
    String message, Optional<Integer> exitCode, Optional<String> traceback, ErrorClass errorClass) {
  /** An error of the task. */
  public JobError(String message, Optional<Integer> exitCode, Optional<String> traceback) {
    this(message, exitCode, traceback, ErrorClass.TASK);
  }

  /** An error that consists of a message. */
  public static JobError of(String message) {
    return new JobError(message, Optional.empty(), Optional.empty());
  }

  /** The same error, as the fault of somebody else. */
  public JobError withErrorClass(ErrorClass value) {
    return new JobError(message, exitCode, traceback, value);
  }
}
