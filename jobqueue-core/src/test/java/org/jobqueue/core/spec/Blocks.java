package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Finding;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;

/** Submits blocks of frames to a queue, runs them, and asks what came of them. */
final class Blocks {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final WorkerOptions UNTIL_EMPTY =
      WorkerOptions.defaults().withUntilEmpty(true).withLongestPoll(Duration.ofMillis(50));

  private final Bench bench;

  Blocks(Bench bench) {
    this.bench = bench;
  }

  JobRoot root(List<Integer> failing) {
    return bench
        .queue()
        .createJobRoot(
            "spec.frames", Map.of("directory", bench.traces().directory(), "failing", failing));
  }

  JobHandle submit(String frames, int chunkSize) {
    return submit(frames, chunkSize, List.of());
  }

  JobHandle submit(String frames, int chunkSize, List<Integer> failing) {
    JobRoot root = root(failing);
    root.setFrames(FrameRange.parse(frames), chunkSize);
    return root.activate();
  }

  JobHandle chunk(JobHandle block, int frame) {
    return bench.queue().findJob(block.id().chunk(frame)).orElseThrow();
  }

  void work(int slots) throws InterruptedException {
    try (Worker worker = bench.queue().newWorker(UNTIL_EMPTY.withSlots(slots))) {
      worker.start();
      assertThat(worker.awaitTermination(LONG)).isTrue();
    }
  }

  void assertRunOnce(IntStream frames) throws IOException {
    Map<String, Long> counts = bench.traces().counts("frame");
    assertThat(counts.keySet())
        .containsExactlyInAnyOrderElementsOf(frames.mapToObj(Integer::toString).toList());
    assertThat(counts.values()).containsOnly(1L);
  }

  void assertVerified() {
    List<Violation> violations = new ArrayList<>();
    JobQueues.verify(bench.directory(), violations::add);
    assertThat(violations).isEmpty();
    List<Finding> findings = new ArrayList<>();
    CheckResult unused = bench.queue().check(CheckOptions.defaults(), findings::add);
    assertThat(findings).isEmpty();
  }
}
