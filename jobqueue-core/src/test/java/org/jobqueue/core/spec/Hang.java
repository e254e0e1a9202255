package org.jobqueue.core.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a worker process stop in the middle of its jobs: from a certain number on, jobs of the type
 * {@code spec.record} neither return nor heed interrupts until the test says so.
 *
 * <p>Static, because the procedures are made by the queue.
 */
final class Hang {
  private static final AtomicInteger JOBS_LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static final Duration POLL = Duration.ofMillis(5);

  private Hang() {}

  /** Called once at the start of the process. */
  static void afterJobs(int jobs) {
    JOBS_LEFT.set(jobs);
  }

  /** Called by each job. */
  static void here(Traces traces, String name) throws IOException {
    if (JOBS_LEFT.getAndDecrement() > 0) {
      return;
    }
    traces.mark("hanging", name);
    while (!Files.exists(traces.directory().resolve("resume"))) {
      LockSupport.parkNanos(POLL.toNanos());
      // A job as stubborn as can be: the worker must not count on its obedience.
      Thread.interrupted();
    }
    traces.mark("resumed", name);
  }
}
