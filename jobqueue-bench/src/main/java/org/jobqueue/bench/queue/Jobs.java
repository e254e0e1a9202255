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
    return run(queue, jobs, slots, 1);
  }

  /** The same with several workers of one slot each. */
  public static Timing runWithWorkers(JobQueue queue, long jobs, int workers) throws Exception {
    return run(queue, jobs, 1, workers);
  }

  private static Timing run(JobQueue queue, long jobs, int slots, int count) throws Exception {
    WorkerOptions options = WorkerOptions.defaults().withSlots(slots).withLongestPoll(LONGEST_POLL);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(queue.newWorker(options));
    }
    long start = System.nanoTime();
    workers.forEach(Worker::start);
    long end;
    try {
      end = awaitDone(workers, jobs);
    } finally {
      for (Worker worker : workers) {
        boolean unused = worker.stop(GRACE);
      }
    }
    return new Timing(jobs, end - start);
  }

  private static long awaitDone(List<Worker> workers, long jobs) throws InterruptedException {
    long before = -1;
    long changed = System.nanoTime();
    while (true) {
      long done = workers.stream().mapToLong(worker -> worker.statistics().done()).sum();
      long failed = workers.stream().mapToLong(worker -> worker.statistics().failed()).sum();
      long now = System.nanoTime();
      if (done >= jobs) {
        return now;
      }
      if (done != before) {
        before = done;
        changed = now;
      } else if (failed > 0 || now - changed > STALLED_NANOS) {
        throw new IllegalStateException(
            "the workers came to a stand: "
                + done
                + " of "
                + jobs
                + " jobs, "
                + failed
                + " failed");
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }
}
