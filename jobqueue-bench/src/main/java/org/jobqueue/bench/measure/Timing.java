package org.jobqueue.bench.measure;

import java.util.concurrent.TimeUnit;

/**
 * So much was done in so much time.
 *
 * @param jobs how many
 * @param nanos how long all of them took
 */
public record Timing(long jobs, long nanos) {
  /** Work to be timed. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void perform() throws Exception;
  }

  /** Times work on so many jobs. */
  public static Timing of(long jobs, Work work) throws Exception {
    long start = System.nanoTime();
    work.perform();
    return new Timing(jobs, System.nanoTime() - start);
  }

  /** Jobs per second. */
  public double rate() {
    return jobs / seconds();
  }

  /** The time in seconds. */
  public double seconds() {
    return Math.max(1, nanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
