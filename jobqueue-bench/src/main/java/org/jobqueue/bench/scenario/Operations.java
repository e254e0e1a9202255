package org.jobqueue.bench.scenario;

import java.util.Map;
import org.jobqueue.bench.files.Operation;
import org.jobqueue.bench.files.OperationCounts;

/** The operations of the rounds that count. */
final class Operations {
  private OperationCounts sum = OperationCounts.NONE;

  void add(int round, OperationCounts counts) {
    if (round > 0) {
      sum = sum.plus(counts);
    }
  }

  Map<Operation, Double> perJob(long jobs) {
    return sum.perJob(jobs);
  }
}
