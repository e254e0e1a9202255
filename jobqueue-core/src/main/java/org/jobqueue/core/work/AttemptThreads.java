package org.jobqueue.core.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads in which procedures run. They are kept for the next job for a while, since making one
 * can take longer than a short job; one that a procedure does not give back is replaced.
 */
final class AttemptThreads {
  private static final long KEPT_SECONDS = 10;
  private static final String IDLE_NAME = "jobqueue-attempt-idle";

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEPT_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, IDLE_NAME);
            thread.setDaemon(true);
            return thread;
          });

  /** Something that runs in a thread of its own. */
  static final class Run {
    private final Runnable task;
    private boolean cancelled;
    private @Nullable Thread thread;

    private Run(Runnable task) {
      this.task = task;
    }

    /** Interrupts the thread, as soon as it has begun and as long as it has not ended. */
    synchronized void interrupt() {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    private void begin(String name, ClassLoader loader) {
      Thread present = Thread.currentThread();
      present.setName(name);
      present.setContextClassLoader(loader);
      synchronized (this) {
        thread = present;
        if (cancelled) {
          present.interrupt();
        }
      }
      try {
        task.run();
      } finally {
        synchronized (this) {
          thread = null;
        }
        // Whatever the procedure made of its thread, the next one gets it as new.
        boolean unused = Thread.interrupted();
        present.setName(IDLE_NAME);
        present.setContextClassLoader(AttemptThreads.class.getClassLoader());
        present.setUncaughtExceptionHandler(null);
      }
    }
  }

  /** Runs a task in a thread of that name. */
  Run start(String name, ClassLoader loader, Runnable task) {
    Run run = new Run(task);
    threads.execute(() -> run.begin(name, loader));
    return run;
  }
}
