package org.jobqueue.testkit.simulate;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * How dangerous a simulated world is; rates are per operation, those of pauses, deaths and crashes
 * per burst of operations of one process.
 *
 * @param lostReplies done, but reported as done before
 * @param duplicates done twice, the second reply counts
 * @param errors fails with an error, done or not
 * @param pauses the process stands still for up to three leases
 * @param deaths the process dies
 * @param serverCrashes the server comes up again with what was on its disk
 * @param caches for how long clients believe what they have seen
 * @param tornListings listings of more names than this are read in two parts
 */
public record Hazards(
    double lostReplies,
    double duplicates,
    double errors,
    double pauses,
    double deaths,
    double serverCrashes,
    Duration caches,
    int tornListings) {

  /** Nothing goes wrong. */
  public static final Hazards NONE =
      new Hazards(0, 0, 0, 0, 0, 0, Duration.ZERO, Integer.MAX_VALUE);

  /** A random choice of dangers, a different one for each seed; the server does not crash. */
  public static Hazards random(long seed) {
    RandomGenerator random = new SplittableRandom(seed * 31 + 7);
    return new Hazards(
        rate(random, 0.02),
        rate(random, 0.02),
        rate(random, 0.02),
        rate(random, 0.04),
        rate(random, 0.02),
        0,
        random.nextBoolean() ? Duration.ofSeconds(random.nextInt(1, 60)) : Duration.ZERO,
        random.nextBoolean() ? 8 : Integer.MAX_VALUE);
  }

  /** These dangers and crashes of the server. */
  public Hazards withServerCrashes(double rate) {
    return new Hazards(lostReplies, duplicates, errors, pauses, deaths, rate, caches, tornListings);
  }

  private static double rate(RandomGenerator random, double most) {
    return random.nextBoolean() ? random.nextDouble() * most : 0;
  }
}
