package org.jobqueue.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes as supervisors see them: signals, exit codes, a queue that goes away. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class ServiceTest {
  private static final Duration LEASE = Duration.ofSeconds(8);
  private static final Duration BEAT = LEASE.dividedBy(4);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final TestProcesses processes = new TestProcesses();
  private Path location;
  private JobQueue queue;
  private int logs;

  @BeforeEach
  void createAQueue() {
    location = directory.resolve("queue");
    queue =
        JobQueues.create(
            location, QueueOptions.defaults().withDurability(Durability.NONE).withLease(LEASE));
  }

  @AfterEach
  void leaveNoProcess() throws IOException {
    processes.close();
  }

  private JobHandle submit(String script) {
    return queue.createJobRoot("command", Map.of("shell", script)).activate();
  }

  /** A job that tells its process id, and ends when the file {@code go} is there. */
  private JobHandle submitGated(String name) {
    String there = directory.resolve(name).toString();
    return submit(
        "echo $$ > %1$s.new; mv %1$s.new %1$s; while [ ! -e %1$s.go ]; do sleep 0.05; done"
            .formatted(there));
  }

  private void open(String name) throws IOException {
    Files.createFile(directory.resolve(name + ".go"));
  }

  private long awaitPid(String name) {
    Path file = directory.resolve(name);
    await().atMost(LONG).until(() -> Files.exists(file));
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private JavaProcess work(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-q", location.toString(), "work"));
    arguments.addAll(List.of(more));
    return processes.java(
        directory.resolve("log" + logs++), Main.class, arguments.toArray(String[]::new));
  }

  private static void assertExit(JavaProcess worker, int code) throws InterruptedException {
    assertThat(worker.awaitExit(90)).as(worker.output()).isTrue();
    assertThat(worker.process().exitValue()).as(worker.output()).isEqualTo(code);
  }

  private void awaitDraining() {
    await()
        .atMost(LONG)
        .until(
            () -> queue.workers().stream().map(WorkerStatus::state).toList(),
            List.of(WorkerStatus.State.DRAINING)::equals);
  }

  @Test
  void sigtermFinishesWhatRunsAndTakesNothingMore() throws Exception {
    JobHandle running = submitGated("a");
    JobHandle next = submit("true");
    JavaProcess worker = work("--slots", "1", "--grace", "60s");
    long pid = awaitPid("a");
    worker.signal("TERM");
    awaitDraining();
    JobHandle later = submit("true");
    assertThat(TestProcesses.isAlive(pid)).isTrue();
    open("a");
    assertExit(worker, 0);
    assertThat(running.state()).isEqualTo(JobState.DONE);
    assertThat(List.of(next.state(), later.state()))
        .containsExactly(JobState.WAITING, JobState.WAITING);
    assertThat(queue.workers()).isEmpty();
  }

  @Test
  void whatIsNotFinishedByTheDeadlineIsHandedBackAndSpendsNoAttempt() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work("--grace", "1s");
    long pid = awaitPid("a");
    worker.signal("TERM");
    assertExit(worker, 0);
    assertThat(TestProcesses.isAlive(pid)).isFalse();
    assertThat(job.state()).isEqualTo(JobState.WAITING);
    open("a");
    assertExit(work("--until-empty"), 0);
    assertThat(job.state()).isEqualTo(JobState.DONE);
  }

  @Test
  void aSecondSigtermHandsBackNow() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work("--grace", "1h");
    awaitPid("a");
    worker.signal("TERM");
    awaitDraining();
    worker.signal("TERM");
    assertExit(worker, 0);
    assertThat(job.state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void otherEndsHaveOtherExitCodes() throws Exception {
    submitGated("a");
    JavaProcess interrupted = work("--grace", "1s");
    awaitPid("a");
    interrupted.signal("INT");
    assertExit(interrupted, 130);
    Files.delete(directory.resolve("a"));
    JavaProcess untilEmpty = work("--grace", "1s", "--until-empty");
    awaitPid("a");
    untilEmpty.signal("TERM");
    assertExit(untilEmpty, 143);
  }

  @Test
  void aSupervisorThatSignalsTheWholeGroupFailsNoJob() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work("--grace", "60s");
    long pid = awaitPid("a");
    String command = Long.toString(pid);
    String own = Long.toString(worker.process().pid());
    assertThat(new ProcessBuilder("kill", "-TERM", command, own).start().waitFor()).isZero();
    assertExit(worker, 0);
    assertThat(job.state()).as(worker.output()).isEqualTo(JobState.WAITING);
  }

  @Test
  void aCommandThatIsKilledOtherwiseHasFailed() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work();
    long pid = awaitPid("a");
    new ProcessBuilder("kill", "-TERM", Long.toString(pid)).start().waitFor();
    await().atMost(LONG).until(() -> job.state() == JobState.FAILED);
    assertThat(worker.isAlive()).isTrue();
  }

  @Test
  void aQueueThatIsGoneForGoodEndsTheWorkerAndItsCommands() throws Exception {
    submitGated("a");
    JavaProcess worker = work("--patience", "3s");
    long pid = awaitPid("a");
    Files.move(location, directory.resolve("elsewhere"));
    Files.createDirectory(location); // as a mount point looks whose file system is not mounted
    assertExit(worker, 3);
    assertThat(worker.output()).contains("has been gone for", "it is given up");
    assertThat(TestProcesses.isAlive(pid)).isFalse();
    assertThat(location).isEmptyDirectory();
  }

  @Test
  void aQueueThatIsNotMountedIsNotTakenForAnEmptyOne() throws Exception {
    submitGated("a");
    JavaProcess other = work();
    awaitPid("a");
    JavaProcess worker = work("--until-empty", "--patience", "3s");
    await().atMost(LONG).until(() -> worker.workerName().isPresent());
    Files.move(location, directory.resolve("elsewhere"));
    assertExit(worker, 3);
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void aQueueThatComesBackIsWorkedOnAsIfNothingHadHappened() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work();
    awaitPid("a");
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(location, elsewhere);
    await().atMost(LONG).until(() -> worker.output().contains("each heartbeat tries again"));
    open("a");
    await().atMost(LONG).until(() -> worker.output().contains("could not be ended; trying again"));
    Files.move(elsewhere, location);
    await().atMost(LONG).until(() -> job.state() == JobState.DONE);
    assertThat(job.attempts()).as(worker.output()).hasSize(1);
    worker.signal("TERM");
    assertExit(worker, 0);
  }

  @Test
  void cancellingEndsTheCommandWithinTwoHeartbeats() throws Exception {
    JobHandle job = submitGated("a");
    JavaProcess worker = work();
    long pid = awaitPid("a");
    long start = System.nanoTime();
    job.cancel();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LONG)
        .until(() -> !TestProcesses.isAlive(pid));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BEAT.multipliedBy(2));
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(worker.isAlive()).isTrue();
  }
}
