package org.jobqueue.bench.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.bench.measure.Timing;

/** Submits and runs jobs that do nothing. */
public final class Jobs {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration LONGEST_POLL = Duration.ofMillis(50);
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Jobs() {}

  /** Submits single jobs, one after the other. */
  public static Timing submit(JobQueue queue, int jobs) throws Exception {
    return Timing.of(
        jobs,
        () -> {
          for (int i = 0; i < jobs; i++) {
            JobHandle unused = queue.createJobRoot(NoOpPlugin.TYPE, Map.of()).activate();
          }
        });
  }

  /** Submits single jobs from several threads. */
  public static Timing submit(JobQueue queue, int jobs, int threads) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      return Timing.of(
          jobs,
          () -> {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
              int part = jobs / threads + (i < jobs % threads ? 1 : 0);
              parts.add(executor.submit(() -> submit(queue, part)));
            }
            for (Future<?> part : parts) {
              part.get();
            }
          });
    } finally {
      executor.shutdownNow();
    }
  }

  /** Submits one job with so many sub-jobs. */
  public static JobHandle submitTree(JobQueue queue, int subJobs) {
    JobRoot root = queue.createJobRoot(NoOpPlugin.TYPE, Map.of());
    for (int i = 0; i < subJobs; i++) {
      root.createJob(NoOpPlugin.TYPE, Map.of());
    }
    return root.activate();
  }

  /**
   * Lets one worker run jobs until it has done so many of them.
   *
   * @return the time until the last of them was done; the worker may have done a few more
   */
  public static Timing run(JobQueue queue, long jobs, int slots) throws Exception {
    WorkerOptions options = WorkerOptions.defaults().withSlots(slots).withLongestPoll(LONGEST_POLL);
    long start = System.nanoTime();
    Worker worker = queue.newWorker(options);
    worker.start();
    long end;
    try {
      end = awaitDone(worker, jobs);
    } finally {
      boolean unused = worker.stop(GRACE);
    }
    return new Timing(jobs, end - start);
  }

  private static long awaitDone(Worker worker, long jobs) throws InterruptedException {
    long before = -1;
    long changed = System.nanoTime();
    while (true) {
      Worker.Statistics statistics = worker.statistics();
      long now = System.nanoTime();
      if (statistics.done() >= jobs) {
        return now;
      }
      if (statistics.done() != before) {
        before = statistics.done();
        changed = now;
      } else if (statistics.failed() > 0 || now - changed > STALLED_NANOS) {
        throw new IllegalStateException(
            "the worker came to a stand: " + statistics + " of " + jobs + " jobs");
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }
}
