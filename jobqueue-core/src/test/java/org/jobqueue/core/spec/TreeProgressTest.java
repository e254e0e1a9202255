package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.TreeProgress;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far hierarchies are, by their leaves. */
@Timeout(120)
class TreeProgressTest {
  @TempDir private Path temp;
  private Bench bench;

  @BeforeEach
  void aQueue() {
    bench = Bench.in(temp);
  }

  private void run(int jobs) {
    for (int i = 0; i < jobs; i++) {
      assertThat(bench.queue().runNextAvailableJob()).isTrue();
    }
  }

  private static void assertLeaves(TreeProgress tree, long done, long leaves, boolean complete) {
    assertThat(List.of(tree.done(), tree.leaves(), tree.complete()))
        .isEqualTo(List.of(done, leaves, complete));
  }

  @Test
  void leavesCountAndWhatIsAboveThemDoesNot() {
    JobRoot root = bench.root("root");
    Job left = bench.job(root, "left");
    bench.job(left, "a");
    bench.job(left, "b");
    bench.job(root, "c");
    JobHandle job = root.activate();
    assertLeaves(job.treeProgress(), 0, 3, true);
    assertThat(job.treeProgress().timeLeft()).isEmpty();
    run(3); // a, b, left
    assertLeaves(job.treeProgress(), 2, 3, true);
    assertThat(job.treeProgress().percent()).isEqualTo(66);
    assertLeaves(Bench.sub(job, 0).treeProgress(), 2, 2, true);
    assertLeaves(Bench.sub(job, 1).treeProgress(), 0, 1, true);
    run(2);
    TreeProgress end = job.treeProgress();
    assertLeaves(end, 3, 3, true);
    assertThat(end.percent()).isEqualTo(100);
    assertThat(end.timeLeft()).contains(Duration.ZERO);
  }

  @Test
  void aSharedJobCountsOnce() {
    JobRoot root = bench.root("root");
    Job left = bench.job(root, "left");
    Job right = bench.job(root, "right");
    Job shared = bench.job(left, "shared");
    right.addDependency(shared);
    JobHandle job = root.activate();
    assertLeaves(job.treeProgress(), 0, 1, true);
    run(1);
    assertLeaves(job.treeProgress(), 1, 1, true);
  }

  @Test
  void theChunksOfABlockAreLeaves() {
    JobRoot root = bench.root("root");
    Job block = bench.job(root, "block");
    block.setFrames(FrameRange.parse("1-1000000"), 10);
    bench.job(root, "single");
    JobHandle job = root.activate();
    assertLeaves(job.treeProgress(), 0, 100_001, true);
    run(5);
    assertLeaves(job.treeProgress(), 5, 100_001, true);
    assertLeaves(Bench.sub(job, 0).treeProgress(), 5, 100_000, true);
  }

  @Test
  void moreJobsThanAreLookedAtAreInferredFromTheirParents() {
    JobRoot root = bench.root("root");
    for (int i = 0; i < 700; i++) {
      bench.job(root, "leaf " + i);
    }
    JobHandle job = root.activate();
    run(30);
    TreeProgress tree = job.treeProgress();
    assertLeaves(tree, 30, 700, false);
  }

  @Test
  void manyUnequalSubtreesAreEstimated() {
    JobRoot root = bench.root("root");
    for (int i = 0; i < 20; i++) {
      Job part = bench.job(root, "part " + i);
      for (int j = 0; j < 30; j++) {
        bench.job(part, "leaf " + i + "." + j);
      }
    }
    JobHandle job = root.activate();
    run(5 * 31); // depth first: a quarter of the parts
    TreeProgress tree = job.treeProgress();
    assertThat(tree.complete()).isFalse();
    assertThat(tree.leaves()).isEqualTo(600);
    assertThat(tree.done()).isBetween(120L, 180L);
  }

  @Test
  void aChainOfManyJobsIsNoTrouble() {
    JobRoot root = bench.root("root");
    Job above = root;
    for (int i = 0; i < 600; i++) {
      above = bench.job(above, "link " + i);
    }
    JobHandle job = root.activate();
    assertThat(job.treeProgress().leaves()).isEqualTo(1);
    assertThat(job.treeProgress().done()).isZero();
    run(1);
    assertThat(job.treeProgress().percent()).isLessThanOrEqualTo(100);
  }

  @Test
  void theTimeLeftFollowsFromLeavesThatAreDoneAndSlotsThatRun() throws InterruptedException {
    JobRoot root = bench.root("root");
    for (int i = 0; i < 6; i++) {
      bench.job(root, "leaf " + i);
    }
    List<Job> gated = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      gated.add(root.createJob("spec.gate", bench.gated("gate " + i)));
    }
    assertThat(gated).hasSize(4);
    JobHandle job = root.activate();
    run(6);
    try (Worker worker = bench.queue().newWorker(WorkerOptions.defaults().withSlots(2))) {
      worker.start();
      bench.gate().awaitArrivals(2);
      TreeProgress tree = job.treeProgress();
      assertLeaves(tree, 6, 10, true);
      assertThat(tree.running()).isEqualTo(2);
      assertThat(tree.timeLeft()).isPresent();
      JobHandle one = bench.queue().findJob(JobId.parse("1/6")).orElseThrow();
      assertThat(one.isRunning()).isTrue();
      assertThat(one.treeProgress().timeLeft()).as("from its siblings").isPresent();
      bench.gate().open();
    }
  }
}
