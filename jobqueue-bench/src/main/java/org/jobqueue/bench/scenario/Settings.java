package org.jobqueue.bench.scenario;

import java.nio.file.Path;
import org.jobqueue.api.Durability;

/**
 * What is measured, and how much of it.
 *
 * @param directory where the files are made, in a directory of their own
 * @param jobs how many jobs a round has
 * @param many how many jobs a full queue has
 * @param rounds how many rounds count
 * @param durability of the queues
 */
public record Settings(Path directory, int jobs, int many, int rounds, Durability durability) {
  /** How many jobs a round has unless asked otherwise. */
  public static final int DEFAULT_JOBS = 500;

  /** How many jobs a full queue has unless asked otherwise. */
  public static final int DEFAULT_MANY = 20_000;

  /** How many rounds count unless asked otherwise. */
  public static final int DEFAULT_ROUNDS = 3;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public Settings {
    require("jobs", jobs);
    require("many", many);
    require("rounds", rounds);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be 1 or more");
    }
  }
}
