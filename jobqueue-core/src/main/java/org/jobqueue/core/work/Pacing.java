package org.jobqueue.core.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long the slots of a worker pause when there is nothing to do: longer each time, up to a
 * limit, with jitter so that many workers do not look at the same moment. One slot looks for all
 * that have nothing to do. When it finds a job it passes that on to the next one, since there may
 * be more; a job that ends wakes all, since it may have made further jobs ready.
 */
final class Pacing {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int FEW_WORKERS = 8;

  private final long fewWorkersNanos;
  private final RandomGenerator random;
  private long longestNanos;
  private long nextNanos = FIRST_NANOS;
  private long signals;
  private boolean watched;
  private boolean passedOn;

  Pacing(Duration longest, RandomGenerator random) {
    this.fewWorkersNanos = longest.toNanos();
    this.longestNanos = fewWorkersNanos;
    this.random = random;
  }

  /**
   * Makes the longest pause fit the number of workers, so that all together look no more often than
   * a few would: the first of many finds a new job as soon as the first of a few.
   */
  synchronized void share(int workers) {
    if (fewWorkersNanos < LIMIT_NANOS) {
      long many = fewWorkersNanos / FEW_WORKERS * workers;
      longestNanos = Math.max(fewWorkersNanos, Math.min(LIMIT_NANOS, many));
    }
  }

  /** The longest pause at present. */
  synchronized Duration longest() {
    return Duration.ofNanos(longestNanos);
  }

  /** A mark to hand to {@link #pause}: signals after it end the pause at once. */
  synchronized long signals() {
    return signals;
  }

  synchronized void workFound() {
    nextNanos = Math.min(FIRST_NANOS, longestNanos);
    wakeAll();
  }

  synchronized void wakeAll() {
    signals++;
    notifyAll();
  }

  /** Pauses until the time is over or there was a signal since {@code mark}. */
  synchronized void pause(long mark) throws InterruptedException {
    if (watched) {
      waitForWatch(mark);
      return;
    }
    watched = true;
    passedOn = false;
    try {
      pauseAndLook(mark);
    } finally {
      watched = false;
    }
  }

  private void pauseAndLook(long mark) throws InterruptedException {
    long most = Math.min(longestNanos, nextNanos);
    long nanos = most - random.nextLong(most / 2 + 1);
    nextNanos = Math.min(longestNanos, most + most / 2);
    waitFor(nanos, mark);
  }

  /** A slot that looked for the others has found work: one of them is to look now. */
  synchronized void passOn() {
    if (!watched) {
      passedOn = true;
      notifyAll();
    }
  }

  /** Waits until the watch is passed on, or until there is a signal. */
  private void waitForWatch(long mark) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    long left = LIMIT_NANOS;
    while (left > 0 && signals == mark && !passedOn) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    passedOn = false;
  }

  /** Lets others go first. */
  synchronized void pauseBriefly() throws InterruptedException {
    waitFor(random.nextLong(FIRST_NANOS / 4), signals);
  }

  /** Pauses for a while because the queue cannot be read or written. */
  synchronized void pauseAfterTrouble() throws InterruptedException {
    waitFor(TROUBLE_NANOS + random.nextLong(TROUBLE_NANOS), signals);
  }

  private void waitFor(long nanos, long mark) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && signals == mark) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }
}
