package org.jobqueue.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jobqueue.cli.render.RenderFarm.LONG;
import static org.jobqueue.cli.render.RenderFarm.assertFrames;
import static org.jobqueue.cli.render.RenderFarm.awaitDone;

import java.nio.file.Path;
import java.util.Map;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk for the pictures is full; what the programs say of that, and what becomes of the jobs.
 */
@Tag("real-renderers")
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class FullRenderDiskTest {
  private static final FrameRange FRAMES = FrameRange.parse("1-11");

  @TempDir Path directory;
  private RenderFarm farm;
  private Path output;
  private SmallDisk disk;

  @BeforeEach
  void createAFarmAndASmallDisk() throws Exception {
    farm = new RenderFarm(directory);
    farm.requirePrograms();
    output = directory.resolve("frames");
    disk = SmallDisk.mount(directory.resolve("small"));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    farm.close();
    if (disk != null) {
      disk.unmount();
    }
  }

  /** The disk has room for two pictures, and none of them counts until it has room for all. */
  private void fillTheDisk(String type, Map<String, ?> parameters, int free) throws Exception {
    disk.fillBut(free);
    Job job = farm.queue().createJobRoot(type, parameters).setFrames(FrameRange.parse("1-6"), 6);
    JobHandle block = job.root().activate();
    farm.work();
    assertNoSpaceLeft(block);
    disk.makeRoom();
    awaitDone(block);
    assertFrames(disk.path(), 1, 6);
    farm.assertVerified(2);
  }

  private void assertNoSpaceLeft(JobHandle block) {
    await()
        .atMost(LONG)
        .until(() -> !farm.events(block, EventType.RETRIED).isEmpty() || block.hasError(true));
    JobHandle job = block.frames().isPresent() ? block.listSubJobs().get(0) : block;
    JobAttempt failed = job.attempts().get(0);
    assertThat(failed.error().orElseThrow().message()).containsIgnoringCase("no space left");
    assertThat(failed.error().orElseThrow().errorClass()).isEqualTo(ErrorClass.TRANSIENT);
    assertThat(failed.committed()).isFalse();
    assertThat(job.state()).isIn(JobState.WAITING, JobState.RUNNING);
    assertThat(block.hasError(true)).isFalse();
  }

  @Test
  void blenderOnAFullDisk() throws Exception {
    Path scene = farm.blenderScene();
    fillTheDisk("blender", farm.blender(scene, disk.path(), Map.of()), 2 * 4096);
  }

  @Test
  void povrayOnAFullDisk() throws Exception {
    farm.resource("colours.inc");
    fillTheDisk("povray", farm.povray(farm.povrayScene(), disk.path()), 4096);
  }

  @Test
  void ffmpegOnAFullDisk() throws Exception {
    farm.resource("colours.inc");
    Path movie = disk.path().resolve("movie.mp4");
    disk.fillBut(0);
    JobRoot root = farm.queue().createJobRoot("ffmpeg", farm.ffmpeg(output, movie));
    root.createJob("povray", farm.povray(farm.povrayScene(), output)).setFrames(FRAMES, 11);
    JobHandle job = root.activate();
    farm.work();
    assertNoSpaceLeft(job);
    disk.makeRoom();
    awaitDone(job);
    farm.assertMovie(movie, 11);
    farm.assertVerified(3);
  }
}
