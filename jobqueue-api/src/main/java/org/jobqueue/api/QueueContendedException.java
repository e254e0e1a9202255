package org.jobqueue.api;

/** Other workers were quicker each time: call again. */
public class QueueContendedException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message for people. */
  public QueueContendedException(String message) {
    super(message);
  }
}
