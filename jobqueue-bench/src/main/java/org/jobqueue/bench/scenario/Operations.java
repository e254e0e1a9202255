package org.jobqueue.bench.scenario;

import java.util.concurrent.TimeUnit;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.report.Figures;

/** The operations of the rounds that count. */
final class Operations {
  private OperationCounts sum = OperationCounts.NONE;

  void add(int round, OperationCounts counts) {
    if (round > 0) {
      sum = sum.plus(counts);
    }
  }

  /** Adds them to the figures of these rounds, with the time that they took. */
  Figures describe(Figures figures, Rounds rounds) {
    double millis = sum.nanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
    return figures
        .withOperations(sum.perJob(rounds.jobs()))
        .with("filesPerJobMillis", millis / rounds.jobs());
  }
}
