package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.Durability;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that fails at a type of job, from the third failure to the hand that lets it go on. */
@Timeout(120)
class BlockListTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final WorkerOptions OPTIONS =
      WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(50));

  @TempDir Path directory;
  private JobQueue queue;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    queue =
        JobQueues.create(
            directory.resolve("queue"), QueueOptions.defaults().withDurability(Durability.NONE));
    cli = new CliTester(List.of(new JobQueueModule()), directory);
    cli.environment.put("JOBQUEUE", directory.resolve("queue").toString());
  }

  private JobHandle shell(String text) {
    return queue.createJobRoot("command", Map.of("shell", text)).activate();
  }

  private static void awaitState(JobHandle job, JobState state) {
    await().atMost(LONG).until(() -> job.state() == state);
  }

  @Test
  void threeJobsThatFailAlikeBlockTheTypeUntilItIsUnblocked() {
    Instant before = Instant.now();
    try (Worker worker = queue.newWorker(OPTIONS)) {
      worker.start();
      for (int i = 1; i <= 3; i++) {
        awaitState(shell("echo no driver " + i + " >&2; exit 7"), JobState.FAILED);
      }
      await().atMost(LONG).until(() -> queue.hostBlocks().size() == 1);
      HostBlock block = queue.hostBlocks().get(0);
      assertThat(block.type()).isEqualTo("command");
      assertThat(block.until()).isAfterOrEqualTo(before.plus(Duration.ofMinutes(10)));
      JobHandle good = shell("true");
      await().during(Duration.ofSeconds(1)).atMost(LONG).until(good::isWaiting);

      assertThat(cli.run("workers").ok().out())
          .contains(
              block.host() + " takes no jobs of type command until ",
              ": 3 different jobs failed in the same way, the last was 3: ");
      assertThat(String.join("\n", good.explain().workers())).contains(worker.name());

      assertThat(cli.run("unblock", block.host(), "command").ok().out())
          .isEqualTo(block.host() + " takes jobs of type command again\n");
      awaitState(good, JobState.DONE);
      assertThat(queue.hostBlocks()).isEmpty();
    }
  }

  @Test
  void blockAfterZeroNeverBlocks() {
    for (int i = 1; i <= 5; i++) {
      shell("exit 7");
    }
    JobHandle good = shell("true");
    assertThat(cli.run("work", "--until-empty", "--block-after", "0").lines().get(1))
        .startsWith("1 done, 5 failed");
    assertThat(good.state()).isEqualTo(JobState.DONE);
    assertThat(queue.hostBlocks()).isEmpty();
  }

  @Test
  void aSuccessInBetweenAndOtherErrorsDoNotBlock() {
    for (String text : List.of("exit 7", "exit 7", "true", "exit 7", "exit 8", "exit 7")) {
      shell(text);
    }
    assertThat(cli.run("work", "--until-empty").lines().get(1)).startsWith("1 done, 5 failed");
    assertThat(queue.hostBlocks()).isEmpty();
  }

  @Test
  void theFramesOfOneBlockAreOneJob() {
    JobRoot block = queue.createJobRoot("command", Map.of("shell", "exit 7"));
    block.setFrames(FrameRange.parse("1-6"));
    JobHandle unused = block.activate();
    JobHandle good = shell("true");
    assertThat(cli.run("work", "--until-empty").lines().get(1)).startsWith("1 done, 6 failed");
    assertThat(good.state()).isEqualTo(JobState.DONE);
    assertThat(queue.hostBlocks()).isEmpty();
  }
}
