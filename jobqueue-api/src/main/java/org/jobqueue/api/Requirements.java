package org.jobqueue.api;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a job needs beside a slot while it runs. Resources are those of one worker, see {@link
 * WorkerResources}; {@code limits} are counted over all workers of the queue.
 *
 * @param cores how many processor cores; 0 to be content with what is left
 * @param memory bytes
 * @param gpus how many GPUs, which nobody else gets meanwhile: commands find their indices in
 *     {@code CUDA_VISIBLE_DEVICES}
 * @param amounts of named resources that workers offer
 * @param tags that the worker has to have, all of them
 * @param limits how much of each named limit of the queue, say licences
 */
public record Requirements(
    int cores,
    long memory,
    int gpus,
    Map<String, Integer> amounts,
    Set<String> tags,
    Map<String, Integer> limits) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}");

  /** Nothing but a slot. */
  public static final Requirements NONE = new Requirements(0, 0, 0, Map.of(), Set.of(), Map.of());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative, an amount not positive, or a name not made
   *     of up to 60 letters, digits, {@code _ . : -}
   */
  public Requirements {
    requireNotNegative("cores", cores);
    requireNotNegative("memory", memory);
    requireNotNegative("gpus", gpus);
    amounts = Map.copyOf(amounts);
    tags = Set.copyOf(tags);
    limits = Map.copyOf(limits);
    amounts.forEach((name, amount) -> requirePositive("amount", name, amount));
    limits.forEach((name, amount) -> requirePositive("limit", name, amount));
    tags.forEach(tag -> requireName("tag", tag));
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be 0 or more");
    }
  }

  private static void requirePositive(String kind, String name, int value) {
    requireName(kind, name);
    if (value < 1) {
      throw new IllegalArgumentException(
          kind + " '" + name + "' is " + value + "; it must be 1 or more");
    }
  }

  /** Checks the name of a resource, a tag or a limit. */
  static void requireName(String kind, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a " + kind + ": letters, digits and _ . : - up to 60");
    }
  }

  /** A copy with another {@link #cores()}. */
  public Requirements withCores(int value) {
    return new Requirements(value, memory, gpus, amounts, tags, limits);
  }

  /** A copy with another {@link #memory()}. */
  public Requirements withMemory(long value) {
    return new Requirements(cores, value, gpus, amounts, tags, limits);
  }

  /** A copy with another {@link #gpus()}. */
  public Requirements withGpus(int value) {
    return new Requirements(cores, memory, value, amounts, tags, limits);
  }

  /** A copy with other {@link #amounts()}. */
  public Requirements withAmounts(Map<String, Integer> value) {
    return new Requirements(cores, memory, gpus, value, tags, limits);
  }

  /** A copy with other {@link #tags()}. */
  public Requirements withTags(Set<String> value) {
    return new Requirements(cores, memory, gpus, amounts, value, limits);
  }

  /** A copy with other {@link #limits()}. */
  public Requirements withLimits(Map<String, Integer> value) {
    return new Requirements(cores, memory, gpus, amounts, tags, value);
  }
}
