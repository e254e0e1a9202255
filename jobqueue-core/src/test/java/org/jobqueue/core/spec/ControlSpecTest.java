package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancel, retry, hold, release and priority as callers see them. */
class ControlSpecTest {
  @TempDir Path temp;
  private Bench bench;

  @BeforeEach
  void aQueue() {
    bench = Bench.in(temp, Bench.quick().withLease(Duration.ofSeconds(1)));
  }

  private JobHandle pair() {
    JobRoot root = bench.root("root");
    bench.job(root, "left");
    bench.job(root, "right");
    return root.activate();
  }

  @Test
  void aRunningJobThatIsCancelledIsStopped() throws InterruptedException {
    JobHandle job = bench.submitGated("long");
    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults().withUntilEmpty(true))) {
      worker.start();
      bench.gate().awaitArrivals(1);
      assertThat(job.cancel()).isEqualTo(new JobChanges(1, Map.of()));
      assertThat(job.state()).isEqualTo(JobState.CANCELLED);
      bench.gate().awaitInterruptions(1);
      assertThat(worker.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.hasError(true)).isFalse();
    assertThat(job.whyNotRunning()).startsWith("it was cancelled by ");
    bench.gate().open();
    assertThat(job.retry()).isEqualTo(new JobChanges(1, Map.of()));
    assertThat(bench.runAll()).isEqualTo(1);
    assertThat(job.state()).isEqualTo(JobState.DONE);
  }

  @Test
  void aFailedJobIsRetriedWithAllItsAttempts() {
    JobRoot root = bench.root("root");
    root.createJob(
            "spec.fail-first",
            Map.of("directory", bench.traces().directory(), "name", "sub", "failures", 3))
        .setAttempts(2);
    JobHandle job = root.activate();
    JobHandle sub = Bench.sub(job, 0);
    bench.runAll();
    assertThat(sub.state()).isEqualTo(JobState.FAILED);
    assertThat(job.whyNotRunning()).isEqualTo("it is blocked by its sub-jobs: 1/0 (failed)");
    assertThat(job.retry()).isEqualTo(new JobChanges(1, Map.of(JobState.WAITING, 1)));
    assertThat(bench.runAll()).isEqualTo(3);
    assertThat(job.state()).isEqualTo(JobState.DONE);
    assertThat(sub.attempts()).hasSize(4);
  }

  @Test
  void whatIsHeldRunsWhenItIsReleased() {
    JobHandle job = pair();
    assertThat(Bench.sub(job, 0).hold()).isEqualTo(new JobChanges(1, Map.of()));
    assertThat(bench.runAll()).isEqualTo(1);
    assertThat(Bench.sub(job, 0).isWaiting()).isTrue();
    assertThat(job.whyNotRunning()).isEqualTo("it is blocked by its sub-jobs: 1/0 (held)");
    assertThat(job.release())
        .isEqualTo(new JobChanges(1, Map.of(JobState.WAITING, 1, JobState.DONE, 1)));
    assertThat(bench.runAll()).isEqualTo(2);
    assertThat(bench.order()).containsExactly("right", "left", "root");
  }

  @Test
  void theExplanationNamesTheBlockerAtWhateverDepth() {
    JobRoot root = bench.root("root");
    bench.job(bench.job(root, "middle"), "deep");
    JobHandle job = root.activate();
    Bench.sub(Bench.sub(job, 0), 0).cancel();
    assertThat(job.whyNotRunning()).isEqualTo("it is blocked by its sub-jobs: 1/0/0 (cancelled)");
  }

  @Test
  void prioritiesChangeTheOrderAtOnce() {
    List<JobHandle> jobs = bench.submit("a", "b", "c");
    jobs.get(2).setPriority(800);
    jobs.get(0).setPriority(100);
    jobs.get(0).setPriority(200);
    assertThat(jobs.get(2).priority()).isEqualTo(800);
    assertThat(bench.reopen().listJobs())
        .extracting(JobHandle::priority)
        .containsExactly(800, 500, 200);
    bench.runAll();
    assertThat(bench.order()).containsExactly("c", "b", "a");
  }

  @Test
  void subJobsShowThePriorityOfTheirHierarchyAndHaveNoneOfTheirOwn() {
    JobHandle job = pair();
    job.setPriority(0);
    assertThat(Bench.sub(job, 1).priority()).isZero();
    assertThatThrownBy(() -> Bench.sub(job, 1).setPriority(1))
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessage("job 1/1 is a sub-job; only its top-level job 1 has a priority");
    assertThatThrownBy(() -> job.setPriority(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priority is 1000; it must be 0 to 999");
  }

  @Test
  void aJobThatIsGoneCannotBeChanged() {
    JobHandle job = pair();
    JobHandle sub = Bench.sub(job, 0);
    bench.queue().deleteJob(job);
    assertThatThrownBy(job::cancel)
        .isInstanceOf(NoSuchJobException.class)
        .hasMessage("there is no job 1");
    assertThatThrownBy(sub::retry).isInstanceOf(NoSuchJobException.class);
    assertThatThrownBy(() -> job.setPriority(3)).isInstanceOf(NoSuchJobException.class);
    assertThat(bench.runAll()).isZero();
  }

  @Test
  void aJobInAnyOfTheStatesCanBeDeleted() {
    JobHandle held = pair();
    held.hold();
    held.setPriority(7);
    JobHandle cancelled = pair();
    cancelled.cancel();
    bench.queue().deleteJobs(List.of(held, cancelled));
    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(bench.runAll()).isZero();
  }
}
