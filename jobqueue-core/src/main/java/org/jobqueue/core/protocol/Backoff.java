package org.jobqueue.core.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.core.format.RegisterName;

/**
 * How long a job that failed waits for its next attempt. Nothing on disk says so: the register
 * tells how often and when it failed, and the length of the pause follows from that, alike for
 * everybody.
 *
 * <p>The time in a register is that of another clock. It shortens the pause by what has gone by,
 * but no worker waits longer than one whole pause on its own clock: a clock that is wrong costs a
 * pause at most.
 */
public final class Backoff {
  private static final Duration PASSING = Duration.ofSeconds(10);
  private static final Duration OTHER_HOST = Duration.ofSeconds(30);
  private static final double SPREAD = 0.2;
  private static final int MOST_DOUBLINGS = 40;

  private Backoff() {}

  /**
   * How long {@code worker} is to leave alone a job that waits, from now on; zero for not at all.
   */
  static Duration left(RegisterName waiting, RetryPolicy policy, String worker, Instant now) {
    Duration pause = pause(waiting, policy);
    if (isLeftToOthers(waiting, policy, worker)) {
      pause = pause.plus(OTHER_HOST);
    }
    Duration gone = Duration.between(waiting.time(), now);
    if (gone.compareTo(pause) >= 0) {
      return Duration.ZERO;
    }
    return gone.isNegative() ? pause : pause.minus(gone);
  }

  /** Until when a job that waits is left alone, by the clock of who failed; empty if it is not. */
  public static Optional<Instant> until(RegisterName waiting, RetryPolicy policy) {
    Duration pause = pause(waiting, policy);
    boolean machineAtFault = waiting.transients() > 0 && waiting.losses() > 0;
    if (machineAtFault) {
      pause = pause.plus(OTHER_HOST);
    }
    return pause.isZero() ? Optional.empty() : Optional.of(waiting.time().plus(pause));
  }

  /** The pause after the failures that the register counts. */
  static Duration pause(RegisterName waiting, RetryPolicy policy) {
    if (waiting.transients() > 0) {
      return doubled(
          policy.delay().isZero() ? PASSING : policy.delay(),
          waiting.transients(),
          policy.longestDelay(),
          waiting);
    }
    if (waiting.failures() > 0 && waiting.losses() == 0) {
      return doubled(policy.delay(), waiting.failures(), policy.longestDelay(), waiting);
    }
    return Duration.ZERO;
  }

  private static Duration doubled(
      Duration first, int failures, Duration longest, RegisterName waiting) {
    double seconds = toSeconds(first) * Math.scalb(1.0, Math.min(failures - 1, MOST_DOUBLINGS));
    // The same for everybody who reads this name, and another one for each job.
    double chance = (waiting.toString().hashCode() & 0xffff) / (double) 0xffff;
    double spread = 1 - SPREAD + 2 * SPREAD * chance;
    return Duration.ofMillis((long) (Math.min(seconds, toSeconds(longest)) * spread * 1000));
  }

  private static double toSeconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Whether it failed on the very host of the worker, and others are to have the next try. */
  private static boolean isLeftToOthers(RegisterName waiting, RetryPolicy policy, String worker) {
    boolean machineAtFault = waiting.transients() > 0 && waiting.losses() > 0;
    boolean failed = waiting.failures() > 0 || waiting.transients() > 0;
    return failed
        && (machineAtFault || policy.otherHost())
        && Environment.areOfSameHost(waiting.by(), worker);
  }
}
