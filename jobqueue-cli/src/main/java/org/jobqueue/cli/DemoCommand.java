package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Shows everything at once: a queue, a plugin, a hierarchy, worker processes, a result to look at.
 */
@Command(
    name = "demo",
    description = {
      "Renders a small animation with a queue and workers of its own.",
      "Creates a queue, installs the example plugin in it, submits a job for each frame and one"
          + " that assembles them, starts worker processes, and names the pictures at the end."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final JobQueueProvider provider;
  private final Console console;
  private final Surroundings surroundings;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Make the queue here and keep it: a new or empty directory, or the queue of a former demo."
              + " Otherwise it is temporary.")
  @Nullable Path keep;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo-output",
      description = "Where the pictures go; default demo-output in the current directory.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  Path out;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many worker processes; default 2.")
  int workers;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many frames; default 24.")
  int frames;

  @Inject
  DemoCommand(JobQueueProvider provider, Console console, Surroundings surroundings) {
    this.provider = provider;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (workers < 1 || frames < 1) {
      throw new UsageException("--workers and --frames must be 1 or more");
    }
    try (DemoDirectory directory = DemoDirectory.create(Optional.ofNullable(keep), surroundings)) {
      DemoQueue queue = DemoQueue.prepare(provider, directory.queue(), requirePlugin());
      Path pictures = surroundings.resolve(out);
      Files.createDirectories(pictures);
      JobHandle job = queue.submit(frames, pictures);
      console.line("queue    " + Printable.line(directory.queue().toString()));
      console.line("job      " + job.id() + " with " + frames + " frames");
      DemoWorkers crew = DemoWorkers.start(workers, directory, surroundings);
      try {
        console.line("workers  " + crew.describe());
        return run(job, crew, pictures);
      } finally {
        crew.end();
      }
    }
  }

  private Path requirePlugin() {
    Path jar =
        surroundings.home().orElse(surroundings.currentDirectory()).resolve(DemoQueue.PLUGIN_FILE);
    if (surroundings.home().isEmpty() || !Files.isRegularFile(jar)) {
      throw new UsageException(
          "the example plugin "
              + jar
              + " is missing; start the demo with the script 'jobqueue' of a complete distribution");
    }
    return jar;
  }

  private int run(JobHandle job, DemoWorkers crew, Path pictures) throws InterruptedException {
    AtomicInteger signals = new AtomicInteger();
    DemoDisplay display = new DemoDisplay(console);
    Signals.Watch watch = surroundings.signals().watch(() -> onSignal(signals, crew));
    try {
      DemoProgress progress = DemoProgress.of(job);
      display.show(progress);
      while (!progress.isOver() && crew.isWorking() && signals.get() == 0) {
        surroundings.pause().pause(LOOK);
        if (signals.get() == 0) {
          report(crew.newDeaths(), display);
        }
        progress = DemoProgress.of(job);
        display.show(progress);
      }
    } finally {
      watch.end();
    }
    if (signals.get() > 0) {
      console.error("interrupted; the workers have been stopped");
      return ExitCode.INTERRUPTED;
    }
    // A worker may have finished the job and ended between the two looks above.
    DemoProgress end = DemoProgress.of(job);
    display.show(end);
    return conclude(end, crew, pictures);
  }

  private void report(List<String> deaths, DemoDisplay display) {
    if (!deaths.isEmpty()) {
      display.leave();
      deaths.forEach(console::error);
    }
  }

  private static void onSignal(AtomicInteger signals, DemoWorkers crew) {
    if (signals.incrementAndGet() == 1) {
      crew.stop();
    } else {
      crew.kill();
    }
  }

  private int conclude(DemoProgress progress, DemoWorkers crew, Path pictures) {
    if (progress.top().state() != JobState.DONE) {
      console.error(progress.failure().orElseGet(crew::lastWords));
      return ExitCode.JOB_FAILED;
    }
    Path animation = pictures.resolve("animation.gif");
    Path sheet = pictures.resolve("contact-sheet.png");
    if (!Files.isRegularFile(animation) || !Files.isRegularFile(sheet)) {
      console.error("the job is done, but there are no pictures in " + pictures);
      return ExitCode.JOB_FAILED;
    }
    console.line("");
    console.line("animation      " + animation);
    console.line("contact sheet  " + sheet);
    if (keep != null) {
      console.line("");
      console.line(
          "The queue is still there; try: jobqueue -q " + keep + " tree " + progress.top().id());
    }
    return ExitCode.OK;
  }
}
