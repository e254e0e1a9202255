package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worker processes on one queue. Every job fails if it starts before all of its sub-jobs have left
 * their marks, so a queue in which all jobs are done was run in a valid order.
 */
@Timeout(240)
class ManyProcessesTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

  @TempDir private Path temp;

  private final List<WorkerProcess> processes = new ArrayList<>();
  private final List<JobHandle> roots = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (WorkerProcess process : processes) {
      process.kill();
    }
  }

  @Test
  void eightProcessesRunTwoThousandJobsOnceEachInAValidOrder() throws Exception {
    Bench bench = Bench.in(temp, Bench.quick().withLease(Duration.ofSeconds(30)));
    submitRandomJobs(bench, 8, 250);

    for (int i = 0; i < 8; i++) {
      processes.add(WorkerProcess.start(bench, 1));
    }
    awaitSuccess(processes);

    assertAllDone(2000);
    Map<String, Long> starts = bench.traces().counts("start");
    assertThat(starts).hasSize(2000);
    assertThat(starts.values()).as("starts per job").containsOnly(1L);
    assertThat(allJobs()).allSatisfy(job -> assertThat(job.attempts()).hasSize(1));
    assertThat(workersOf(allJobs())).as("workers that took part").hasSizeGreaterThan(1);
  }

  @Test
  void aKilledProcessLosesNothing() throws Exception {
    Bench bench = Bench.in(temp, Bench.quick().withLease(SHORT_LEASE));
    submitRandomJobs(bench, 4, 150);
    WorkerProcess victim = WorkerProcess.startHanging(bench, 2, 20);
    processes.add(victim);
    await().atMost(LONG).until(() -> bench.traces().marked("hanging").size() == 2);
    List<String> lost = bench.traces().marked("hanging");
    List<WorkerProcess> others = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      others.add(WorkerProcess.start(bench, 1));
    }
    processes.addAll(others);
    await().atMost(LONG).until(() -> bench.traces().counts("start").size() > 60);

    victim.kill();
    awaitSuccess(others);

    assertAllDone(600);
    Map<String, Long> starts = bench.traces().counts("start");
    assertThat(starts).hasSize(600);
    lost.forEach(name -> assertThat(starts).as("runs of lost job").containsEntry(name, 2L));
    assertThat(starts.entrySet())
        .filteredOn(entry -> !lost.contains(entry.getKey()))
        .extracting(Map.Entry::getValue)
        .containsOnly(1L);
    assertThat(allJobs())
        .filteredOn(job -> lost.contains(job.label()))
        .hasSize(2)
        .allSatisfy(ManyProcessesTest::assertSecondAttemptCounts);
  }

  private static void assertSecondAttemptCounts(JobHandle job) {
    assertThat(job.attemptLimit()).isEqualTo(1);
    assertThat(job.attempts())
        .extracting(JobAttempt::committed)
        .as("attempts of %s", job.label())
        .containsExactly(false, true);
    assertThat(job.attempts().get(0).outcome()).isEmpty();
    assertThat(job.attempts().get(0).worker()).isNotEqualTo(job.attempts().get(1).worker());
  }

  @Test
  void aProcessKilledAtAnyMomentLosesNothing() throws Exception {
    Bench bench = Bench.in(temp, Bench.quick().withLease(SHORT_LEASE));
    submitRandomJobs(bench, 2, 150);
    // One after the other is killed while it works at full speed, wherever it happens to be.
    for (int killed = 1; killed <= 4; killed++) {
      WorkerProcess victim = WorkerProcess.start(bench, 2);
      processes.add(victim);
      int started = 30 * killed;
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> bench.traces().counts("start").size() >= started);
      victim.kill();
    }
    WorkerProcess last = WorkerProcess.start(bench, 2);
    processes.add(last);
    last.awaitSuccess(LONG.toSeconds());

    assertAllDone(300);
    assertThat(bench.traces().counts("start")).hasSize(300);
    long runs = bench.traces().counts("start").values().stream().mapToLong(n -> n).sum();
    assertThat(runs).as("runs altogether").isBetween(300L, 300L + 4 * 2);
  }

  @Test
  void processesKilledInTheMiddleOfABlockLoseNoFrame() throws Exception {
    Bench bench = Bench.in(temp, Bench.quick().withLease(SHORT_LEASE));
    JobRoot root =
        bench.queue().createJobRoot("spec.frames", Map.of("directory", bench.traces().directory()));
    JobHandle block = root.setFrames(FrameRange.parse("1-600"), 1).root().activate();
    // Two are killed one after the other while they and a third one compete for the frames.
    processes.add(WorkerProcess.start(bench, 2));
    for (int killed = 1; killed <= 2; killed++) {
      WorkerProcess victim = WorkerProcess.start(bench, 2);
      processes.add(victim);
      int run = 100 * killed;
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> bench.traces().counts("frame").size() >= run);
      victim.kill();
    }
    processes.get(0).awaitSuccess(LONG.toSeconds());

    assertThat(block.isFinished()).isTrue();
    List<JobHandle> chunks = block.listSubJobs();
    assertThat(chunks).hasSize(600);
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.state()).isEqualTo(JobState.DONE);
              assertThat(chunk.attempts()).filteredOn(JobAttempt::committed).hasSize(1);
            });
    assertThat(bench.traces().counts("frame")).hasSize(600);
    long runs = bench.traces().counts("start").values().stream().mapToLong(n -> n).sum();
    assertThat(runs).as("runs altogether").isBetween(600L, 600L + 2 * 2);
    List<Violation> violations = new ArrayList<>();
    JobQueues.verify(bench.directory(), violations::add);
    assertThat(violations).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aProcessThatStoodStillCommitsNothing() throws Exception {
    Bench bench = Bench.in(temp, Bench.quick().withLease(SHORT_LEASE));
    submitRandomJobs(bench, 1, 40);
    WorkerProcess sleeper = WorkerProcess.startHanging(bench, 1, 5);
    processes.add(sleeper);
    await().atMost(LONG).until(() -> bench.traces().marked("hanging").size() == 1);
    String lost = bench.traces().marked("hanging").get(0);

    sleeper.signal("STOP");
    WorkerProcess other = WorkerProcess.start(bench, 1);
    processes.add(other);
    other.awaitSuccess(LONG.toSeconds());
    assertAllDone(40);
    Files.createFile(bench.traces().directory().resolve("resume"));
    sleeper.signal("CONT");
    await().atMost(LONG).until(() -> bench.traces().isMarked("resumed", lost));
    sleeper.awaitSuccess(LONG.toSeconds());

    assertAllDone(40);
    JobHandle job =
        allJobs().stream().filter(any -> any.label().equals(lost)).findFirst().orElseThrow();
    assertThat(job.attempts())
        .extracting(JobAttempt::committed)
        .as("attempts of %s", lost)
        .containsExactly(false, true);
    assertThat(bench.traces().counts("start")).containsEntry(lost, 2L);
    assertThat(sleeper.output()).as("statistics of the sleeper").contains("lost=1");
  }

  private void submitRandomJobs(Bench bench, int hierarchies, int jobs) {
    long seed = Seed.choose();
    Random random = new Random(seed);
    for (int i = 0; i < hierarchies; i++) {
      Graph graph = Graph.random(random, "s" + seed + "h" + i + "n", jobs, jobs / 2);
      roots.add(graph.build(bench).setPriority(random.nextInt(1000)).activate());
    }
  }

  private static void awaitSuccess(List<WorkerProcess> workers)
      throws IOException, InterruptedException {
    for (WorkerProcess worker : workers) {
      worker.awaitSuccess(LONG.toSeconds());
    }
  }

  private List<JobHandle> allJobs() {
    return roots.stream().flatMap(JobHandle::tree).toList();
  }

  private void assertAllDone(int jobs) {
    List<JobHandle> all = allJobs();
    assertThat(all).hasSize(jobs);
    assertThat(all)
        .allSatisfy(
            job -> {
              assertThat(job.state())
                  .as("%s: %s, %s", job.label(), job.error(), job.whyNotRunning())
                  .isEqualTo(JobState.DONE);
              assertThat(job.attempts()).filteredOn(JobAttempt::committed).hasSize(1);
            });
  }

  private static Set<String> workersOf(List<JobHandle> jobs) {
    Set<String> workers = new HashSet<>();
    jobs.forEach(job -> workers.add(job.status().worker().orElseThrow()));
    return workers;
  }
}
