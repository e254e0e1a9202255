package org.jobqueue.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jobqueue.cli.render.RenderFarm.LONG;
import static org.jobqueue.cli.render.RenderFarm.assertFrames;
import static org.jobqueue.cli.render.RenderFarm.awaitDone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.event.EventType;
import org.jobqueue.cli.chaos.JavaProcess;
import org.jobqueue.cli.chaos.TestProcesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Animations and movies made by the real programs through worker processes. */
@Tag("real-renderers")
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class RealRendersTest {
  private static final FrameRange FRAMES = FrameRange.parse("1-11");

  @TempDir Path directory;
  private RenderFarm farm;
  private Path output;

  @BeforeEach
  void createAFarm() throws Exception {
    farm = new RenderFarm(directory);
    farm.requirePrograms();
    output = directory.resolve("frames");
  }

  @AfterEach
  void leaveNoProcess() throws Exception {
    farm.close();
  }

  private void renderAMovie(String type, Map<String, ?> parameters) throws Exception {
    Path movie = directory.resolve("movie.mp4");
    JobRoot root = farm.queue().createJobRoot("ffmpeg", farm.ffmpeg(output, movie));
    root.createJob(type, parameters).setFrames(FRAMES, 2);
    JobHandle job = root.activate();
    farm.work();
    farm.work();
    awaitDone(job);
    assertFrames(output, 1, 11);
    farm.assertMovie(movie, 11);
    JobHandle block = job.listSubJobs().get(0);
    Set<String> workers =
        block.listSubJobs().stream()
            .flatMap(chunk -> chunk.attempts().stream())
            .map(JobAttempt::worker)
            .collect(Collectors.toSet());
    assertThat(workers).as("both rendered").hasSize(2);
    // The movie, the block, and 6 chunks: five of 2 frames and one of 1.
    farm.assertVerified(8);
  }

  @Test
  void aMovieOfFramesByBlender() throws Exception {
    renderAMovie("blender", farm.blender(farm.blenderScene(), output, Map.of("engine", "CYCLES")));
  }

  @Test
  void aMovieOfFramesByPovray() throws Exception {
    farm.resource("colours.inc");
    renderAMovie("povray", farm.povray(farm.povrayScene(), output));
  }

  @Test
  void aWorkerThatIsKilledInTheMiddleOfAFrameLosesNoFrame() throws Exception {
    Path scene = farm.blenderScene();
    String script = farm.resource("slow_frame.py").toString();
    JobRoot root =
        farm.queue()
            .createJobRoot("blender", farm.blender(scene, output, Map.of("script", script)));
    JobHandle block = root.setFrames(FrameRange.parse("1-6"), 1).root().activate();
    List<JavaProcess> workers = List.of(farm.work(), farm.work());
    JobHandle slow = awaitTheMiddleOfFrame3(block, workers);
    String owner = slow.status().worker().orElseThrow();
    JavaProcess victim =
        workers.stream()
            .filter(worker -> worker.workerName().orElseThrow().equals(owner))
            .findFirst()
            .orElseThrow();
    assertThat(TestProcesses.withMarker(owner + "/")).isNotEmpty();
    Files.createFile(directory.resolve("FAST"));
    victim.kill();
    assertThat(output.resolve("f_03.png")).doesNotExist();

    awaitDone(block);
    assertFrames(output, 1, 6);
    assertThat(slow.attempts()).hasSize(2);
    assertThat(slow.attempts().get(0).worker()).isEqualTo(owner);
    assertThat(slow.attempts()).extracting(JobAttempt::committed).containsExactly(false, true);
    assertThat(TestProcesses.withMarker(owner + "/")).as("renderers it left").isEmpty();
    assertThat(farm.events(slow, EventType.LOST)).hasSize(1);
    farm.assertVerified(7);
  }

  private static JobHandle awaitTheMiddleOfFrame3(JobHandle block, List<JavaProcess> workers) {
    try {
      return await().atMost(LONG).until(() -> inTheMiddleOfFrame3(block), job -> job != null);
    } catch (ConditionTimeoutException e) {
      String chunks =
          block.listSubJobs().stream()
              .map(chunk -> chunk.id() + " " + chunk.status() + "\n")
              .collect(Collectors.joining());
      String logs = workers.stream().map(JavaProcess::output).collect(Collectors.joining("\n"));
      throw new AssertionError("frame 3 is not begun:\n" + chunks + logs, e);
    }
  }

  /** The job of frame 3 when Blender has told that it is at one of its samples. */
  private static JobHandle inTheMiddleOfFrame3(JobHandle block) {
    return block.listSubJobs().stream()
        .filter(
            chunk -> chunk.statusLine().orElse("").matches("frame 3, sample \\d+ of 10000000.*"))
        .findFirst()
        .orElse(null);
  }

  @Test
  void aFrameWhoseScriptFailsAtFirstIsTriedAgain() throws Exception {
    Path scene = farm.blenderScene();
    String script = farm.resource("first_try_fails.py").toString();
    JobRoot root =
        farm.queue()
            .createJobRoot("blender", farm.blender(scene, output, Map.of("script", script)));
    JobHandle block = root.setAttempts(2).setFrames(FrameRange.parse("3-5"), 1).root().activate();
    farm.work();
    farm.work();
    awaitDone(block);
    assertFrames(output, 3, 5);
    JobHandle fourth = block.listSubJobs().get(1);
    assertThat(fourth.attempts()).extracting(JobAttempt::committed).containsExactly(false, true);
    assertThat(farm.events(fourth, EventType.RETRIED))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.message().orElse(""))
                    .contains("RuntimeError: the cache of frame 4 is not there yet"));
    farm.assertVerified(4);
  }

  @Test
  void aSceneWhoseIncludedFileComesLaterIsTriedAgain() throws Exception {
    JobRoot root = farm.queue().createJobRoot("povray", farm.povray(farm.povrayScene(), output));
    // Tried until the file is there, however long that takes.
    root.setOptions(
        root.options()
            .withRetry(root.options().retry().withAttempts(100).withDelay(Duration.ofMillis(200))));
    JobHandle job = root.setFrames(FrameRange.parse("7"), 1).root().activate();
    farm.work();
    await().atMost(LONG).until(() -> !farm.events(job, EventType.RETRIED).isEmpty());
    farm.resource("colours.inc");
    awaitDone(job);
    assertFrames(output, 7, 7);
    assertThat(farm.events(job, EventType.RETRIED).get(0).message().orElse(""))
        .contains("colours.inc");
    farm.assertVerified(2);
  }
}
