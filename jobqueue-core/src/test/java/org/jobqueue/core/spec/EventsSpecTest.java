package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.ListenerRegistration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What callers learn of what happens, and what it must not do to jobs. */
@Timeout(60)
class EventsSpecTest {
  @TempDir private Path temp;
  private Bench bench;

  @BeforeEach
  void aQueue() {
    bench = Bench.in(temp);
  }

  private static List<String> texts(Stream<JobEvent> events) {
    try (events) {
      return events.map(e -> e.type().text() + e.job().map(id -> " " + id).orElse("")).toList();
    }
  }

  private List<String> events() {
    return texts(bench.reopen().events(EventQuery.all()));
  }

  @Test
  void aHierarchyTellsItsStory() {
    JobRoot root = bench.root("root");
    bench.job(root, "left");
    root.activate();
    bench.runAll();
    assertThat(events())
        .containsExactly("submitted 1", "started 1/0", "done 1/0", "started 1", "done 1");
    JobEvent submitted = bench.queue().events(EventQuery.all()).findFirst().orElseThrow();
    assertThat(submitted.label()).contains("root");
    assertThat(submitted.count()).hasValue(2);
    assertThat(submitted.recursive()).isTrue();
  }

  @Test
  void aWorkerTellsWhenItStartsAndStopsAndGivesJobsBack() throws InterruptedException {
    bench.submitGated("long");
    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults())) {
      worker.start();
      bench.gate().awaitArrivals(1);
      assertThat(worker.stop(Duration.ZERO)).isFalse();
    }
    assertThat(events())
        .containsExactly(
            "submitted 1", "worker-started", "started 1", "handed-back 1", "worker-stopped");
  }

  @Test
  void anErrorFromOutsideIsToldOnce() {
    JobHandle job = bench.submit("a").get(0);
    job.setError("no licence");
    job.setError("again");
    JobEvent failed =
        bench
            .queue()
            .events(EventQuery.all().withTypes(java.util.Set.of(EventType.FAILED)))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertThat(failed.message()).contains("no licence");
    assertThat(failed.took()).isEmpty();
    assertThat(events()).containsExactly("submitted 1", "failed 1");
  }

  @Test
  void aJobThatWasTakenAwayIsRevoked() throws InterruptedException {
    JobHandle job = bench.submitGated("long");
    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults())) {
      worker.start();
      bench.gate().awaitArrivals(1);
      job.cancel();
      bench.gate().awaitInterruptions(1);
      await().until(() -> events().contains("revoked 1"));
    }
    assertThat(events()).containsSubsequence("started 1", "cancelled 1", "revoked 1");
  }

  @Test
  void aListenerThatHangsDelaysNoJob() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    List<JobEvent> told = Collections.synchronizedList(new ArrayList<>());
    try (ListenerRegistration hanging = bench.queue().addListener(event -> end.await());
        ListenerRegistration sound = bench.queue().addListener(told::add)) {
      List<JobHandle> jobs = bench.submit("a", "b", "c");
      assertThat(bench.runAll()).isEqualTo(3);
      assertThat(jobs).extracting(JobHandle::state).containsOnly(JobState.DONE);
      assertThat(sound.await(Duration.ofSeconds(30))).isTrue();
      assertThat(told).hasSize(9);
      assertThat(told).extracting(JobEvent::sequence).isSorted();
      assertThat(hanging.await(Duration.ofMillis(1))).isFalse();
      end.countDown();
      assertThat(hanging.await(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void jobsRunWhereTheHistoryCannotBeWritten() throws IOException {
    Files.writeString(bench.directory().resolve("history"), "not a directory");
    List<JobHandle> jobs = bench.submit("a", "b");
    assertThat(bench.runAll()).isEqualTo(2);
    assertThat(jobs).extracting(JobHandle::state).containsOnly(JobState.DONE);
    assertThat(events()).isEmpty();
  }

  @Test
  void theHistoryCanBeSwitchedOff() throws IOException {
    Path file = bench.directory().resolve("queue.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"history\": false,"));
    JobQueue silent = bench.reopen();
    silent.createJobRoot("spec.record", bench.named("a")).activate();
    assertThat(Bench.runAll(silent)).isEqualTo(1);
    assertThat(bench.directory().resolve("history")).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hooksOfAFileThatEverybodyMayWriteAreRefused() throws IOException {
    Path file = bench.directory().resolve("queue.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("\\{", "{\"hooks\": [{\"kind\": \"exec\", \"command\": [\"a\"]}],"));
    JobQueue accepted = bench.reopen();
    assertThat(accepted.findJob(JobId.ofRoot(1))).isEmpty();
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> bench.reopen())
        .hasMessage(file + " has hooks of kind exec, but everybody may write it");
  }
}
