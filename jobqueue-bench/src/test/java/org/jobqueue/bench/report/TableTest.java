package org.jobqueue.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jobqueue.bench.files.Operation;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Timing BASE = new Timing(1000, TimeUnit.SECONDS.toNanos(1));
  private static final Timing SUBJECT = new Timing(1000, TimeUnit.SECONDS.toNanos(4));
  private static final Figures COMPARED =
      Figures.of("submit", new Rounds(List.of(BASE), List.of(SUBJECT)), "floor")
          .withOperations(Map.of(Operation.RENAME, 1.0, Operation.CREATE_FILE, 4.25))
          .with("claimP50Millis", 0.1234);
  private static final Figures ALONE = Figures.of("list", BASE);

  @Test
  void aLineHasTheFiguresAndWhatBelongsToThemIsBelow() {
    assertThat(Table.lines(List.of(COMPARED, ALONE)))
        .containsExactly(
            "SCENARIO               JOBS   SECONDS     JOBS/S  OPS/JOB  RATIO (LEAST TO MOST)",
            "submit                 1000         4        250     5.25"
                + "  0.250 (0.250 to 0.250) of floor, 1000/s",
            "    create-file 4.25, rename 1.00",
            "    claimP50Millis 0.123",
            "list                   1000         1       1000");
  }

  @Test
  void theFieldsOfJsonAreTheSameFigures() {
    assertThat(JsonFields.of(COMPARED))
        .containsEntry("scenario", "submit")
        .containsEntry("jobs", 1000L)
        .containsEntry("seconds", 4.0)
        .containsEntry("jobsPerSecond", 250.0)
        .containsEntry("comparedWith", "floor")
        .containsEntry("comparedPerSecond", 1000.0)
        .containsEntry("ratio", 0.25)
        .containsEntry("ratioMin", 0.25)
        .containsEntry("ratioMax", 0.25)
        .containsEntry(
            "operationsPerJob", Map.of("create-file", 4.25, "rename", 1.0, "total", 5.25))
        .containsEntry("claimP50Millis", 0.1234);
    assertThat(JsonFields.of(ALONE))
        .containsOnlyKeys("scenario", "jobs", "seconds", "jobsPerSecond");
  }
}
