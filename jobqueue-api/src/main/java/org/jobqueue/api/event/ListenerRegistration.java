package org.jobqueue.api.event;

import java.time.Duration;

/** A listener of a queue, until it is closed. Thread-safe. */
public interface ListenerRegistration extends AutoCloseable {
  /** How many events the listener did not get because it was too slow. */
  long lost();

  /** How many times the listener has thrown an exception. */
  long failed();

  /**
   * Waits until the listener has been told all that has happened so far.
   *
   * @return false if that took too long, or the thread was interrupted, whose flag is set then
   */
  boolean await(Duration longest);

  /** Tells the listener no further events; those that wait for it are dropped. Does not wait. */
  @Override
  void close();
}
