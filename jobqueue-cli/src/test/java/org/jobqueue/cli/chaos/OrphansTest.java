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
import org.jobqueue.cli.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of a worker process leave behind, however the worker ends. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class OrphansTest {
  /**
   * A grandchild, one that ignores TERM, daemons in sessions of their own, a cleared environment.
   */
  private static final String FAMILY =
      """
      trap '' TERM
      (sleep 1000; :) &
      setsid sh -c 'trap "" TERM; sleep 1000 & echo $$ > daemon; wait; sleep 1000' \
        < /dev/null > /dev/null 2>&1 &
      (setsid sh -c '(sleep 1000 & echo $! > double) &' < /dev/null > /dev/null 2>&1)
      env -i sleep 1000 &
      echo $! > cleared
      while [ ! -s daemon ] || [ ! -s double ]; do sleep 0.05; done
      echo "$JOBQUEUE_ATTEMPT" > marker
      mv marker started
      """;

  @TempDir Path directory;
  private final TestProcesses processes = new TestProcesses();
  private JobQueue queue;
  private int logs;

  @BeforeEach
  void createAQueue() {
    queue =
        JobQueues.create(
            directory.resolve("queue"),
            QueueOptions.defaults()
                .withDurability(Durability.NONE)
                .withLease(Duration.ofSeconds(60)));
  }

  @AfterEach
  void leaveNoProcess() throws IOException {
    processes.close();
    for (Path file : JobOnDisk.find(directory, path -> path.endsWith("cleared"))) {
      if (isAlive(file)) {
        long pid = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private JobHandle submit(String script) {
    return queue.createJobRoot("command", Map.of("shell", script)).activate();
  }

  private JavaProcess work(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-q", directory.resolve("queue").toString(), "work"));
    arguments.addAll(List.of(more));
    return processes.java(newLog(), Main.class, arguments.toArray(String[]::new));
  }

  private Path newLog() {
    return directory.resolve("log" + logs++);
  }

  /** The one attempt of a job, once its family is complete. */
  private Path awaitFamily(JobHandle job) {
    return await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(
            () ->
                JobOnDisk.find(job.location(), path -> path.endsWith("started")).get(0).getParent(),
            path -> path != null);
  }

  private static boolean isAlive(Path file) throws IOException {
    return TestProcesses.isAlive(Long.parseLong(Files.readString(file).strip()));
  }

  private static void assertFamily(Path attempt, boolean alive) throws IOException {
    for (String member : List.of("daemon", "double", "cleared")) {
      assertThat(isAlive(attempt.resolve(member))).as(member).isEqualTo(alive);
    }
    String marker = Files.readString(attempt.resolve("started")).strip();
    if (alive) {
      assertThat(TestProcesses.withMarker(marker)).hasSizeGreaterThan(4);
    } else {
      assertThat(TestProcesses.withMarker(marker)).isEmpty();
    }
  }

  @Test
  void whatAKilledWorkerLeftIsGoneBeforeTheJobRunsAgain() throws Exception {
    String again =
        """
        if [ -e %1$s/once ]; then
          grep -lzsxF "JOBQUEUE_ATTEMPT=$(cat %1$s/once)" /proc/[0-9]*/environ > %1$s/seen
          exit 0
        fi
        """
            .formatted(directory);
    JobHandle job = submit(again + FAMILY + "cp started %s/once; wait".formatted(directory));
    JavaProcess first = work();
    Path attempt = awaitFamily(job);
    await().until(() -> Files.exists(directory.resolve("once")));
    String marker = Files.readString(attempt.resolve("started")).strip();
    assertThat(marker).startsWith(first.workerName().orElseThrow() + "/");
    List<Process> foreigners = startForeigners(marker);
    first.kill();
    assertFamily(attempt, true);

    JavaProcess second = work("--until-empty");
    assertThat(second.awaitExit(90)).as(second.output()).isTrue();

    assertThat(job.state()).as(second.output()).isEqualTo(JobState.DONE);
    assertThat(Files.readString(directory.resolve("seen"))).isEmpty();
    assertFamily(attempt, false);
    assertThat(second.output()).containsPattern("ended \\d+ processes that ");
    assertThat(foreigners).allMatch(Process::isAlive);
  }

  /** Processes that look like children of a worker and are not. */
  private List<Process> startForeigners(String marker) throws IOException {
    List<String> sleep = List.of("sleep", "1000");
    return List.of(
        processes.start(newLog(), sleep, Map.of("JOBQUEUE_ATTEMPT", "x" + marker)),
        processes.start(
            newLog(), sleep, Map.of("JOBQUEUE_ATTEMPT", marker.replaceFirst("./", "/"))),
        processes.start(
            newLog(), sleep, Map.of("JOBQUEUE_ATTEMPT", marker.replaceFirst("/.*", ""))),
        processes.start(newLog(), sleep, Map.of("MY_JOBQUEUE_ATTEMPT", marker)),
        processes.start(newLog(), sleep, Map.of("A", "JOBQUEUE_ATTEMPT=" + marker)),
        processes.start(
            newLog(),
            List.of("sh", "-c", "sleep 1000; :", "JOBQUEUE_ATTEMPT=" + marker),
            Map.of()));
  }

  @Test
  void aNewWorkerEndsOrphansOfWhichTheQueueKnowsNothing() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    JavaProcess first = work();
    Path attempt = awaitFamily(job);
    first.kill();
    // As if a worker of another machine had cleaned up: nothing names the dead one any more.
    queue.deleteJob(job);
    String name = first.workerName().orElseThrow();
    for (String part : List.of("workers", "run")) {
      for (Path file :
          JobOnDisk.find(directory.resolve("queue").resolve(part).resolve(name), path -> true)
              .stream()
              .sorted(java.util.Comparator.reverseOrder())
              .toList()) {
        Files.delete(file);
      }
    }
    work();
    String token = name + "/";
    await().atMost(Duration.ofSeconds(90)).until(() -> TestProcesses.withMarker(token).isEmpty());
    assertThat(attempt).doesNotExist();
  }

  @Test
  void aRepairEndsWhatAKilledWorkerLeftWithoutAnyWorker() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    JavaProcess worker = work();
    Path attempt = awaitFamily(job);
    worker.kill();
    assertFamily(attempt, true);

    JavaProcess repair =
        processes.java(
            newLog(), Main.class, "-q", directory.resolve("queue").toString(), "fsck", "--repair");
    assertThat(repair.awaitExit(90)).as(repair.output()).isTrue();

    assertThat(repair.output()).contains("dead-worker");
    assertFamily(attempt, false);
    assertThat(job.state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void aSecondSignalEndsTheWholeFamilyAndHandsTheJobBack() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    JavaProcess worker = work();
    Path attempt = awaitFamily(job);
    worker.signal("INT");
    await().until(() -> worker.output().contains("waiting for the running jobs"));
    assertFamily(attempt, true); // they do not get the signals of the terminal
    worker.signal("INT");
    assertThat(worker.awaitExit(60)).isTrue();
    assertFamily(attempt, false);
    assertThat(job.state()).isEqualTo(JobState.WAITING);
  }

  @Test
  void aThirdSignalStillLeavesNoChild() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    JavaProcess worker = work();
    Path attempt = awaitFamily(job);
    for (int i = 0; i < 3 || worker.isAlive(); i++) {
      worker.signal("TERM");
    }
    assertThat(worker.awaitExit(60)).isTrue();
    assertThat(isAlive(attempt.resolve("cleared"))).isFalse();
  }

  @Test
  void anExitOfTheVirtualMachineEndsTheWholeFamilyAndHandsTheJobBack() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    Path exit = directory.resolve("exit");
    JavaProcess program =
        processes.java(
            newLog(), EmbeddingMain.class, directory.resolve("queue").toString(), exit.toString());
    Path attempt = awaitFamily(job);
    Files.createFile(exit);
    assertThat(program.awaitExit(60)).isTrue();
    assertFamily(attempt, false);
    assertThat(job.state()).as(program.output()).isEqualTo(JobState.WAITING);
  }

  @Test
  void aWorkerThatLearnsThatItCountsAsDeadEndsTheWholeFamily() throws Exception {
    JobHandle job = submit(FAMILY + "wait");
    JavaProcess worker = work();
    Path attempt = awaitFamily(job);
    job.setError("not wanted any more"); // else the worker would run it again
    Path own = directory.resolve("queue/workers").resolve(worker.workerName().orElseThrow());
    await()
        .ignoreExceptions()
        .until(
            () -> {
              String beat =
                  JobOnDisk.names(own).stream().filter(n -> n.startsWith("hb.")).findFirst().get();
              Files.move(own.resolve(beat), own.resolve(beat.replace("hb", "dead")));
              return true;
            });
    String token = worker.workerName().get() + "/";
    await().atMost(Duration.ofSeconds(90)).until(() -> TestProcesses.withMarker(token).isEmpty());
    assertFamily(attempt, false);
    assertThat(worker.isAlive()).isTrue();
  }

  @Test
  void whatASuccessfulCommandLeftInTheBackgroundStaysUntilItsWorkerEnds() throws Exception {
    JobHandle job = submit(FAMILY + "kill -9 $(cat cleared); exit 0");
    JavaProcess worker = work();
    Path attempt = awaitFamily(job);
    await().atMost(Duration.ofSeconds(60)).until(() -> job.state() == JobState.DONE);
    assertThat(isAlive(attempt.resolve("daemon"))).isTrue();
    worker.signal("TERM");
    assertThat(worker.awaitExit(60)).isTrue();
    assertThat(isAlive(attempt.resolve("daemon"))).isFalse();
    assertThat(isAlive(attempt.resolve("double"))).isFalse();
  }
}
