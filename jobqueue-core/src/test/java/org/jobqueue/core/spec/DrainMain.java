package org.jobqueue.core.spec;

import java.nio.file.Path;
import java.time.Duration;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.slf4j.LoggerFactory;

/** A worker process: drains a queue, then ends with exit code 0. */
final class DrainMain {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private DrainMain() {}

  /**
   * Runs the worker.
   *
   * @param arguments the queue, the number of slots, and after how many jobs to {@link Hang}
   */
  public static void main(String[] arguments) throws InterruptedException {
    Hang.afterJobs(Integer.parseInt(arguments[2]));
    WorkerOptions options =
        WorkerOptions.defaults()
            .withSlots(Integer.parseInt(arguments[1]))
            .withUntilEmpty(true)
            .withLongestPoll(Duration.ofMillis(200));
    try (Worker worker = JobQueues.open(Path.of(arguments[0])).newWorker(options)) {
      worker.start();
      boolean ended = worker.awaitTermination(PATIENCE);
      LoggerFactory.getLogger(DrainMain.class)
          .info("{} ended: {}, {}", worker.name(), ended, worker.statistics());
      if (!ended) {
        throw new IllegalStateException("the queue is not empty after " + PATIENCE);
      }
    }
  }
}
