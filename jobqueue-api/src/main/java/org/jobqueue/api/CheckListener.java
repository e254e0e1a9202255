package org.jobqueue.api;

import java.time.Duration;

/** Is told what a check of a queue finds, while it goes on, by the thread that checks. */
@FunctionalInterface
public interface CheckListener {
  /** Something was found. */
  void found(Finding finding);

  /**
   * The check waits for owners that show no sign of life.
   *
   * @param suspects how many workers, operations and jobs it watches
   * @param longest how long at most
   */
  default void waiting(int suspects, Duration longest) {}
}
