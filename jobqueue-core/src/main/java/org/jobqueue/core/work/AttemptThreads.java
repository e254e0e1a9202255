package org.jobqueue.core.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for procedures that are not run by the thread that talks to the queue. They are kept for
 * the next job for a while, since making one can take longer than a short job; one that a procedure
 * does not give back is replaced.
 */
final class AttemptThreads {
  private static final long KEPT_SECONDS = 10;
  private static final String NAME = "jobqueue-attempt-idle";

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEPT_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, NAME);
            thread.setDaemon(true);
            return thread;
          });

  /** Runs a task in one of them. */
  void start(Runnable task) {
    threads.execute(task);
  }
}
