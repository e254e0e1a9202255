package org.jobqueue.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.Worker;

/** A worker that has done what a test says, and ends when it is stopped. */
final class FakeWorker implements Worker {
  final CountDownLatch started = new CountDownLatch(1);
  final CountDownLatch ended = new CountDownLatch(1);
  volatile Duration grace = Duration.ZERO;
  Optional<JobQueueException> failure = Optional.empty();
  Statistics statistics = new Statistics(0, 0, 0, 0);

  /** A worker that has nothing to do any more. */
  static FakeWorker ended(Statistics statistics) {
    FakeWorker worker = new FakeWorker();
    worker.statistics = statistics;
    worker.ended.countDown();
    return worker;
  }

  @Override
  public String name() {
    return "farm7-1";
  }

  @Override
  public void start() {
    started.countDown();
  }

  @Override
  public boolean stop(Duration time) {
    grace = time;
    ended.countDown();
    return true;
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<JobQueueException> failure() {
    return failure;
  }

  @Override
  public Statistics statistics() {
    return statistics;
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
