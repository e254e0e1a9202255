package org.jobqueue.api.event;

/** A listener of a queue, until it is closed. Thread-safe. */
public interface ListenerRegistration extends AutoCloseable {
  /** How many events the listener did not get because it was too slow. */
  long lost();

  /** How many times the listener has thrown an exception. */
  long failed();

  /** Tells the listener no further events; those that wait for it are dropped. Does not wait. */
  @Override
  void close();
}
