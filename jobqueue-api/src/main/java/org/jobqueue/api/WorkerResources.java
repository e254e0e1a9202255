package org.jobqueue.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a worker offers to the jobs that it runs at the same time, all together.
 *
 * @param cores processor cores
 * @param memory bytes
 * @param gpus the indices or names of GPUs, as {@code CUDA_VISIBLE_DEVICES} takes them
 * @param amounts of named resources
 * @param tags what it is or has, say {@code linux} or {@code avx512}
 */
public record WorkerResources(
    int cores, long memory, List<String> gpus, Map<String, Integer> amounts, Set<String> tags) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative, a GPU is named twice or a name is not
   *     valid
   */
  public WorkerResources {
    if (cores < 0 || memory < 0) {
      throw new IllegalArgumentException(
          "a worker offers 0 or more cores and bytes, not " + cores + " and " + memory);
    }
    gpus = List.copyOf(gpus);
    amounts = Map.copyOf(amounts);
    tags = Set.copyOf(tags);
    if (Set.copyOf(gpus).size() < gpus.size()) {
      throw new IllegalArgumentException("a GPU is named twice in " + gpus);
    }
    gpus.forEach(gpu -> Requirements.requireName("GPU", gpu));
    tags.forEach(tag -> Requirements.requireName("tag", tag));
    amounts.forEach(
        (name, amount) -> {
          Requirements.requireName("resource", name);
          if (amount < 0) {
            throw new IllegalArgumentException(
                "resource '" + name + "' is " + amount + "; it must be 0 or more");
          }
        });
  }

  /** A copy with another {@link #cores()}. */
  public WorkerResources withCores(int value) {
    return new WorkerResources(value, memory, gpus, amounts, tags);
  }

  /** A copy with another {@link #memory()}. */
  public WorkerResources withMemory(long value) {
    return new WorkerResources(cores, value, gpus, amounts, tags);
  }

  /** A copy with other {@link #gpus()}. */
  public WorkerResources withGpus(List<String> value) {
    return new WorkerResources(cores, memory, value, amounts, tags);
  }

  /** A copy with other {@link #amounts()}. */
  public WorkerResources withAmounts(Map<String, Integer> value) {
    return new WorkerResources(cores, memory, gpus, value, tags);
  }

  /** A copy with other {@link #tags()}. */
  public WorkerResources withTags(Set<String> value) {
    return new WorkerResources(cores, memory, gpus, amounts, value);
  }
}
