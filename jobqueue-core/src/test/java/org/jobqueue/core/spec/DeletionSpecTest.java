package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.NoSuchJobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link org.jobqueue.api.JobQueue#deleteJobs} leaves behind: nothing. */
@Timeout(120)
class DeletionSpecTest {
  @TempDir private Path temp;

  @Test
  void deletesJobsWithTheirSubJobsAndFiles() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle deleted = root.activate();
    JobHandle sub = Bench.sub(deleted, 0);
    bench.submit("stays");

    bench.queue().deleteJob(deleted);

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("stays");
    assertThat(bench.queue().findJob(deleted.id())).isEmpty();
    assertThat(deleted.state()).isEqualTo(JobState.DELETED);
    assertThat(sub.state()).isEqualTo(JobState.DELETED);
    assertThat(deleted.location()).doesNotExist();
    assertThatThrownBy(deleted::label)
        .isInstanceOfSatisfying(
            NoSuchJobException.class, e -> assertThat(e.job()).isEqualTo(deleted.id()))
        .hasMessageContaining(deleted.id().toString());
    bench.runAll();
    assertThat(bench.order()).containsExactly("stays");
  }

  @Test
  void deletesFinishedAndFailedJobs() {
    Bench bench = Bench.in(temp);
    JobHandle done = bench.submit("done").get(0);
    JobHandle failed = bench.queue().createJob("spec.fail", Map.of()).activate();
    bench.runAll();

    bench.queue().deleteJobs(List.of(done, failed));

    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(done.location()).doesNotExist();
    assertThat(failed.location()).doesNotExist();
  }

  @Test
  void deletingWhatIsGoneIsNoError() {
    Bench bench = Bench.in(temp);
    JobHandle gone = bench.submit("gone").get(0);
    JobHandle other = bench.submit("other").get(0);
    bench.queue().deleteJob(gone);

    assertThatCode(() -> bench.reopen().deleteJobs(List.of(gone, other)))
        .doesNotThrowAnyException();
    assertThatCode(() -> bench.queue().deleteJobs(List.of())).doesNotThrowAnyException();

    assertThat(bench.queue().listJobs()).isEmpty();
  }

  @Test
  void refusesToDeleteASubJobAndDeletesNothingThen() {
    Bench bench = Bench.in(temp);
    JobHandle other = bench.submit("other").get(0);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle sub = Bench.sub(root.activate(), 0);

    assertThatThrownBy(() -> bench.queue().deleteJobs(List.of(other, sub)))
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining(sub.id().toString());

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("other", "root");
    assertThat(bench.runAll()).isEqualTo(3);
  }

  @Test
  void numbersOfDeletedJobsAreNotUsedAgain() {
    Bench bench = Bench.in(temp);
    JobHandle first = bench.submit("first").get(0);
    bench.queue().deleteJob(first);

    JobHandle second =
        JobQueues.open(bench.directory()).createJob("spec.noop", Map.of()).activate();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(first.state()).isEqualTo(JobState.DELETED);
  }
}
