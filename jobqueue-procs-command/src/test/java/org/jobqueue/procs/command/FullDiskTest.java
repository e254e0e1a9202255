package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.Worker.Statistics;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue whose disk is really full, or cannot be written. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class FullDiskTest {
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final WorkerOptions OPTIONS =
      WorkerOptions.defaults().withLongestPoll(Duration.ofMillis(50));

  @TempDir private Path directory;

  private Mount mount;
  private JobQueue queue;

  @BeforeEach
  void createAQueueOnAFileSystemOfItsOwn() throws Exception {
    Path location = directory.resolve("queue");
    mount = Mount.ofMegabytes(location, 48);
    JobQueues.create(
        location, QueueOptions.defaults().withDurability(Durability.NONE).withLease(LEASE));
    // The file of the history is kept open, and then the mount could not become read-only.
    Path settings = location.resolve("queue.json");
    Files.writeString(
        settings, Files.readString(settings).replaceFirst("\\{", "{\"history\": false,"));
    queue = JobQueues.open(location);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mount != null) {
      mount.unmount();
    }
  }

  private JobHandle submit(String script) {
    return queue
        .createJobRoot(
            "command", Map.of("shell", script, "environment", Map.of("T", directory.toString())))
        .activate();
  }

  private static String gated(String then) {
    return "touch $T/started; while [ ! -e $T/go ]; do sleep 0.02; done; " + then;
  }

  private void awaitStart() {
    await().atMost(LONG).until(() -> Files.exists(directory.resolve("started")));
  }

  private void go() throws Exception {
    Files.createFile(directory.resolve("go"));
  }

  private static void awaitDone(JobHandle job) {
    await().atMost(LONG).until(() -> job.state() == JobState.DONE);
  }

  @Test
  void nothingIsTakenWhileTheDiskIsFullAndWorkGoesOnWhenThereIsRoom() throws Exception {
    JobHandle job = submit("true");
    Path filler = mount.fillBut(1 << 20);
    try (Worker worker = queue.newWorker(OPTIONS)) {
      worker.start();
      await().during(Duration.ofSeconds(3)).atMost(LONG).until(job::isWaiting);
      assertThat(worker.statistics()).isEqualTo(new Statistics(0, 0, 0, 0));
      Files.delete(filler);
      awaitDone(job);
    }
    assertThat(job.attempts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 3000000 /dev/zero", // into the log of the attempt
        "head -c 3000000 /dev/zero > picture || exit 1", // into its directory
      })
  void anAttemptThatHitsTheFullDiskIsNotFailed(String script) throws Exception {
    JobHandle job = submit(gated(script));
    try (Worker worker = queue.newWorker(OPTIONS)) {
      worker.start();
      awaitStart();
      Path filler = mount.fill();
      go();
      await().atMost(LONG).until(job::isWaiting);
      assertThat(job.hasError(true)).isFalse();
      Files.delete(filler);
      awaitDone(job);
      assertThat(worker.statistics().failed()).isZero();
      assertThat(worker.statistics().retried()).isZero();
    }
  }

  @Test
  void anAttemptThatSucceededOnAFullDiskCountsOnceThereIsRoom() throws Exception {
    JobHandle job = submit(gated("true"));
    try (Worker worker = queue.newWorker(OPTIONS)) {
      worker.start();
      awaitStart();
      Path filler = mount.fill();
      go();
      Files.delete(filler);
      awaitDone(job);
    }
    assertThat(job.attempts()).hasSize(1).allMatch(JobAttempt::committed);
  }

  @Test
  void aJobThatFailsOnADiskWithRoomHasFailed() throws Exception {
    JobHandle job = submit("exit 1");
    try (Worker worker = queue.newWorker(OPTIONS)) {
      worker.start();
      await().atMost(LONG).until(() -> job.state() == JobState.FAILED);
    }
  }

  @Test
  void aQueueThatBecomesReadOnlyIsWaitedFor() throws Exception {
    JobHandle running = submit(gated("exit 0"));
    JobHandle next = submit("true");
    WorkerOptions impatient = OPTIONS.withPatience(Duration.ofSeconds(1));
    try (Worker worker = queue.newWorker(impatient)) {
      worker.start();
      awaitStart();
      mount.makeReadOnly(true);
      go();
      // Longer than the lease: the end of the attempt is not waited for any more.
      await()
          .during(LEASE.plusSeconds(2))
          .atMost(LONG)
          .until(() -> running.state() == JobState.RUNNING && next.isWaiting());
      assertThat(worker.failure()).isEmpty();
      mount.makeReadOnly(false);
      awaitDone(running);
      awaitDone(next);
      assertThat(worker.statistics().failed()).isZero();
    }
  }

  @Test
  void aWorkerCannotStartWhereNothingCanBeWrittenAtAll() throws Exception {
    JobHandle job = submit("true");
    mount.fill();
    try (Worker worker = queue.newWorker(OPTIONS)) {
      assertThat(catchThrowable(worker::start))
          .isInstanceOf(QueueIOException.class)
          .hasMessageContaining("No space left");
    }
    assertThat(job.isWaiting()).isTrue();
    assertThat(queue.workers()).isEmpty();
  }

  @Test
  void aWorkerThatStartsOnAReadOnlyQueueSaysSo() throws Exception {
    mount.makeReadOnly(true);
    try (Worker worker = queue.newWorker(OPTIONS)) {
      assertThat(catchThrowable(worker::start))
          .isInstanceOfSatisfying(
              QueueUnusableException.class,
              e -> assertThat(e.reason()).isEqualTo(QueueUnusableException.Reason.NOT_WRITABLE));
    } finally {
      mount.makeReadOnly(false);
    }
  }
}
