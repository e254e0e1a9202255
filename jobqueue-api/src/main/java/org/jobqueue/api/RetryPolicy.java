package org.jobqueue.api;

import java.time.Duration;
import java.util.List;

/**
 * What becomes of a job whose attempt failed.
 *
 * <p>The pause before the next attempt doubles with each failure in a row, from {@code delay} up to
 * {@code longestDelay}, give or take a fifth, so that jobs which failed together do not come back
 * together. It is measured by the clocks of workers, which are not compared: after a change of
 * worker it may last up to twice as long.
 *
 * @param attempts how often the job is tried before it has failed, 1 or more
 * @param transientTries how many {@link ErrorClass#TRANSIENT} errors in a row are forgiven
 * @param delay the pause after the first failure; zero for none, which after a transient error or
 *     one of the machine counts as ten seconds
 * @param longestDelay the longest pause
 * @param otherHost true if a host that has just failed leaves the next attempt to others for half a
 *     minute longer than the pause lasts
 * @param rules whose fault a failure is
 */
public record RetryPolicy(
    int attempts,
    int transientTries,
    Duration delay,
    Duration longestDelay,
    boolean otherHost,
    List<ErrorRule> rules) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code attempts} is below 1, {@code transientTries} or a
   *     pause negative, or the longest pause shorter than the first
   */
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + "; it must be 1 or more");
    }
    if (transientTries < 0) {
      throw new IllegalArgumentException(
          "transientTries is " + transientTries + "; it must be 0 or more");
    }
    if (delay.isNegative() || longestDelay.compareTo(delay) < 0) {
      throw new IllegalArgumentException(
          "the delay of " + delay + " must be within 0 and the longest delay, " + longestDelay);
    }
    rules = List.copyOf(rules);
  }

  /**
   * One attempt, 10 transient tries, no pause after an error of the task, pauses up to 10 minutes,
   * no other host, no rules.
   */
  public static RetryPolicy defaults() {
    return new RetryPolicy(1, 10, Duration.ZERO, Duration.ofMinutes(10), false, List.of());
  }

  /** A copy with another {@link #attempts()}. */
  public RetryPolicy withAttempts(int value) {
    return new RetryPolicy(value, transientTries, delay, longestDelay, otherHost, rules);
  }

  /** A copy with another {@link #transientTries()}. */
  public RetryPolicy withTransientTries(int value) {
    return new RetryPolicy(attempts, value, delay, longestDelay, otherHost, rules);
  }

  /** A copy with another {@link #delay()}; the longest is raised to it if need be. */
  public RetryPolicy withDelay(Duration value) {
    Duration longest = longestDelay.compareTo(value) < 0 ? value : longestDelay;
    return new RetryPolicy(attempts, transientTries, value, longest, otherHost, rules);
  }

  /** A copy with another {@link #longestDelay()}. */
  public RetryPolicy withLongestDelay(Duration value) {
    return new RetryPolicy(attempts, transientTries, delay, value, otherHost, rules);
  }

  /** A copy with another {@link #otherHost()}. */
  public RetryPolicy withOtherHost(boolean value) {
    return new RetryPolicy(attempts, transientTries, delay, longestDelay, value, rules);
  }

  /** A copy with other {@link #rules()}. */
  public RetryPolicy withRules(List<ErrorRule> value) {
    return new RetryPolicy(attempts, transientTries, delay, longestDelay, otherHost, value);
  }
}
