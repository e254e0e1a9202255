package org.jobqueue.bench.files;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often each operation was carried out, and the time that all of them took.
 *
 * @param counts the operations that occurred
 * @param nanos the time inside of the file system, summed over threads
 */
public record OperationCounts(Map<Operation, Long> counts, long nanos) {
  /** Nothing. */
  public static final OperationCounts NONE = new OperationCounts(Map.of(), 0);

  /** Copies the map. */
  public OperationCounts {
    counts = Map.copyOf(counts);
  }

  /** How often one operation was carried out. */
  public long of(Operation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  /** All operations. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What came after an earlier state of the same counts. */
  public OperationCounts since(OperationCounts earlier) {
    return combine(earlier, -1);
  }

  /** The sum of both. */
  public OperationCounts plus(OperationCounts other) {
    return combine(other, 1);
  }

  private OperationCounts combine(OperationCounts other, int sign) {
    Map<Operation, Long> sum = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      long count = of(operation) + sign * other.of(operation);
      if (count != 0) {
        sum.put(operation, count);
      }
    }
    return new OperationCounts(sum, nanos + sign * other.nanos);
  }

  /** Operations per job, in the order of {@link Operation}. */
  public Map<Operation, Double> perJob(long jobs) {
    Map<Operation, Double> perJob = new EnumMap<>(Operation.class);
    counts.forEach((operation, count) -> perJob.put(operation, (double) count / jobs));
    return perJob;
  }
}
