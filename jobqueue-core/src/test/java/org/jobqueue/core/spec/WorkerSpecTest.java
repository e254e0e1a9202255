package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Worker;
import org.jobqueue.api.Worker.Statistics;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers inside a program: the promises of {@link Worker}. */
@Timeout(120)
class WorkerSpecTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final WorkerOptions OPTIONS =
      WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(100));
  private static final WorkerOptions UNTIL_EMPTY = OPTIONS.withUntilEmpty(true);

  @TempDir private Path temp;

  private Bench bench;

  @BeforeEach
  void createQueue() {
    bench = Bench.in(temp, Bench.quick().withLease(Duration.ofSeconds(3)));
  }

  @Test
  void runsAllJobsAndEndsWhenTheQueueIsEmpty() throws Exception {
    JobHandle handle = Graph.of("root: a b", "a: s", "b: s").build(bench).activate();
    bench.submit("other");

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.name()).isNotBlank();
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(5, 0, 0, 0));
    }
    assertThat(handle.isFinished()).isTrue();
    assertThat(bench.order()).containsExactly("s", "a", "b", "root", "other");
  }

  @Test
  void endsAtOnceOnAnEmptyQueue() throws Exception {
    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(0, 0, 0, 0));
    }
  }

  @Test
  void endsWhenAllThatIsLeftCannotRun() throws Exception {
    JobRoot root = bench.root("root");
    root.createJob("spec.fail", Map.of());
    JobHandle handle = root.activate();

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(0, 1, 0, 0));
    }
    assertThat(handle.state()).isEqualTo(JobState.BLOCKED);
  }

  @Test
  void doesNotEndWhileAnotherWorkerRunsAJob() throws Exception {
    JobRoot root = bench.root("root");
    root.createJob("spec.gate", bench.gated("sub"));
    JobHandle handle = root.activate();
    try (Worker first = start(OPTIONS);
        Worker second = startWhenInGate(UNTIL_EMPTY)) {
      // The second one sees that something is running, which may make more work.
      assertThat(second.awaitTermination(Duration.ofSeconds(1))).isFalse();

      bench.gate().open();

      assertThat(second.awaitTermination(LONG)).isTrue();
      assertThat(handle.isFinished()).isTrue();
      assertThat(first.stop(LONG)).isTrue();
    }
  }

  private Worker startWhenInGate(WorkerOptions options) {
    bench.gate().awaitArrivals(1);
    return start(options);
  }

  @Test
  void takesJobsSubmittedWhileItWorks() throws Exception {
    try (Worker worker = start(OPTIONS)) {
      JobHandle first = bench.submit("first").get(0);
      await().atMost(LONG).until(first::isFinished);
      JobHandle second = bench.submit("second").get(0);
      await().atMost(LONG).until(second::isFinished);
      assertThat(worker.stop(LONG)).isTrue();
    }
  }

  @Test
  void isStartedOnce() throws Exception {
    try (Worker worker = start(OPTIONS)) {
      assertThatIllegalStateException().isThrownBy(worker::start);
      assertThat(worker.awaitTermination(Duration.ofMillis(1))).isFalse();
      assertThat(worker.stop(LONG)).isTrue();
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThatIllegalStateException().isThrownBy(worker::start);
    }
  }

  @Test
  void mayBeClosedWithoutAStartAndTwice() {
    Worker worker = bench.queue().newWorker(OPTIONS);
    worker.close();
    worker.close();

    assertThat(bench.queue().listJobs()).isEmpty();
  }

  @Test
  void runsAsManyJobsAtATimeAsItHasSlots() {
    IntStream.range(0, 3).forEach(i -> bench.submitGated("g" + i));

    try (Worker worker = start(OPTIONS.withSlots(3))) {
      // All three are in the gate at the same time, or this never returns.
      bench.gate().awaitArrivals(3);
      bench.gate().open();
      await().atMost(LONG).until(() -> worker.statistics().done() == 3);
    }
    assertThat(bench.gate().mostInside()).isEqualTo(3);
  }

  @Test
  void neverRunsMoreJobsAtATimeThanItHasSlots() {
    IntStream.range(0, 6).forEach(i -> bench.submitGated("g" + i));

    try (Worker worker = start(OPTIONS.withSlots(2))) {
      for (int passed = 0; passed < 6; passed++) {
        bench.gate().awaitArrivals(Math.min(passed + 2, 6));
        bench.gate().letPass(1);
      }
      await().atMost(LONG).until(() -> worker.statistics().done() == 6);
    }
    assertThat(bench.gate().mostInside()).isEqualTo(2);
    assertThat(bench.gate().arrived()).containsExactlyInAnyOrderElementsOf(bench.gate().passed());
  }

  @Test
  void stopFinishesTheRunningJobAndTakesNoOther() throws Exception {
    JobHandle running = bench.submitGated("running");
    JobHandle next = bench.submit("next").get(0);
    try (Worker worker = start(OPTIONS)) {
      bench.gate().awaitArrivals(1);
      Thread opener = new Thread(bench.gate()::open);
      opener.start();

      assertThat(worker.stop(LONG)).isTrue();

      opener.join();
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics().done()).isPositive();
    }
    assertThat(running.isFinished()).isTrue();
    assertThat(bench.gate().interrupted()).isEmpty();
    assertThat(next.state()).isIn(JobState.WAITING, JobState.DONE);
  }

  @Test
  void stoppedWorkerTakesNoMoreJobs() throws Exception {
    try (Worker worker = start(OPTIONS)) {
      assertThat(worker.stop(LONG)).isTrue();
    }
    JobHandle job = bench.submit("a").get(0);

    assertThat(job.isWaiting()).isTrue();
    assertThat(bench.runAll()).isEqualTo(1);
  }

  @Test
  void stopWithoutGraceGivesTheJobBackAndSpendsNoAttempt() throws Exception {
    JobHandle job = bench.submitGated("a");
    try (Worker worker = start(OPTIONS)) {
      bench.gate().awaitArrivals(1);

      assertThat(worker.stop(Duration.ZERO)).isFalse();

      assertThat(worker.statistics().done()).isZero();
      assertThat(worker.statistics().failed()).isZero();
    }
    assertThat(bench.gate().interrupted()).containsExactly("a");
    assertThat(job.state()).isEqualTo(JobState.WAITING);
    assertThat(job.attemptLimit()).isEqualTo(1);
    assertThat(job.hasError(true)).isFalse();

    bench.gate().open();
    assertThat(bench.runAll()).isEqualTo(1);
    assertThat(job.isFinished()).isTrue();
    assertThat(job.attempts()).filteredOn(JobAttempt::committed).hasSize(1);
    assertThat(job.attempts()).extracting(JobAttempt::directory).doesNotHaveDuplicates();
  }

  @Test
  void closeGivesAllRunningJobsBack() {
    List<JobHandle> jobs = IntStream.range(0, 2).mapToObj(i -> bench.submitGated("g" + i)).toList();
    try (Worker worker = start(OPTIONS.withSlots(2))) {
      assertThat(worker.name()).isNotBlank();
      bench.gate().awaitArrivals(2);
    }
    bench.gate().awaitInterruptions(2);

    await().atMost(LONG).until(() -> jobs.stream().allMatch(JobHandle::isWaiting));
    bench.gate().open();
    assertThat(bench.runAll()).isEqualTo(2);
    assertThat(jobs).allMatch(JobHandle::isFinished);
  }

  @Test
  void anotherWorkerGoesOnWhereOneStopped() throws Exception {
    JobHandle handle = Graph.of("root: a b c d").build(bench).activate();
    bench.queue().runNextAvailableJob();
    try (Worker first = start(OPTIONS)) {
      assertThat(first.stop(LONG)).isTrue();
    }

    try (Worker second = bench.reopen().newWorker(UNTIL_EMPTY)) {
      second.start();
      assertThat(second.awaitTermination(LONG)).isTrue();
    }
    assertThat(handle.isFinished()).isTrue();
    assertThat(bench.order()).containsExactly("a", "b", "c", "d", "root");
  }

  @Test
  void procedureOfADeletedJobIsInterruptedAndCommitsNothing() {
    JobHandle job = bench.submitGated("a");
    try (Worker worker = start(OPTIONS)) {
      bench.gate().awaitArrivals(1);

      bench.queue().deleteJob(job);

      assertThat(job.state()).isEqualTo(JobState.DELETED);
      assertThat(bench.queue().listJobs()).isEmpty();
      bench.gate().awaitInterruptions(1);
      await().atMost(LONG).until(() -> worker.statistics().lost() == 1);
      JobHandle next = bench.submit("next").get(0);
      await().atMost(LONG).until(next::isFinished);
      await().atMost(LONG).until(() -> worker.statistics().done() == 1);
      assertThat(worker.statistics()).isEqualTo(new Statistics(1, 0, 0, 1));
    }
    assertThat(job.state()).isEqualTo(JobState.DELETED);
    assertThat(bench.gate().passed()).isEmpty();
    await().atMost(LONG).until(() -> !Files.exists(job.location()));
  }

  @Test
  void setErrorStopsARunningJob() {
    JobHandle job = bench.submitGated("a");
    try (Worker worker = start(OPTIONS)) {
      bench.gate().awaitArrivals(1);

      job.setError("the scene is wrong");

      assertThat(job.state()).isEqualTo(JobState.FAILED);
      assertThat(job.error().orElseThrow().message()).isEqualTo("the scene is wrong");
      bench.gate().awaitInterruptions(1);
      JobHandle next = bench.submit("next").get(0);
      await().atMost(LONG).until(next::isFinished);
      await().atMost(LONG).until(() -> worker.statistics().lost() == 1);
    }
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().orElseThrow().message()).isEqualTo("the scene is wrong");
    assertThat(job.attempts()).noneMatch(JobAttempt::committed);
  }

  @Test
  void failedAttemptsAreRepeatedWithinTheLimit() throws Exception {
    JobHandle job = submitFailing("a", 2, 3);

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(1, 0, 2, 0));
    }
    assertThat(job.isFinished()).isTrue();
    assertThat(job.attempts()).hasSize(3);
    assertThat(bench.order()).containsExactly("a", "a", "a");
  }

  @Test
  void aJobOfLowPriorityIsNotKeptWaitingForEver() throws Exception {
    bench.root("low").setPriority(1).activate();
    bench.root("lower").setPriority(0).activate();
    for (int i = 0; i < 150; i++) {
      bench.root("high " + i).setPriority(999).activate();
    }

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
    }

    List<String> order = bench.order();
    assertThat(order).hasSize(152);
    assertThat(order.indexOf("low")).isEqualTo(63);
    assertThat(order.indexOf("lower")).isEqualTo(127);
    assertThat(order.stream().filter(name -> name.startsWith("high")))
        .isEqualTo(IntStream.range(0, 150).mapToObj(i -> "high " + i).toList());
  }

  @Test
  void aJobFailsWhenItsAttemptsAreSpent() throws Exception {
    JobHandle job = submitFailing("a", 5, 3);

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(0, 1, 2, 0));
    }
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().orElseThrow().message()).contains("intended failure 3");
    assertThat(job.attempts()).extracting(JobAttempt::number).containsExactly(1, 2, 3);
    assertThat(bench.order()).hasSize(3);
  }

  private JobHandle submitFailing(String name, int failures, int attempts) {
    JobRoot root =
        bench
            .queue()
            .createJobRoot(
                "spec.fail-first",
                Map.of(
                    "directory", bench.traces().directory(), "name", name, "failures", failures));
    root.setAttempts(attempts);
    return root.activate();
  }

  @Test
  void anErrorDoesNotEndTheWorker() throws Exception {
    JobHandle thrower =
        bench
            .queue()
            .createJob("spec.throw-error", Map.of("kind", PlainJobs.ErrorKind.OUT_OF_MEMORY))
            .activate();
    JobHandle next = bench.submit("next").get(0);

    try (Worker worker = start(UNTIL_EMPTY)) {
      assertThat(worker.awaitTermination(LONG)).isTrue();
      assertThat(worker.statistics()).isEqualTo(new Statistics(1, 1, 0, 0));
    }
    assertThat(thrower.state()).isEqualTo(JobState.FAILED);
    assertThat(next.isFinished()).isTrue();
  }

  @Test
  void severalWorkersAndQueueObjectsRunEachJobOnce() throws Exception {
    List<JobHandle> handles = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Graph graph = Graph.random(new Random(i), "w" + i + "n", 50, 30);
      handles.add(graph.build(bench).activate());
    }

    try (Worker first = bench.reopen().newWorker(UNTIL_EMPTY.withSlots(2));
        Worker second = bench.reopen().newWorker(UNTIL_EMPTY.withSlots(2))) {
      first.start();
      second.start();
      assertThat(first.awaitTermination(LONG)).isTrue();
      assertThat(second.awaitTermination(LONG)).isTrue();
      assertThat(first.name()).isNotEqualTo(second.name());
      assertThat(first.statistics().done() + second.statistics().done()).isEqualTo(200);
    }
    assertThat(handles).allMatch(JobHandle::isFinished);
    assertEachStartedOnce(200);
  }

  private void assertEachStartedOnce(int jobs) throws IOException {
    assertThat(bench.traces().counts("start")).hasSize(jobs);
    assertThat(bench.traces().counts("start").values()).containsOnly(1L);
  }

  private Worker start(WorkerOptions options) {
    Worker worker = bench.queue().newWorker(options);
    worker.start();
    return worker;
  }
}
