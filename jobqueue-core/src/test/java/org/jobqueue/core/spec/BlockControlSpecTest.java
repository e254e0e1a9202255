package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.NoSuchJobException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a block of frames, and to chunks of it, and what becomes of it if some fail. */
@Timeout(120)
class BlockControlSpecTest {
  @TempDir private Path temp;
  private Bench bench;
  private Blocks blocks;

  @BeforeEach
  void createQueue() {
    bench = Bench.in(temp);
    blocks = new Blocks(bench);
  }

  @Test
  void aFailedChunkHoldsTheBlockUntilItIsRetried() throws Exception {
    JobHandle block = blocks.submit("1-5", 1, List.of(3));

    blocks.work(1);

    assertThat(block.state()).isEqualTo(JobState.BLOCKED);
    assertThat(block.hasError(true)).isTrue();
    assertThat(blocks.chunk(block, 3).state()).isEqualTo(JobState.FAILED);
    assertThat(blocks.chunk(block, 3).error().orElseThrow().message()).contains("frame 3");
    assertThat(block.whyNotRunning()).contains("1/f3 (failed)");
    assertThat(block.progress()).hasValue(80);
    blocks.assertVerified();

    assertThat(block.retry().changed()).isEqualTo(1);
    blocks.work(1);

    assertThat(block.isFinished()).isTrue();
    assertThat(blocks.chunk(block, 3).attempts()).hasSize(2);
    blocks.assertRunOnce(IntStream.rangeClosed(1, 5));
    blocks.assertVerified();
  }

  @Test
  void aChunkIsTriedAsOftenAsItsBlockSays() throws Exception {
    JobRoot root = blocks.root(List.of(2));
    JobHandle block = root.setFrames(FrameRange.parse("1-3"), 1).setAttempts(2).root().activate();

    blocks.work(1);

    assertThat(block.isFinished()).isTrue();
    assertThat(blocks.chunk(block, 2).attempts()).hasSize(2);
    blocks.assertRunOnce(IntStream.rangeClosed(1, 3));
  }

  @Test
  void aBlockThatHasLostItsStateAndItsLatchIsNotDoneBeforeItsChunks() throws Exception {
    JobHandle block = blocks.submit("1-6", 2);
    bench.queue().runNextAvailableJob();
    delete(block.location().resolve("chunks"));
    delete(bench.directory().resolve("ready/p500"));
    try (Stream<Path> names = Files.list(block.location())) {
      delete(
          names.filter(file -> file.getFileName().toString().startsWith("s.")).findFirst().get());
    }

    CheckResult mended =
        bench.queue().check(CheckOptions.defaults().withRepair(true), finding -> {});
    assertThat(mended.unrepaired()).isZero();
    assertThat(block.state()).isEqualTo(JobState.FAILED);
    block.retry();
    blocks.work(2);

    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 6));
    blocks.assertVerified();
  }

  /** The crash of a file server may bring a token back; one that is done never looks again. */
  @Test
  void aTokenThatIsBackOfAChunkThatIsDoneDoesNotHoldACancelledBlock() throws Exception {
    JobHandle block = blocks.submit("1-6", 2);
    bench.queue().runNextAvailableJob();
    block.cancel();
    Files.createFile(block.location().resolve("chunks/c.0-0.host_1_0123456789"));
    List<Finding> findings = new ArrayList<>();

    CheckResult mended =
        bench.queue().check(CheckOptions.defaults().withRepair(true), findings::add);
    assertThat(mended.unrepaired()).isZero();
    assertThat(findings).extracting(Finding::kind).containsExactly(Damage.STALE_LATCH_TOKEN);
    blocks.assertVerified();
    block.retry();
    blocks.work(2);

    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 6));
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Test
  void aCancelledBlockRunsNoMoreChunks() throws Exception {
    JobHandle block = blocks.submit("1-6", 1);
    bench.queue().runNextAvailableJob();

    assertThat(block.cancel().changed()).isGreaterThanOrEqualTo(1);

    assertThat(bench.runAll()).isZero();
    assertThat(blocks.chunk(block, 2).state()).isEqualTo(JobState.CANCELLED);
    block.retry();
    bench.runAll();
    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 6));
    blocks.assertVerified();
  }

  @Test
  void aHeldBlockGoesOnWhenReleased() throws Exception {
    JobHandle block = blocks.submit("1-6", 1);
    bench.queue().runNextAvailableJob();

    block.hold();
    assertThat(bench.runAll()).isZero();
    blocks.assertVerified();
    block.release();

    blocks.work(2);
    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 6));
  }

  @Test
  void aSingleChunkCanBeHeldBeforeAWorkerComesToIt() throws Exception {
    JobHandle block = blocks.submit("1-6", 1);

    assertThat(blocks.chunk(block, 4).hold().changed()).isEqualTo(1);
    blocks.work(2);

    assertThat(block.progress()).hasValue(83);
    assertThat(blocks.chunk(block, 4).state()).isEqualTo(JobState.HELD);
    blocks.assertVerified();
    assertThat(blocks.chunk(block, 4).release().changed()).isEqualTo(1);
    blocks.work(2);
    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(1, 6));
  }

  @Test
  void chunksBeforeFrameZeroCanBeHeldToo() throws Exception {
    JobRoot root = bench.root("root");
    root.createJob("spec.frames", Map.of("directory", bench.traces().directory()))
        .setFrames(FrameRange.parse("-3-1"));
    JobHandle block = root.activate().listSubJobs().get(0);

    assertThat(blocks.chunk(block, -2).hold().changed()).isEqualTo(1);
    blocks.work(1);
    assertThat(blocks.chunk(block, -2).state()).isEqualTo(JobState.HELD);
    assertThat(blocks.chunk(block, -3).isFinished()).isTrue();
    blocks.chunk(block, -2).release();
    blocks.work(1);

    assertThat(block.isFinished()).isTrue();
    blocks.assertRunOnce(IntStream.rangeClosed(-3, 1));
    blocks.assertVerified();
  }

  @Test
  void aChangedPriorityTakesTheChunksAlong() throws Exception {
    JobHandle block = blocks.submit("1-3", 1);
    bench.queue().runNextAvailableJob();
    JobHandle urgent = bench.root("urgent").setPriority(700).activate();

    block.setPriority(900);

    bench.queue().runNextAvailableJob();
    assertThat(blocks.chunk(block, 2).isFinished()).isTrue();
    assertThat(urgent.isWaiting()).isTrue();
    bench.runAll();
    assertThat(block.isFinished()).isTrue();
    blocks.assertVerified();
  }

  @Test
  void aDeletedBlockIsGone() throws Exception {
    JobHandle block = blocks.submit("1-6", 2);
    bench.queue().runNextAvailableJob();
    JobHandle done = blocks.chunk(block, 1);

    bench.queue().deleteJobs(List.of(block));

    assertThat(block.state()).isEqualTo(JobState.DELETED);
    assertThat(block.location()).doesNotExist();
    assertThat(bench.runAll()).isZero();
    assertThat(done.state()).isEqualTo(JobState.DELETED);
    assertThatThrownBy(done::label).isInstanceOf(NoSuchJobException.class);
    assertThat(bench.queue().findJob(block.id().chunk(3))).isEmpty();
    blocks.assertVerified();
  }
}
