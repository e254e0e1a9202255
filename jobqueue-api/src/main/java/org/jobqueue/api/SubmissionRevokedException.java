package org.jobqueue.api;

/**
 * This process stood still for longer than the lease while it submitted, and another one cleaned up
 * behind it: nothing was submitted; submit again. If the job may have run and have been deleted
 * before this process went on, which takes somebody who deletes it within that time, the message
 * says so.
 */
public class SubmissionRevokedException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for people. */
  public SubmissionRevokedException(String message) {
    super(message);
  }
}
