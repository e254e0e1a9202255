package org.jobqueue.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a worker works.
 *
 * @param slots how many jobs it runs at the same time, 1 or more
 * @param untilEmpty true if it ends by itself once nothing is left that it could run and nothing is
 *     running anywhere
 * @param longestPoll the longest pause between two looks at an empty queue while there are up to 8
 *     workers; the more there are the longer it gets, up to 30 seconds, so that all together do not
 *     look more often. Pauses grow up to this, with jitter
 * @param resources what it offers to jobs; empty for what is found on this machine
 * @param blockAfter its host takes no more jobs of a type for a while after so many different ones
 *     failed there in the same way with none that succeeded in between; 0 for never
 * @param patience how long the directory of the queue may be gone or unreadable without a break
 *     before the worker gives up and ends, see {@link Worker#failure()}; zero for ever
 * @param logLimit the most bytes that each of the two log files of an attempt takes; empty for what
 *     the queue says
 */
public record WorkerOptions(
    int slots,
    boolean untilEmpty,
    Duration longestPoll,
    Optional<WorkerResources> resources,
    int blockAfter,
    Duration patience,
    OptionalLong logLimit) {
  /** The lowest limit for logs, in bytes: less is of no use to anybody. */
  public static final long LOWEST_LOG_LIMIT = 4096;

  /** How long a worker waits for a queue that is gone, if nothing else is said. */
  public static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);

  /** How many jobs fail alike before a host is blocked, if nothing else is said. */
  public static final int USUAL_BLOCK_AFTER = 3;

  /** A worker that offers what is found on its machine. */
  public WorkerOptions(int slots, boolean untilEmpty, Duration longestPoll) {
    this(
        slots,
        untilEmpty,
        longestPoll,
        Optional.empty(),
        USUAL_BLOCK_AFTER,
        USUAL_PATIENCE,
        OptionalLong.empty());
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code slots} is below 1, the pause not positive, {@code
   *     blockAfter} or {@code patience} negative, or {@code logLimit} below {@link
   *     #LOWEST_LOG_LIMIT}
   */
  public WorkerOptions {
    if (slots < 1) {
      throw new IllegalArgumentException("slots is " + slots + "; it must be 1 or more");
    }
    if (blockAfter < 0) {
      throw new IllegalArgumentException("blockAfter is " + blockAfter + "; it must be 0 or more");
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must not be negative, but is " + patience);
    }
    if (logLimit.isPresent() && logLimit.getAsLong() < LOWEST_LOG_LIMIT) {
      throw new IllegalArgumentException(
          "logLimit is "
              + logLimit.getAsLong()
              + "; it must be "
              + LOWEST_LOG_LIMIT
              + " bytes or more");
    }
    if (longestPoll.isNegative() || longestPoll.isZero()) {
      throw new IllegalArgumentException("longestPoll must be positive, but is " + longestPoll);
    }
  }

  /** One slot, works until stopped, polls at least every two seconds. */
  public static WorkerOptions defaults() {
    return new WorkerOptions(1, false, Duration.ofSeconds(2));
  }

  /** A copy with another {@link #slots()}. */
  public WorkerOptions withSlots(int value) {
    return new WorkerOptions(
        value, untilEmpty, longestPoll, resources, blockAfter, patience, logLimit);
  }

  /** A copy with another {@link #untilEmpty()}. */
  public WorkerOptions withUntilEmpty(boolean value) {
    return new WorkerOptions(slots, value, longestPoll, resources, blockAfter, patience, logLimit);
  }

  /** A copy with another {@link #longestPoll()}. */
  public WorkerOptions withLongestPoll(Duration value) {
    return new WorkerOptions(slots, untilEmpty, value, resources, blockAfter, patience, logLimit);
  }

  /** A copy that offers these resources. */
  public WorkerOptions withResources(WorkerResources value) {
    return new WorkerOptions(
        slots, untilEmpty, longestPoll, Optional.of(value), blockAfter, patience, logLimit);
  }

  /** A copy with another {@link #blockAfter()}. */
  public WorkerOptions withBlockAfter(int value) {
    return new WorkerOptions(slots, untilEmpty, longestPoll, resources, value, patience, logLimit);
  }

  /** A copy with another {@link #patience()}. */
  public WorkerOptions withPatience(Duration value) {
    return new WorkerOptions(
        slots, untilEmpty, longestPoll, resources, blockAfter, value, logLimit);
  }

  /** A copy with this {@link #logLimit()}. */
  public WorkerOptions withLogLimit(long value) {
    return new WorkerOptions(
        slots, untilEmpty, longestPoll, resources, blockAfter, patience, OptionalLong.of(value));
  }
}
