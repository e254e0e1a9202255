package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobTypeInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path directory;
  private Path keep;
  private FakeQueue queue;
  private CliTester cli;
  private final List<FakeProcess> processes = new ArrayList<>();
  private final List<List<String>> commandLines = new ArrayList<>();
  private final Deque<Runnable> events = new ArrayDeque<>();

  /** A worker that lives until a test or the demo ends it. */
  private static final class FakeProcess implements WorkerLauncher.WorkerProcess {
    final Path log;
    OptionalInt exitCode = OptionalInt.empty();
    boolean stopped;

    FakeProcess(Path log) {
      this.log = log;
    }

    @Override
    public long pid() {
      return 4711;
    }

    @Override
    public OptionalInt exitCode() {
      return exitCode;
    }

    @Override
    public void stop() {
      stopped = true;
      end(143);
    }

    @Override
    public void kill() {
      end(137);
    }

    void end(int code) {
      exitCode = exitCode.isPresent() ? exitCode : OptionalInt.of(code);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    keep = directory.resolve("kept");
    queue = new FakeQueue(keep);
    queue.types.add(
        type("raytrace-frame", "frame", "frames", "output", "width", "height", "samples"));
    queue.types.add(type("raytrace-assemble", "frames", "output", "framesPerSecond", "columns"));
    cli = new CliTester(queue, directory);
    cli.home = Optional.of(directory);
    Files.createDirectories(directory.resolve("examples"));
    Files.writeString(directory.resolve("examples/raytracer-plugin.jar"), "a jar");
    cli.launcher = this::start;
    // Once the events of a test are over its workers end, so that no test waits for ever.
    cli.pause =
        time -> {
          Runnable event = events.pollFirst();
          if (event == null) {
            processes.forEach(process -> process.end(0));
          } else {
            event.run();
          }
        };
  }

  private static JobTypeInfo type(String name, String... parameters) {
    return new JobTypeInfo(
        name,
        1,
        "raytracer",
        name,
        java.util.Arrays.stream(parameters)
            .map(parameter -> FakeQueue.parameter(parameter, "integer", true, false))
            .toList(),
        "{}");
  }

  private WorkerLauncher.WorkerProcess start(List<String> arguments, Path log) throws IOException {
    commandLines.add(arguments);
    Files.writeString(log, "worker log\n");
    FakeProcess process = new FakeProcess(log);
    processes.add(process);
    return process;
  }

  private FakeHandle job() {
    return queue.jobs.get(queue.jobs.size() - 1);
  }

  /** The fake's activation has no sub-jobs of its own: the test adds the frames it needs. */
  private FakeHandle addFrame(int number, JobState state) {
    return job().addSubJob(number, "frame " + number, state);
  }

  private void finish() {
    try {
      Path out = directory.resolve("demo-output");
      Files.writeString(out.resolve("animation.gif"), "gif");
      Files.writeString(out.resolve("contact-sheet.png"), "png");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    job().status = FakeHandle.status(JobState.DONE);
  }

  private CliTester.Result demo(String... more) {
    List<String> arguments = new ArrayList<>(List.of("demo", "--frames", "2"));
    if (!List.of(more).contains("--keep")) {
      arguments.addAll(List.of("--keep", keep.toString()));
    }
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void theJobIsSubmittedWithAFrameEach() {
    events.add(this::finish);
    demo().ok();
    FakeJob top = queue.activated.get(0);
    String out = directory.resolve("demo-output").toString();
    assertThat(top.parameters).containsEntry("frames", 2).containsEntry("output", out);
    assertThat(top.subJobs).hasSize(2);
    assertThat(((FakeJob) top.subJobs.get(1)).parameters)
        .containsEntry("frame", 2)
        .containsEntry("frames", 2)
        .containsEntry("width", 320)
        .containsEntry("height", 180)
        .containsEntry("output", out);
  }

  @Test
  void workersAreProcessesThatEndByThemselves() {
    events.add(this::finish);
    demo("--workers", "3").ok();
    assertThat(commandLines).hasSize(3);
    assertThat(commandLines.get(0)).startsWith("-q", keep.toString(), "work", "--until-empty");
    assertThat(processes).noneMatch(process -> process.stopped);
  }

  @Test
  void eachFinishedFrameIsALineAndThePicturesComeLast() {
    events.add(() -> addFrame(0, JobState.DONE));
    events.add(() -> {});
    events.add(() -> addFrame(1, JobState.DONE));
    events.add(this::finish);
    assertThat(demo().ok().lines())
        .containsExactly(
            "queue    " + keep,
            "job      1 with 2 frames",
            "workers  process 4711, process 4711",
            "0/0 frames done, 0 running, 0 waiting",
            "1/1 frames done, 0 running, 0 waiting",
            "2/2 frames done, 0 running, 0 waiting",
            "",
            "animation      " + directory.resolve("demo-output/animation.gif"),
            "contact sheet  " + directory.resolve("demo-output/contact-sheet.png"),
            "",
            "The queue is still there; try: jobqueue -q " + keep + " tree 1");
  }

  @Test
  void onATerminalProgressIsRedrawnInPlace() {
    cli.terminal = true;
    events.add(
        () ->
            addFrame(0, JobState.RUNNING).status =
                FakeHandle.running(40, "line 72\u001b]0;evil\u0007 of 180"));
    events.add(this::finish);
    String out = demo().ok().out();
    assertThat(out)
        .contains(
            "\r[..............................] 0/1 frames done, 1 running, 0 waiting\u001b[K\n")
        .contains("\r  w1  frame 0  40%  line 72]0;evil of 180\u001b[K\n")
        .contains("\u001b[1A\r[....")
        .doesNotContain("\u001b]", "\u0007");
  }

  @Test
  void thePluginIsInstalledAndTheQueueOfAFormerDemoUsedAgain() throws IOException {
    events.add(this::finish);
    demo().ok();
    Path installed = keep.resolve("procs/raytracer/raytracer-plugin.jar");
    assertThat(installed).hasContent("a jar");
    Files.writeString(directory.resolve("examples/raytracer-plugin.jar"), "a newer jar");
    events.add(this::finish);
    assertThat(demo().ok().out()).contains("job      2 with 2 frames");
    assertThat(installed).hasContent("a newer jar");
    try (var files = Files.list(installed.getParent())) {
      assertThat(files).containsExactly(installed);
    }
  }

  @Test
  void aDirectoryWithOtherThingsIsRefused() throws IOException {
    Files.createDirectories(keep);
    Files.writeString(keep.resolve("thesis.txt"), "mine");
    demo()
        .fails(
            ExitCode.USAGE,
            keep + " is neither empty nor the queue of a former demo; choose another directory");
  }

  @Test
  void withoutItsPluginTheDemoSaysHowToStartIt() throws IOException {
    Path jar = directory.resolve("examples/raytracer-plugin.jar");
    Files.delete(jar);
    demo()
        .fails(
            ExitCode.USAGE,
            "the example plugin "
                + jar
                + " is missing; start the demo with the script 'jobqueue' of a complete"
                + " distribution");
  }

  @Test
  void aFailedFrameIsNamedWithItsError() {
    events.add(
        () ->
            addFrame(0, JobState.FAILED).status =
                FakeHandle.failed(JobError.of("no space left on the device")));
    CliTester.Result result = demo();
    assertThat(result.err())
        .isEqualTo("jobqueue: job 1/0 (frame 0) failed: no space left on the device\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void aWorkerThatDiesIsReportedAndTheOthersGoOn() {
    events.add(() -> processes.get(0).end(137));
    events.add(this::finish);
    CliTester.Result result = demo();
    assertThat(result.err().lines())
        .containsExactly(
            "jobqueue: worker 1 died with exit code 137; the others go on",
            "  worker 1: worker log");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void whenAllWorkersDieTheDemoFails() {
    events.add(() -> processes.forEach(process -> process.end(3)));
    CliTester.Result result = demo();
    assertThat(result.err())
        .contains("worker 2 died with exit code 3\n")
        .contains("the workers have ended before the animation was done\n  worker 1: worker log");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void missingPicturesAreAFailure() {
    events.add(() -> job().status = FakeHandle.status(JobState.DONE));
    CliTester.Result result = demo();
    assertThat(result.err()).contains("the job is done, but there are no pictures in ");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void aSignalStopsTheWorkersAndLeavesNoTemporaryFiles() {
    events.add(() -> cli.signalActions.get(0).run());
    CliTester.Result result = demo();
    assertThat(processes).hasSize(2).allMatch(process -> process.stopped);
    assertThat(processes).noneMatch(process -> Files.exists(process.log.getParent()));
    assertThat(result.err()).isEqualTo("jobqueue: interrupted; the workers have been stopped\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void badNumbersAreUsageErrors() {
    demo("--workers", "0").fails(ExitCode.USAGE, "--workers and --frames must be 1 or more");
  }
}
