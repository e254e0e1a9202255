package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every member of {@link JobHandle} in every state a job passes through. */
@Timeout(120)
class JobHandleSpecTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path temp;

  @Test
  void definitionOfATopLevelJob() {
    Bench bench = Bench.in(temp);
    Instant before = Instant.now().minusMillis(1);
    JobHandle job = bench.root("a").setPriority(7).activate();
    Instant after = Instant.now();

    assertThat(job.id().isRoot()).isTrue();
    assertThat(job.number()).isEqualTo(job.id().number());
    assertThat(job.location()).isAbsolute().isDirectory().startsWith(bench.directory());
    assertThat(job.location().getFileName()).hasToString("job" + job.number());
    assertThat(job.type()).isEqualTo("spec.record");
    assertThat(job.label()).isEqualTo("a");
    assertThat(job.priority()).isEqualTo(7);
    assertThat(job.attemptLimit()).isEqualTo(1);
    assertThat(job.submitTime()).isBetween(before, after);
  }

  @Test
  void definitionOfASubJob() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root").setPriority(7);
    bench.job(root, "a");
    bench.job(bench.job(root, "b"), "c");
    JobHandle handle = root.activate();

    JobHandle b = Bench.sub(handle, 1);
    JobHandle c = Bench.sub(b, 0);

    assertThat(b.id()).hasToString(handle.id() + "/1");
    assertThat(b.number()).isEqualTo(1);
    assertThat(b.location()).isEqualTo(handle.location().resolve("sub/job1"));
    assertThat(c.id()).hasToString(handle.id() + "/1/0");
    assertThat(c.number()).isZero();
    assertThat(c.location()).isEqualTo(handle.location().resolve("sub/job1/sub/job0"));
    assertThat(c.priority()).isEqualTo(7);
    assertThat(c.submitTime()).isEqualTo(handle.submitTime());
    assertThat(c.listSubJobs()).isEmpty();
  }

  @Test
  void parametersIncludeDefaults() {
    Bench bench = Bench.in(temp);
    Map<String, Object> parameters = TypedParameters.complete(temp);

    JobHandle job = bench.queue().createJob("spec.typed", parameters).activate();

    Map<String, Object> stored = bench.reopen().findJob(job.id()).orElseThrow().parameters();
    assertThat(stored).containsEntry("text", "hello").containsEntry("count", 3);
    assertThat(((Number) stored.get("big")).longValue()).isEqualTo(5_000_000_000L);
    assertThat(((Number) stored.get("factor")).doubleValue()).isEqualTo(1.5);
    assertThat(stored)
        .containsEntry("flag", true)
        .containsEntry("path", temp.resolve("picture.png").toString())
        .containsEntry("names", List.of("a", "b"))
        .containsEntry("counts", Map.of("x", 1))
        .containsEntry("threads", 4)
        .containsEntry("format", "jpeg");
  }

  @Test
  void treeIsInTheOrderInWhichJobsRun() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(bench.job(root, "b"), "a");
    bench.job(root, "c");
    JobHandle handle = root.activate();

    assertThat(Bench.labels(handle.tree())).containsExactly("a", "b", "c", "root");
    assertThat(Bench.labels(Bench.sub(handle, 0).tree())).containsExactly("a", "b");
    assertThat(Bench.labels(handle.listSubJobs())).containsExactly("b", "c");
  }

  @Test
  void waitingJob() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);

    JobStatus status = job.status();

    assertThat(status.state()).isEqualTo(JobState.WAITING);
    assertThat(status.attempt()).isZero();
    assertThat(status.worker()).isEmpty();
    assertThat(status.host()).isEmpty();
    assertThat(status.pid()).isEmpty();
    assertThat(job.state()).isEqualTo(JobState.WAITING);
    assertThat(job.isWaiting()).isTrue();
    assertThat(job.isRunning()).isFalse();
    assertThat(job.isFinished()).isFalse();
    assertThat(job.startTime()).isEmpty();
    assertThat(job.endTime()).isEmpty();
    assertThat(job.progress()).isEmpty();
    assertThat(job.statusLine()).isEmpty();
    assertThat(job.error()).isEmpty();
    assertThat(job.hasError(true)).isFalse();
    assertThat(job.attempts()).isEmpty();
    assertThat(job.files()).isEmpty();
    assertThat(job.whyNotRunning()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void whyNotRunningTellsWaitingForSubJobsFromWaitingForAWorker() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle handle = root.activate();

    assertThat(handle.whyNotRunning()).containsIgnoringCase("sub-job");
    assertThat(Bench.sub(handle, 0).whyNotRunning())
        .doesNotContainIgnoringCase("sub-job")
        .containsIgnoringCase("worker");
  }

  @Test
  void runningJob() throws Exception {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.queue().createJob("spec.progress", bench.gated("a")).activate();
    Instant before = Instant.now().minusMillis(1);

    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults())) {
      worker.start();
      bench.gate().awaitArrivals(1);
      await().atMost(SOON).until(() -> job.progress().equals(OptionalInt.of(40)));
      await().atMost(SOON).until(() -> job.statusLine().isPresent());

      JobStatus status = job.status();
      assertThat(status.state()).isEqualTo(JobState.RUNNING);
      assertThat(status.attempt()).isEqualTo(1);
      assertThat(status.worker()).contains(worker.name());
      assertThat(status.host().orElseThrow()).isNotBlank();
      assertThat(status.pid()).hasValue(ProcessHandle.current().pid());
      assertThat(status.startTime().orElseThrow()).isBetween(before, Instant.now());
      assertThat(status.endTime()).isEmpty();
      assertThat(status.statusLine()).contains("half way");
      assertThat(status.error()).isEmpty();
      assertThat(job.isRunning()).isTrue();
      assertThat(job.isWaiting()).isFalse();
      assertThat(job.isFinished()).isFalse();
      assertThat(job.hasError(true)).isFalse();
      assertThat(job.files().orElseThrow().runningDirectory())
          .isDirectory()
          .hasParent(job.location());
      assertThat(job.whyNotRunning()).isNotBlank();
      assertThat(job.attempts()).singleElement().satisfies(JobHandleSpecTest::assertUnfinished);

      bench.gate().open();
      await().atMost(SOON).until(job::isFinished);
    }
    assertThat(job.progress()).hasValue(100);
    assertThat(job.statusLine()).contains("nearly there");
  }

  private static void assertUnfinished(JobAttempt attempt) {
    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.outcome()).isEmpty();
    assertThat(attempt.committed()).isFalse();
    assertThat(attempt.startTime()).isPresent();
    assertThat(attempt.endTime()).isEmpty();
    assertThat(attempt.error()).isEmpty();
    assertThat(attempt.directory()).isDirectory();
  }

  @Test
  void doneJob() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    Instant before = Instant.now().minusMillis(1);
    bench.runAll();

    JobStatus status = job.status();

    assertThat(status.state()).isEqualTo(JobState.DONE);
    assertThat(status.attempt()).isEqualTo(1);
    assertThat(status.worker()).isPresent();
    assertThat(status.startTime().orElseThrow()).isAfterOrEqualTo(before);
    assertThat(status.endTime().orElseThrow())
        .isBetween(status.startTime().orElseThrow(), Instant.now());
    assertThat(status.progress()).hasValue(100);
    assertThat(status.error()).isEmpty();
    assertThat(job.isFinished()).isTrue();
    assertThat(job.isRunning()).isFalse();
    assertThat(job.isWaiting()).isFalse();
    assertThat(job.hasError(true)).isFalse();
    assertThat(job.whyNotRunning()).isNotBlank();
    assertThat(job.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.number()).isEqualTo(1);
              assertThat(attempt.outcome()).contains(JobAttempt.Outcome.SUCCEEDED);
              assertThat(attempt.committed()).isTrue();
              assertThat(attempt.endTime()).isEqualTo(status.endTime());
              assertThat(attempt.worker()).isEqualTo(status.worker().orElseThrow());
              assertThat(attempt.directory())
                  .isEqualTo(job.files().orElseThrow().runningDirectory());
            });
  }

  @Test
  void failedJob() throws Exception {
    Bench bench = Bench.in(temp);
    JobHandle job =
        bench.queue().createJob("spec.fail", Map.of("message", "no camera in scene")).activate();
    bench.runAll();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.hasError(false)).isTrue();
    assertThat(job.isFinished()).isFalse();
    assertThat(job.isWaiting()).isFalse();
    assertThat(job.startTime()).isPresent();
    assertThat(job.endTime()).isPresent();
    JobError error = job.error().orElseThrow();
    assertThat(error.message()).contains("no camera in scene");
    assertThat(error.exitCode()).isEmpty();
    assertThat(error.traceback().orElseThrow())
        .contains("java.io.IOException", "no camera in scene", "PlainJobs");
    assertThat(job.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.outcome()).contains(JobAttempt.Outcome.FAILED);
              assertThat(attempt.error().orElseThrow().message()).contains("no camera in scene");
            });
    JobFiles files = job.files().orElseThrow();
    assertThat(Files.readString(files.result())).contains("no camera in scene");
  }

  @Test
  void errorsAreSeenFromAboveOnlyRecursively() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a").createJob("spec.fail", Map.of());
    bench.job(root, "b");
    JobHandle handle = root.activate();
    assertThat(handle.hasError(true)).isFalse();
    bench.runAll();

    assertThat(handle.hasError(false)).isFalse();
    assertThat(handle.hasError(true)).isTrue();
    assertThat(Bench.sub(handle, 0).hasError(false)).isFalse();
    assertThat(Bench.sub(handle, 0).hasError(true)).isTrue();
    assertThat(Bench.sub(handle, 1).hasError(true)).isFalse();
    assertThat(handle.state()).isEqualTo(JobState.BLOCKED);
    assertThat(bench.order()).containsExactly("b");
  }

  @Test
  void setErrorMakesAWaitingJobFail() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);

    job.setError("not wanted any more");

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.hasError(false)).isTrue();
    assertThat(job.error().orElseThrow().message()).isEqualTo("not wanted any more");
    assertThat(job.status().attempt()).isZero();
    assertThat(job.attempts()).isEmpty();
    assertThat(job.files()).isEmpty();
    assertThat(job.startTime()).as("start of an attempt there never was").isEmpty();
    assertThat(bench.runAll()).isZero();
    assertThat(bench.order()).isEmpty();
  }

  @Test
  void setErrorOnASubJobKeepsItsParentsWaiting() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    bench.job(root, "b");
    JobHandle handle = root.activate();

    Bench.sub(handle, 0).setError("bad frame");
    bench.runAll();

    assertThat(bench.order()).containsExactly("b");
    assertThat(handle.state()).isEqualTo(JobState.BLOCKED);
    assertThat(handle.hasError(true)).isTrue();
  }

  @Test
  void setErrorLeavesAFailedJobAsItIs() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    job.setError("first");

    job.setError("second");

    assertThat(job.error().orElseThrow().message()).isEqualTo("first");
  }

  @Test
  void setErrorIsRefusedForADoneJob() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    bench.runAll();

    assertThatThrownBy(() -> job.setError("too late"))
        .isInstanceOfSatisfying(
            JobStateException.class, e -> assertThat(e.job()).isEqualTo(job.id()))
        .hasMessageContaining(job.id().toString())
        .message()
        .containsIgnoringCase("done");
    assertThat(job.isFinished()).isTrue();
    assertThat(job.error()).isEmpty();
  }

  @Test
  void deletedJob() {
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    bench.queue().deleteJob(job);

    assertThat(job.state()).isEqualTo(JobState.DELETED);
    assertThat(job.status().state()).isEqualTo(JobState.DELETED);
    assertThat(job.isWaiting()).isFalse();
    assertThat(job.isRunning()).isFalse();
    assertThat(job.isFinished()).isFalse();
    assertThat(job.id()).isNotNull();
    assertThatThrownBy(job::label).isInstanceOf(NoSuchJobException.class);
    assertThatThrownBy(job::type).isInstanceOf(NoSuchJobException.class);
    assertThatThrownBy(job::parameters).isInstanceOf(NoSuchJobException.class);
    assertThatThrownBy(job::submitTime).isInstanceOf(NoSuchJobException.class);
    assertThatThrownBy(() -> job.setError("x"))
        .isInstanceOfSatisfying(
            NoSuchJobException.class, e -> assertThat(e.job()).isEqualTo(job.id()));
  }
}
