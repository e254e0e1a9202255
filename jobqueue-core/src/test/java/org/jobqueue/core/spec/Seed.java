package org.jobqueue.core.spec;

import java.util.Random;

/** The seed of random tests: printed always, and settable with {@code -Djobqueue.test.seed=N}. */
final class Seed {
  private Seed() {}

  static long choose() {
    String given = System.getProperty("jobqueue.test.seed", "");
    long seed = given.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(given);
    System.out.println("jobqueue.test.seed=" + seed);
    return seed;
  }
}
