package org.jobqueue.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an attempt may take. One that breaks a limit is stopped, its commands and all they have
 * started are ended, and it has failed. A sign of life is a line that a command writes, text from
 * the procedure, progress, or a change of the status line.
 *
 * @param start until the first sign of life
 * @param total all of it
 * @param silence from one sign of life to the next
 * @param minimum an attempt that succeeds sooner than this has failed: too fast to be true; zero
 *     for none
 */
public record TimeLimits(
    Optional<Duration> start,
    Optional<Duration> total,
    Optional<Duration> silence,
    Duration minimum) {

  /** No limits. */
  public static final TimeLimits NONE =
      new TimeLimits(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a limit is not positive, the minimum negative, or longer
   *     than the whole may take
   */
  public TimeLimits {
    requirePositive("start", start);
    requirePositive("total", total);
    requirePositive("silence", silence);
    if (minimum.isNegative()) {
      throw new IllegalArgumentException("minimum is " + minimum + "; it must not be negative");
    }
    if (total.isPresent() && total.get().compareTo(minimum) <= 0) {
      throw new IllegalArgumentException(
          "an attempt cannot take at least " + minimum + " and at most " + total.get());
    }
  }

  private static void requirePositive(String name, Optional<Duration> limit) {
    if (limit.isPresent() && (limit.get().isNegative() || limit.get().isZero())) {
      throw new IllegalArgumentException(name + " is " + limit.get() + "; it must be positive");
    }
  }

  /** A copy with another {@link #start()}. */
  public TimeLimits withStart(Duration value) {
    return new TimeLimits(Optional.of(value), total, silence, minimum);
  }

  /** A copy with another {@link #total()}. */
  public TimeLimits withTotal(Duration value) {
    return new TimeLimits(start, Optional.of(value), silence, minimum);
  }

  /** A copy with another {@link #silence()}. */
  public TimeLimits withSilence(Duration value) {
    return new TimeLimits(start, total, Optional.of(value), minimum);
  }

  /** A copy with another {@link #minimum()}. */
  public TimeLimits withMinimum(Duration value) {
    return new TimeLimits(start, total, silence, value);
  }
}
