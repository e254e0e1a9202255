package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobExplanation;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why a job does not run: one seeded cause after the other, each named, and soon. */
@Timeout(60)
class ExplainTest {
  private static final WorkerResources OFFER =
      new WorkerResources(4, 1000, List.of(), Map.of("disk", 2), Set.of("linux"));

  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  private static JobOptions plain(JobOptions options) {
    return options;
  }

  private static UnaryOperator<JobOptions> needs(UnaryOperator<Requirements> needs) {
    return options -> options.withRequirements(needs.apply(Requirements.NONE));
  }

  private Worker start(int slots) {
    Worker worker =
        jobs.queue()
            .newWorker(
                WorkerOptions.defaults()
                    .withSlots(slots)
                    .withLongestPoll(Duration.ofMillis(50))
                    .withResources(OFFER));
    worker.start();
    return worker;
  }

  private static JobExplanation explained(JobHandle job) {
    long start = System.nanoTime();
    JobExplanation explanation = job.explain();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    return explanation;
  }

  private static String why(JobHandle job) {
    return explained(job).summary();
  }

  private JobHandle parentOf(String script) {
    JobRoot root = jobs.root("true", ExplainTest::plain);
    Job sub = jobs.sub(root, script, ExplainTest::plain);
    assertThat(root.subJobs()).containsExactly(sub);
    return root.activate();
  }

  @Test
  void subJobsThatAreNotDone() {
    assertThat(why(parentOf("true"))).isEqualTo("it waits for its sub-jobs: 1/0 (waiting)");
  }

  @Test
  void aSubJobThatHasFailed() throws Exception {
    JobHandle parent = parentOf("false");
    jobs.runAll();
    assertThat(why(parent)).isEqualTo("it is blocked by its sub-jobs: 1/0 (failed)");
  }

  @Test
  void aPersonWhoHoldsOrCancelsIt() {
    JobHandle job = jobs.submit("true", ExplainTest::plain);
    assertThat(job.hold().changed()).isEqualTo(1);
    assertThat(why(job)).isEqualTo("it is held by " + user());
    assertThat(job.cancel().changed()).isEqualTo(1);
    assertThat(why(job)).isEqualTo("it was cancelled by " + user());
  }

  private static String user() {
    return System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aPauseAfterAFailure() {
    JobHandle job =
        jobs.submit(
            "exit 3",
            options ->
                options.withRetry(
                    options.retry().withAttempts(2).withDelay(Duration.ofMinutes(5))));
    assertThat(jobs.queue().runNextAvailableJob()).isTrue();
    assertThat(why(job))
        .startsWith("it failed and waits until 2")
        .contains("for its next attempt: 'sh' ended with exit code 3");
  }

  @Test
  void noWorkerAtAll() {
    JobHandle job = jobs.submit("true", ExplainTest::plain);
    assertThat(why(job)).isEqualTo("it waits for a worker, and there is none");
  }

  @Test
  void aTagThatNoWorkerHas() {
    try (Worker worker = start(1)) {
      JobHandle job = jobs.submit("true", needs(needs -> needs.withTags(Set.of("vray"))));
      assertThat(explained(job))
          .isEqualTo(
              new JobExplanation(
                  "it waits for a worker that takes it; the only worker does not: it has no tag"
                      + " vray",
                  List.of(worker.name() + ": it has no tag vray")));
    }
  }

  @Test
  void moreMemoryCoresAndOtherThingsThanAnyWorkerHas() {
    try (Worker first = start(1);
        Worker second = start(1)) {
      assertThat(List.of(first.name(), second.name())).doesNotHaveDuplicates();
      assertThat(why(jobs.submit("true", needs(needs -> needs.withMemory(2000)))))
          .isEqualTo(
              "it waits for a worker that takes it; none of the 2 workers does, the first because"
                  + " it has 1000 bytes of memory of the 2000");
      assertThat(why(jobs.submit("true", needs(needs -> needs.withCores(5)))))
          .endsWith("it has 4 cores of the 5");
      assertThat(why(jobs.submit("true", needs(needs -> needs.withGpus(1)))))
          .endsWith("it has 0 GPUs of the 1");
      assertThat(why(jobs.submit("true", needs(needs -> needs.withAmounts(Map.of("disk", 3))))))
          .endsWith("it has 2 of the 3 disk");
    }
  }

  @Test
  void aTypeThatNoWorkerKnows() throws Exception {
    try (Worker worker = start(1)) {
      Path info = directory.resolve("queue/workers/" + worker.name() + "/worker.json");
      Files.writeString(
          info, Files.readString(info).replaceAll("\"types\":\\{[^}]*\\}", "\"types\":{}"));
      JobHandle job = jobs.submit("true", needs(needs -> needs.withTags(Set.of("vray"))));
      assertThat(why(job)).endsWith("it does not know the type 'command'");
    }
  }

  @Test
  void aLimitThatOthersHold() {
    jobs.queue().setLimit("licence", 1, LimitScope.FARM);
    try (Worker worker = start(2)) {
      JobHandle holder =
          jobs.submit("sleep 600", needs(needs -> needs.withLimits(Map.of("licence", 1))));
      await().until(holder::isRunning);
      JobHandle job = jobs.submit("true", needs(needs -> needs.withLimits(Map.of("licence", 1))));
      assertThat(why(job))
          .isEqualTo("it waits for a limit: of 'licence' 1 of 1 are held, by job 1 on " + host());
      assertThat(worker.statistics().done()).isZero();
    }
  }

  @Test
  void aLimitThatIsMissingOrTooLow() {
    JobHandle job = jobs.submit("true", needs(needs -> needs.withLimits(Map.of("seat", 3))));
    assertThat(why(job)).contains("'seat' is not defined in this queue");
    jobs.queue().setLimit("seat", 2, LimitScope.FARM);
    assertThat(why(job)).endsWith("of 'seat' it needs 3, and there are only 2");
  }

  @Test
  void aHostAtWhichTheTypeFailed() {
    try (Worker worker = start(1)) {
      for (int i = 0; i < 3; i++) {
        JobHandle failing = jobs.submit("exit 7", ExplainTest::plain);
        await().until(() -> failing.state() == JobState.FAILED);
      }
      JobHandle job = jobs.submit("true", ExplainTest::plain);
      assertThat(explained(job).workers())
          .singleElement()
          .asString()
          .startsWith(worker.name() + ": its host takes no jobs of this type until")
          .contains(
              "3 different jobs failed in the same way, the last was 3: 'sh' ended with exit");
      assertThat(job.state()).isEqualTo(JobState.WAITING);

      assertThat(jobs.queue().unblock(host(), "command")).isTrue();
      await().atMost(Duration.ofSeconds(20)).until(job::isFinished);
    }
  }

  @Test
  void workersThatAreBusyOrTakeNothingMore() {
    try (Worker worker = start(1)) {
      JobHandle busy = jobs.submit("sleep 600", ExplainTest::plain);
      await().until(busy::isRunning);
      JobHandle job = jobs.submit("true", ExplainTest::plain);
      assertThat(explained(job))
          .isEqualTo(
              new JobExplanation(
                  "it waits for a free worker", List.of(worker.name() + ": it is busy with 1")));

      Thread stop = new Thread(() -> stop(worker));
      stop.start();
      await().until(() -> jobs.queue().workers().get(0).state() == WorkerStatus.State.DRAINING);
      assertThat(why(job)).endsWith("the only worker does not: it takes no more jobs");
      assertThat(busy.cancel().changed()).isEqualTo(1);
      await().atMost(Duration.ofSeconds(20)).until(() -> jobs.queue().workers().isEmpty());
    }
  }

  private static void stop(Worker worker) {
    try {
      boolean unused = worker.stop(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aJobThatHasLostItsStateOrItsDefinition() throws Exception {
    JobHandle job = jobs.submit("true", ExplainTest::plain);
    try (Stream<Path> files = Files.list(job.location())) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("s.")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(why(job)).isEqualTo("it is damaged: it has lost its state file");
  }

  @Test
  void oneThatIsToBeSkippedOrIsOver() throws Exception {
    JobHandle job = jobs.submit("true", ExplainTest::plain);
    assertThat(job.skip().changed()).isEqualTo(1);
    assertThat(why(job)).contains("to be skipped");
    jobs.runAll();
    assertThat(why(job)).isEqualTo("it is done");
    JobHandle failed =
        jobs.submit(
            "exit 9",
            options ->
                options.withRetry(
                    options.retry().withRules(List.of(ErrorRule.onExitCode(ErrorClass.FATAL, 9)))));
    jobs.runAll();
    assertThat(why(failed)).startsWith("it has failed: 'sh' ended with exit code 9");
    assertThat(jobs.queue().findJob(JobId.parse("99"))).isEmpty();
  }

  @Test
  void aChunkWhoseBlockHasToWait() throws Exception {
    JobRoot root = jobs.root("true", ExplainTest::plain);
    root.setFrames(org.jobqueue.api.FrameRange.parse("1-3"));
    Job sub = jobs.sub(root, "false", ExplainTest::plain);
    assertThat(root.subJobs()).containsExactly(sub);
    JobHandle block = root.activate();
    jobs.runAll();
    JobHandle chunk = jobs.queue().findJob(JobId.parse("1/f2")).orElseThrow();
    assertThat(why(chunk))
        .isEqualTo("its block is not running: it is blocked by its sub-jobs: 1/0 (failed)");
    assertThat(why(block)).isEqualTo("it is blocked by its sub-jobs: 1/0 (failed)");
  }
}
