package org.jobqueue.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Runs the jobs of one queue in threads of this process, until it is stopped or, if so created,
 * until the queue is empty. Any number of workers in any number of processes share a queue.
 *
 * <p>Thread-safe. A worker that was declared dead by others, because its process stood still for
 * longer than the lease, interrupts what it runs, reports none of it, and goes on under a new name.
 */
public interface Worker extends AutoCloseable {
  /** The present name of the worker in the queue's directory; changes if it was declared dead. */
  String name();

  /**
   * Registers the worker in the queue and starts its threads.
   *
   * @throws IllegalStateException if it was started before
   * @throws QueueUnusableException if the queue cannot be written
   */
  void start();

  /**
   * Stops taking jobs, waits for the running ones, then signs off. After {@code grace} the running
   * jobs are interrupted and given back to the queue: others run them again, and no attempt is
   * spent.
   *
   * @return true if all running jobs came to their end within {@code grace}
   * @throws InterruptedException if the calling thread was interrupted; running jobs are given back
   */
  boolean stop(Duration grace) throws InterruptedException;

  /**
   * Waits until the worker has ended.
   *
   * @return false if it had not after {@code timeout}
   * @throws InterruptedException if the calling thread was interrupted
   */
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /**
   * Why the worker ended by itself before its time, or could not sign off: the directory of the
   * queue was gone or unreadable for longer than {@link WorkerOptions#patience()}, or could not be
   * written at the end. What it still had in hand is given to others once its lease is over. Empty
   * while it works, and after an orderly end.
   */
  default Optional<JobQueueException> failure() {
    return Optional.empty();
  }

  /** What the worker did so far. */
  Statistics statistics();

  /** Stops without waiting: running jobs are given back to the queue. */
  @Override
  void close();

  /**
   * What a worker did so far.
   *
   * @param done jobs whose success it committed
   * @param failed jobs that failed for good in its hands
   * @param retried failed attempts after which the job waits again
   * @param lost attempts whose right to commit was taken away: cancelled, deleted, or this worker
   *     declared dead
   */
  record Statistics(long done, long failed, long retried, long lost) {}
}
