package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.Durability;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Renderers in a queue: blocks, declared pictures, and what is there already. */
@Timeout(120)
class RenderQueueTest {
  @TempDir private Path directory;

  private JobQueue queue;
  private Path program;

  /** The program is a V-Ray that makes a picture, unless it is that of frame 4. */
  @BeforeEach
  void createQueue() throws Exception {
    queue =
        JobQueues.create(
            directory.resolve("queue"), QueueOptions.defaults().withDurability(Durability.NONE));
    Replay.writePng(directory.resolve("whole.png"));
    program =
        Replay.program(
            directory,
            "for a; do case $a in *4.png) ;; -imgFile=*) echo $a >> '%1$s/runs'; cp '%1$s/whole.png' ${a#-imgFile=};; esac; done\n"
                .formatted(directory));
  }

  private JobRoot root(Map<String, Object> given) {
    Map<String, Object> parameters =
        new HashMap<>(
            Map.of(
                "file",
                "/x.vrscene",
                "output",
                directory + "/out/f_##.png",
                "executable",
                program.toString()));
    parameters.putAll(given);
    return queue.createJobRoot("vray", parameters);
  }

  private void runAll() throws InterruptedException {
    WorkerOptions options =
        WorkerOptions.defaults().withUntilEmpty(true).withLongestPoll(Duration.ofMillis(50));
    try (Worker worker = queue.newWorker(options)) {
      worker.start();
      assertThat(worker.awaitTermination(Duration.ofSeconds(60))).isTrue();
    }
  }

  private long runs() throws Exception {
    return Files.readAllLines(directory.resolve("runs")).size();
  }

  @Test
  void theChunksOfABlockRenderTheirFrames() throws Exception {
    JobHandle block = root(Map.of()).setFrames(FrameRange.parse("5-9"), 2).root().activate();
    runAll();
    assertThat(block.isFinished()).isTrue();
    for (int frame = 5; frame <= 9; frame++) {
      assertThat(directory.resolve("out/f_0" + frame + ".png")).exists();
    }
    assertThat(runs()).isEqualTo(5);
  }

  @Test
  void aFrameThatWasNotMadeFailsItsChunkOnly() throws Exception {
    JobHandle block = root(Map.of()).setFrames(FrameRange.parse("1-6"), 2).root().activate();
    runAll();
    assertThat(block.listSubJobs())
        .extracting(JobHandle::state)
        .containsExactly(JobState.DONE, JobState.FAILED, JobState.DONE);
    assertThat(block.listSubJobs().get(1).error().orElseThrow().message())
        .isEqualTo(
            "V-Ray ended with exit code 0, yet it failed:\n"
                + directory
                + "/out/f_04.png does not exist");
  }

  @Test
  void whatIsThereIsSkipped() throws Exception {
    Replay.writePng(directory.resolve("out/f_01.png"));
    Files.writeString(directory.resolve("out/f_02.png"), "not a picture");
    JobRoot skipping = root(Map.of());
    skipping.setOptions(skipping.options().withSkipExisting(true));
    JobHandle block = skipping.setFrames(FrameRange.parse("1-3"), 1).root().activate();
    runAll();
    assertThat(block.isFinished()).isTrue();
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void framesAmongTheParameters() throws Exception {
    JobHandle job = root(Map.of("startFrame", 1, "endFrame", 3)).activate();
    runAll();
    assertThat(job.isFinished()).isTrue();
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void framesInTwoPlacesAreRefusedAtSubmission() {
    JobRoot root = root(Map.of("startFrame", 1, "endFrame", 3));
    Job block = root.setFrames(FrameRange.parse("1-3"));
    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("startFrame");
    assertThat(block.frames()).isPresent();
    assertThat(List.copyOf(queue.listJobs())).isEmpty();
  }

  @Test
  void aPlaceForFramesWithoutFramesIsRefusedAtSubmission() {
    JobRoot root = root(Map.of());
    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("has a place for the number of a frame, but the job has no frames");
    assertThat(List.copyOf(queue.listJobs())).isEmpty();
  }
}
