package org.jobqueue.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.spi.JobQueueProvider;

/** The queue of the demo with the example plugin in it. */
final class DemoQueue {
  /** Where the plugin lies within the distribution. */
  static final Path PLUGIN_FILE = Path.of("examples", "raytracer-plugin.jar");

  private static final Path INSTALLED = Path.of("procs", "raytracer", "raytracer-plugin.jar");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static final int SAMPLES = 4;
  private static final int FRAMES_PER_SECOND = 12;
  private static final int COLUMNS = 6;

  private final JobQueue queue;

  private DemoQueue(JobQueue queue) {
    this.queue = queue;
  }

  /** Creates the queue, or opens that of a former demo, and installs the plugin. */
  static DemoQueue prepare(JobQueueProvider provider, Path directory, Path plugin)
      throws IOException {
    boolean former = Files.isRegularFile(directory.resolve(INSTALLED));
    if (!former) {
      requireFree(directory);
      provider.create(directory, QueueOptions.defaults().withLease(LEASE));
    }
    install(plugin, directory.resolve(INSTALLED));
    // Opened after the plugin is in place: a queue object may look for plugins once only.
    return new DemoQueue(provider.open(directory));
  }

  private static void requireFree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new UsageException(
        directory + " is neither empty nor the queue of a former demo; choose another directory");
  }

  private static void install(Path plugin, Path target) throws IOException {
    if (Files.exists(target) && Files.mismatch(plugin, target) < 0) {
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    Path half = Files.createTempFile(target.getParent(), ".plugin", ".tmp");
    Files.copy(plugin, half, StandardCopyOption.REPLACE_EXISTING);
    Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Submits the animation: a job per frame, and one that assembles them. */
  JobHandle submit(int frames, Path pictures) {
    String output = pictures.toString();
    JobRoot root =
        queue.createJobRoot(
            "raytrace-assemble",
            Map.of(
                "frames", frames,
                "output", output,
                "framesPerSecond", FRAMES_PER_SECOND,
                "columns", COLUMNS));
    for (int frame = 1; frame <= frames; frame++) {
      var unused =
          root.createJob(
              "raytrace-frame",
              Map.of(
                  "frame", frame,
                  "frames", frames,
                  "output", output,
                  "width", WIDTH,
                  "height", HEIGHT,
                  "samples", SAMPLES));
    }
    return root.activate();
  }
}
