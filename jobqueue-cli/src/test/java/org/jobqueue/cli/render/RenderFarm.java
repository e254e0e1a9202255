package org.jobqueue.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.cli.Main;
import org.jobqueue.cli.chaos.JavaProcess;
import org.jobqueue.cli.chaos.TestProcesses;

/** A queue, worker processes with one slot each, and the real Blender, POV-Ray and ffmpeg. */
final class RenderFarm implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(120);
  private static final String INSTALL =
      "install it, on Debian: apt-get install --no-install-recommends blender povray ffmpeg";

  private final Path directory;
  private final TestProcesses processes = new TestProcesses();
  private final JobQueue queue;
  private int logs;

  RenderFarm(Path directory) {
    this.directory = directory;
    queue =
        JobQueues.create(
            directory.resolve("queue"), QueueOptions.defaults().withDurability(Durability.NONE));
  }

  JobQueue queue() {
    return queue;
  }

  /** One of the scripts and scenes of these tests, copied beside the scenes. */
  Path resource(String name) throws IOException {
    Path copy = directory.resolve(name);
    try (InputStream content = RenderFarm.class.getResourceAsStream(name)) {
      Files.copy(content, copy);
    }
    return copy;
  }

  /** Has Blender make its scene by a script. */
  Path blenderScene() throws IOException, InterruptedException {
    Path scene = directory.resolve("scene.blend");
    run(
        "blender",
        "-b",
        "--factory-startup",
        "--python-exit-code",
        "1",
        "--python",
        resource("scene.py").toString(),
        "--",
        scene.toString());
    assertThat(scene).isNotEmptyFile();
    return scene;
  }

  /** The scene of POV-Ray, without the file that it includes. */
  Path povrayScene() throws IOException {
    return resource("scene.pov");
  }

  Map<String, Object> blender(Path scene, Path output, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.putAll(
        Map.of("file", scene.toString(), "output", output.resolve("f_##").toString()));
    return parameters;
  }

  Map<String, Object> povray(Path scene, Path output) {
    return Map.of(
        "file",
        scene.toString(),
        "output",
        output.resolve("f_##.png").toString(),
        "finalFrame",
        11,
        "width",
        Picture.WIDTH,
        "height",
        Picture.HEIGHT);
  }

  Map<String, Object> ffmpeg(Path frames, Path movie) {
    return Map.of(
        "frames",
        frames.resolve("f_##.png").toString(),
        "startFrame",
        1,
        "endFrame",
        11,
        "output",
        movie.toString());
  }

  /** Starts a worker process, which goes on until it is killed. */
  JavaProcess work() throws IOException {
    return processes.java(
        directory.resolve("worker" + logs++ + ".log"),
        Main.class,
        "-q",
        directory.resolve("queue").toString(),
        "work",
        "--slots",
        "1");
  }

  /** What happened to a job and those below it. */
  List<JobEvent> events(JobHandle job, EventType type) {
    return queue.events(EventQuery.all().withJob(job.id()).withTypes(Set.of(type))).toList();
  }

  static void awaitDone(JobHandle job) {
    await().atMost(LONG).until(() -> job.state() == JobState.DONE || job.hasError(true));
    assertThat(job.state()).as(() -> "errors: " + errors(job)).isEqualTo(JobState.DONE);
  }

  private static List<String> errors(JobHandle job) {
    return job.tree().flatMap(each -> each.error().stream()).map(Object::toString).toList();
  }

  /** Every frame is there, whole, and shows what it should; there are no other pictures. */
  static void assertFrames(Path output, int first, int last) throws IOException {
    List<Path> expected = new ArrayList<>();
    for (int frame = first; frame <= last; frame++) {
      Path file = output.resolve("f_%02d.png".formatted(frame));
      Picture.read(file).assertShowsFrame(frame);
      expected.add(file);
    }
    assertThat(output).isDirectoryContaining("glob:**.png");
    try (var files = Files.newDirectoryStream(output, "*.png")) {
      assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** The movie has so many frames of the right size, by ffprobe. */
  void assertMovie(Path movie, int frames) throws IOException, InterruptedException {
    String facts =
        run(
            "ffprobe",
            "-v",
            "error",
            "-count_frames",
            "-select_streams",
            "v:0",
            "-show_entries",
            "stream=width,height,nb_read_frames",
            "-of",
            "csv=p=0",
            movie.toString());
    assertThat(facts.strip())
        .isEqualTo("%d,%d,%d".formatted(Picture.WIDTH, Picture.HEIGHT, frames));
    Path frame = directory.resolve("sixth.png");
    run(
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-i",
        "" + movie,
        "-vf",
        "select=eq(n\\,5)",
        "-frames:v",
        "1",
        frame.toString());
    Picture.read(frame).assertLooksLikeFrame(6);
  }

  /** Every job that is done has exactly one committed attempt, and nothing is lost. */
  void assertVerified(int done) {
    List<String> violations = new ArrayList<>();
    QueueVerification result =
        JobQueues.verify(
            directory.resolve("queue"), violation -> violations.add(violation.toString()));
    assertThat(violations).isEmpty();
    assertThat(result.in(JobState.DONE)).isEqualTo(done);
  }

  /** What a program prints; a test fails if it fails or is not installed. */
  private String run(String... command) throws IOException, InterruptedException {
    Path log = directory.resolve("log" + logs++);
    Process process;
    try {
      process = processes.start(log, List.of(command), Map.of());
    } catch (IOException e) {
      throw new AssertionError(command[0] + " cannot be started; " + INSTALL, e);
    }
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(command[0]).isTrue();
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  void requirePrograms() throws IOException, InterruptedException {
    run("blender", "--version");
    run("povray", "--version");
    run("ffmpeg", "-version");
    run("ffprobe", "-version");
  }

  @Override
  public void close() throws IOException {
    processes.close();
  }
}
