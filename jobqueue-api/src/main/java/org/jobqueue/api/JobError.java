package org.jobqueue.api;

import java.util.Optional;

/**
 * Why a job failed.
 *
 * @param message one line or a few for people
 * @param exitCode the exit code of the command that failed, if it was one
 * @param traceback the Java stack trace, if an exception was the cause
 */
public record JobError(String message, Optional<Integer> exitCode, Optional<String> traceback) {
  /** An error that consists of a message. */
  public static JobError of(String message) {
    return new JobError(message, Optional.empty(), Optional.empty());
  }
}
