package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.WorkerResources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that need something, and workers that offer it. */
@Timeout(120)
class ResourcesTest {
  private static final WorkerResources OFFER =
      new WorkerResources(4, 1000, List.of("2", "5"), Map.of("disk", 3), Set.of("linux"));

  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  private static UnaryOperator<JobOptions> needs(UnaryOperator<Requirements> needs) {
    return options -> options.withRequirements(needs.apply(Requirements.NONE));
  }

  private static WorkerOptions worker(int slots) {
    return CommandQueue.untilEmpty().withSlots(slots).withResources(OFFER);
  }

  @Test
  void gpusAreNeverSharedAndTheirIndicesAreHandedOn() throws Exception {
    for (int i = 0; i < 6; i++) {
      jobs.submit(
          "mkdir $T/gpu$CUDA_VISIBLE_DEVICES && sleep 0.1 && rmdir $T/gpu$CUDA_VISIBLE_DEVICES"
              + " && echo $CUDA_VISIBLE_DEVICES >> $T/used",
          needs(needs -> needs.withGpus(1)));
    }

    jobs.runAll(worker(4));

    assertThat(jobs.queue().listJobs()).extracting(JobHandle::state).containsOnly(JobState.DONE);
    assertThat(jobs.lines("used")).hasSize(6).contains("2", "5").allMatch("25"::contains);
  }

  @Test
  void noMoreRunsAtATimeThanThereIsRoomFor() throws Exception {
    for (int i = 0; i < 6; i++) {
      jobs.submit(
          "echo + >> $T/log; sleep 0.1; echo - >> $T/log", needs(needs -> needs.withCores(2)));
    }

    jobs.runAll(worker(6));

    int running = 0;
    int most = 0;
    for (String line : jobs.lines("log")) {
      running += line.equals("+") ? 1 : -1;
      most = Math.max(most, running);
    }
    assertThat(most).isEqualTo(2);
    assertThat(jobs.lines("log")).hasSize(12);
  }

  @Test
  void jobsThatFitRunWhileOthersWaitForRoom() throws Exception {
    try (Worker worker = jobs.queue().newWorker(worker(2).withUntilEmpty(false))) {
      worker.start();
      JobHandle large =
          jobs.submit(
              "while test ! -e $T/go; do sleep 0.05; done; echo large >> $T/log",
              needs(needs -> needs.withCores(3)));
      await().until(large::isRunning);
      JobHandle waiting = jobs.submit("echo waiting >> $T/log", needs(needs -> needs.withCores(2)));
      JobHandle small = jobs.submit("echo small >> $T/log", needs(needs -> needs.withCores(1)));
      await().atMost(Duration.ofSeconds(20)).until(small::isFinished);
      assertThat(waiting.state()).isEqualTo(JobState.WAITING);

      Files.createFile(jobs.file("go"));

      await().atMost(Duration.ofSeconds(20)).until(waiting::isFinished);
    }
    assertThat(jobs.lines("log")).containsExactly("small", "large", "waiting");
  }

  @Test
  void whatTheWorkerLacksIsLeftForOthers() throws Exception {
    JobHandle tagged = jobs.submit("true", needs(needs -> needs.withTags(Set.of("vray"))));
    JobHandle large = jobs.submit("true", needs(needs -> needs.withMemory(5000)));
    JobHandle other = jobs.submit("true", needs(needs -> needs.withAmounts(Map.of("disk", 3))));

    jobs.runAll(worker(1));

    assertThat(tagged.state()).isEqualTo(JobState.WAITING);
    assertThat(large.state()).isEqualTo(JobState.WAITING);
    assertThat(other.isFinished()).isTrue();
  }

  @Test
  void aLimitIsNeverExceededByAllWorkersTogether() throws Exception {
    jobs.queue().setLimit("licence", 2, LimitScope.FARM);
    for (int i = 0; i < 8; i++) {
      jobs.submit(
          "echo + >> $T/log; sleep 0.1; echo - >> $T/log",
          needs(needs -> needs.withLimits(Map.of("licence", 1))));
    }
    try (Worker first = jobs.queue().newWorker(worker(3));
        Worker second = jobs.queue().newWorker(worker(3))) {
      first.start();
      second.start();
      assertThat(first.awaitTermination(Duration.ofSeconds(60))).isTrue();
      assertThat(second.awaitTermination(Duration.ofSeconds(60))).isTrue();
    }

    int running = 0;
    int most = 0;
    for (String line : jobs.lines("log")) {
      running += line.equals("+") ? 1 : -1;
      most = Math.max(most, running);
    }
    assertThat(jobs.lines("log")).hasSize(16);
    assertThat(most).isEqualTo(2);
    assertThat(jobs.queue().limits()).singleElement().matches(limit -> limit.holders().isEmpty());
  }

  @Test
  void aJobThatAsksForALimitThatIsNotThereWaitsForIt() throws Exception {
    JobHandle job = jobs.submit("true", needs(needs -> needs.withLimits(Map.of("licence", 1))));
    assertThat(jobs.queue().runNextAvailableJob()).isFalse();
    assertThat(job.whyNotRunning()).contains("licence").contains("not defined");

    jobs.queue().setLimit("licence", 1, LimitScope.FARM);

    assertThat(jobs.queue().runNextAvailableJob()).isTrue();
    assertThat(job.isFinished()).isTrue();
  }

  @Test
  void aLimitThatVanishesWhileItIsHeldHarmsNobody() throws Exception {
    jobs.queue().setLimit("licence", 1, LimitScope.FARM);
    try (Worker worker = jobs.queue().newWorker(worker(2).withUntilEmpty(false))) {
      worker.start();
      JobHandle holder =
          jobs.submit(
              "while test ! -e $T/go; do sleep 0.05; done",
              needs(needs -> needs.withLimits(Map.of("licence", 1))));
      await().until(holder::isRunning);
      JobHandle waiting =
          jobs.submit("true", needs(needs -> needs.withLimits(Map.of("licence", 1))));

      jobs.queue().removeLimit("licence");

      assertThat(waiting.whyNotRunning()).contains("'licence' is not defined");
      Files.createFile(jobs.file("go"));
      await().atMost(Duration.ofSeconds(20)).until(holder::isFinished);
      assertThat(waiting.state()).isEqualTo(JobState.WAITING);
      jobs.queue().setLimit("licence", 1, LimitScope.FARM);
      await().atMost(Duration.ofSeconds(20)).until(waiting::isFinished);
    }
  }

  @Test
  void theEndOfABlockNeedsNothingOfWhatItsChunksNeed() throws Exception {
    jobs.queue().setLimit("licence", 2, LimitScope.FARM);
    try (Worker worker = jobs.queue().newWorker(worker(3).withUntilEmpty(false))) {
      worker.start();
      JobHandle holder =
          jobs.submit("sleep 600", needs(needs -> needs.withLimits(Map.of("licence", 1))));
      await().until(holder::isRunning);
      JobRoot root =
          jobs.root(
              "touch $T/begun; while test ! -e $T/go; do sleep 0.05; done",
              needs(needs -> needs.withLimits(Map.of("licence", 1))));
      root.setFrames(FrameRange.parse("1-1"));
      JobHandle block = root.activate();
      await().until(() -> Files.exists(jobs.file("begun")));

      jobs.queue().setLimit("licence", 1, LimitScope.FARM);
      Files.createFile(jobs.file("go"));

      await().atMost(Duration.ofSeconds(20)).until(block::isFinished);
      assertThat(holder.isRunning()).isTrue();
    }
  }
}
