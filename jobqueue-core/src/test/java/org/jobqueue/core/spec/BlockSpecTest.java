package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of frames: jobs that stand for many. */
@Timeout(120)
class BlockSpecTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path temp;
  private Bench bench;
  private Blocks blocks;

  @BeforeEach
  void createQueue() {
    bench = Bench.in(temp);
    blocks = new Blocks(bench);
  }

  @Test
  void everyFrameRunsOnce() throws Exception {
    JobHandle block = blocks.submit("1-25", 2);

    blocks.work(4);

    assertThat(block.state()).isEqualTo(JobState.DONE);
    blocks.assertRunOnce(IntStream.rangeClosed(1, 25));
    assertThat(block.listSubJobs()).hasSize(13);
    assertThat(block.listSubJobs()).allMatch(JobHandle::isFinished);
    assertThat(Bench.labels(block.listSubJobs()))
        .startsWith("frames [1-2]", "frames [3-4]")
        .endsWith("frames [23-24]", "frames [25]");
    blocks.assertVerified();
  }

  @Test
  void aMillionFramesCostAFewFiles() throws Exception {
    JobHandle block = blocks.submit("1-1000000", 1);

    try (Stream<Path> files = Files.walk(block.location())) {
      assertThat(files.count()).isLessThanOrEqualTo(20);
    }
    try (Stream<Path> files = Files.walk(bench.directory().resolve("ready"))) {
      assertThat(files.count()).isLessThanOrEqualTo(20);
    }
    assertThat(block.state()).isEqualTo(JobState.WAITING);
    assertThat(block.frames()).contains(FrameRange.parse("1-1000000"));
    assertThat(block.listSubJobs()).isEmpty();
    assertThat(block.status().statusLine()).contains("0 of 1000000 chunks done");
    blocks.assertVerified();
  }

  @Test
  void framesRunInTheOrderOfTheRange() throws Exception {
    JobHandle block = blocks.submit("3-1x-1,10,-2--1", 1);

    assertThat(bench.runAll()).isEqualTo(7); // six frames and the block itself

    assertThat(block.isFinished()).isTrue();
    assertThat(block.tree().map(JobHandle::id).map(JobId::toString))
        .containsExactly("1/f3", "1/f2", "1/f1", "1/f10", "1/f-2", "1/f-1", "1");
    blocks.assertVerified();
  }

  @Test
  void aBlockIsASubJobAndHasSubJobs() throws Exception {
    JobRoot root = bench.root("movie");
    Job block =
        root.createJob(
                "spec.frames",
                Map.of("directory", bench.traces().directory(), "needs", List.of("scene")))
            .setFrames(FrameRange.parse("1-10"), 3);
    bench.job(block, "scene");
    JobHandle handle = root.activate();

    assertThat(Bench.sub(handle, 0).whyNotRunning()).contains("waits for its sub-jobs");
    blocks.work(3);

    assertThat(handle.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 10));
    assertThat(handle.tree().map(job -> job.id().toString()))
        .containsExactly("1/0/0", "1/0/f1", "1/0/f4", "1/0/f7", "1/0/f10", "1/0", "1");
    blocks.assertVerified();
  }

  @Test
  void progressIsThatOfTheChunks() {
    JobHandle block = blocks.submit("1-4", 1);
    assertThat(block.progress()).hasValue(0);

    assertThat(bench.queue().runNextAvailableJob()).isTrue();

    assertThat(block.progress()).hasValue(25);
    assertThat(block.statusLine()).contains("1 of 4 chunks done");
    assertThat(block.whyNotRunning()).contains("1 of 4 chunks done");
    assertThat(blocks.chunk(block, 1).state()).isEqualTo(JobState.DONE);
    assertThat(blocks.chunk(block, 1).attempts()).hasSize(1);
    assertThat(blocks.chunk(block, 2).state()).isEqualTo(JobState.WAITING);
    assertThat(blocks.chunk(block, 2).frames()).contains(FrameRange.parse("2"));
    assertThat(blocks.chunk(block, 2).label()).isEqualTo("frames [2]");
    bench.runAll();
    assertThat(block.isFinished()).isTrue();
    assertThat(block.progress()).hasValue(100);
  }

  @Test
  void theProgressOfAJobThatWaitsIsThatOfItsSubJobs() {
    JobRoot root = bench.root("root");
    bench.job(root, "first");
    bench.job(root, "second");
    JobHandle handle = root.activate();
    assertThat(handle.progress()).hasValue(0);

    bench.queue().runNextAvailableJob();

    assertThat(handle.progress()).hasValue(50);
    assertThat(handle.statusLine()).contains("1 of 2 sub-jobs done");
    assertThat(handle.summary().status().progress()).hasValue(50);
    bench.queue().runNextAvailableJob();
    assertThat(handle.statusLine()).isEmpty();
    bench.queue().runNextAvailableJob();
    assertThat(handle.progress()).hasValue(100);
  }

  @Test
  void chunksThatSeveralTokensNameAreCountedOnce() throws Exception {
    JobHandle block = blocks.submit("1-10", 1);
    Path latch = block.location().resolve("chunks"); // has c.0-9.<submitter>
    try (Stream<Path> only = Files.list(latch)) {
      Files.delete(only.findFirst().orElseThrow());
    }
    for (String range : List.of("1-3", "2-2", "2-5", "5-5", "8-8")) { // as two slots may leave it
      Files.createFile(latch.resolve("c." + range + ".host_1_0123456789"));
    }

    assertThat(block.progress()).hasValue(40); // 0, 6, 7 and 9 are done
    assertThat(block.status().statusLine()).contains("4 of 10 chunks done");
  }

  @Test
  void aTicketForChunksThatThereAreNotDoesNoHarm() throws Exception {
    JobHandle block = blocks.submit("1-3", 1);
    JobHandle single = bench.submit("single").get(0);
    Path ready = bench.directory().resolve("ready/p500/00000000/00");
    plant(ready.resolve("1/1n0/0/j1.n0of1.root.p500.v1.c0-9"));
    plant(ready.resolve("1/1n0/999999/j1.n0of1.root.p500.v1.c999999999-999999999"));
    plant(ready.resolve("2/2n0/0/j2.n0of1.root.p500.v1.c0-2"));
    List<Violation> violations = new ArrayList<>();
    JobQueues.verify(bench.directory(), violations::add);
    assertThat(violations).hasSize(3).allMatch(v -> v.message().contains("chunks that it has not"));

    blocks.work(2);

    assertThat(block.isFinished()).isTrue();
    assertThat(single.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 3));
    blocks.assertVerified();
  }

  private static void plant(Path ticket) throws IOException {
    Files.createDirectories(ticket.getParent());
    Files.createFile(ticket);
  }

  @Test
  void thereIsNoChunkBesideTheRange() {
    JobHandle block = blocks.submit("1-6", 2);

    assertThat(bench.queue().findJob(block.id().chunk(3))).isPresent();
    assertThat(bench.queue().findJob(block.id().chunk(2))).isEmpty(); // the second of its chunk
    assertThat(bench.queue().findJob(block.id().chunk(7))).isEmpty();
    assertThat(bench.queue().findJob(new JobId(1, "0/f1"))).isEmpty();
  }

  @Test
  void framesAreSetBeforeTheJobIsSubmitted() {
    JobRoot root = blocks.root(List.of());
    FrameRange frames = FrameRange.parse("1-3");
    assertThat(root.frames()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> root.setFrames(frames, 0));
    root.setFrames(frames, 2);
    assertThat(root.frames()).contains(frames);
    assertThat(root.chunkSize()).isEqualTo(2);
    root.activate();
    assertThatThrownBy(() -> root.setFrames(frames)).isInstanceOf(InvalidHierarchyException.class);
  }

  @Test
  void aWorkerStoppedInTheMiddleGivesTheRestBack() throws Exception {
    JobHandle block = blocks.submit("1-3000", 1);
    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults())) {
      worker.start();
      await().atMost(LONG).until(() -> worker.statistics().done() >= 100);
      assertThat(worker.stop(LONG)).isTrue();
    }
    assertThat(block.isFinished()).isFalse();
    blocks.assertVerified();

    blocks.work(4);

    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 3000));
    blocks.assertVerified();
  }
}
