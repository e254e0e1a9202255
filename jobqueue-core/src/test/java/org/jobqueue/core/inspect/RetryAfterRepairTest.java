package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.Control;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that does not wait and has lost its latch waits for its sub-jobs when it is retried. */
class RetryAfterRepairTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final JobId PARENT = JobId.parse("1/0");

  @TempDir Path temp;
  private Bed bed;

  @BeforeEach
  void submit() throws IOException {
    bed = new Bed(temp.resolve("queue"));
    bed.submit(Bed.diamond());
  }

  @Test
  void oneThatHasLostItsStateAsWell() throws IOException {
    Files.delete(bed.register("1/0"));
    Bed.remove(bed.layout().latch(PARENT));

    List<Finding> findings = bed.check(true);

    assertThat(findings)
        .extracting(Finding::kind)
        .containsExactly(Damage.NO_STATE, Damage.LATCH_MISSING);
    assertThat(findings).allMatch(finding -> finding.outcome() == Finding.Outcome.REPAIRED);
    assertThat(bed.state(PARENT)).isEqualTo(JobState.FAILED);
    assertThat(bed.check(true)).isEmpty();
    control(Operation.RETRY);
    assertThat(bed.run(99)).isEqualTo(4); // asserts the order
  }

  @Test
  void oneThatWasCancelled() throws IOException {
    control(Operation.CANCEL);
    Bed.remove(bed.layout().latch(PARENT));

    assertThat(bed.check(true)).extracting(Finding::kind).containsExactly(Damage.LATCH_MISSING);
    assertThat(bed.state(PARENT)).isEqualTo(JobState.CANCELLED);
    assertThat(bed.check(true)).isEmpty();
    control(Operation.RETRY);
    assertThat(bed.run(99)).isEqualTo(4);
  }

  /** It may only go on without a latch if all sub-jobs are done. */
  @Test
  void oneWhoseSubJobsAreDoneNeedsNone() throws IOException {
    assertThat(bed.run(2)).isEqualTo(2); // the shared sub-job, and the parent
    assertThat(bed.state(PARENT)).isEqualTo(JobState.DONE);
    Bed.remove(bed.layout().latch(ROOT));
    Files.delete(bed.register("1"));

    assertThat(bed.check(true))
        .extracting(Finding::kind)
        .containsExactly(Damage.NO_STATE, Damage.LATCH_MISSING);
    assertThat(bed.layout().latch(ROOT).toFile().list()).containsExactly("d.2"); // 1/1
    control(Operation.RETRY);
    assertThat(bed.run(99)).isEqualTo(2);
  }

  private void control(Operation operation) throws IOException {
    new Control(bed.process()).change(operation, ROOT, true);
  }
}
