package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs jobs in this process until it is stopped, or until the queue is empty. */
@Command(
    name = "work",
    description = {
      "Runs the jobs of the queue, on this machine and under this account.",
      "Ctrl-C or SIGTERM: takes no more jobs, waits for the running ones, then ends.",
      "A second signal gives the running jobs back to the queue and ends now.",
      "Exit code: 0 after SIGTERM if all it ran was finished or given back (143 with --until-empty,",
      "since the queue is not empty then), 130 after Ctrl-C, 3 or 4 if the queue was gone for good."
    })
final class WorkCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofHours(1);

  private final QueueLocator queues;
  private final Console console;
  private final Surroundings surroundings;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many jobs run at the same time; default 1.")
  int slots;

  @Option(
      names = "--until-empty",
      description = {
        "End once nothing is left to run and nothing is running anywhere.",
        "The exit code is 1 if a job failed for good in the hands of this worker."
      })
  boolean untilEmpty;

  @Option(
      names = "--longest-poll",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "2s",
      description = {
        "The longest pause between two looks at an empty queue; default 2s.",
        "With more than 8 workers it gets longer, up to 30s, so that all together look no more often."
      })
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  Duration longestPoll;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "30s",
      description = "How long running jobs may go on after a signal; default 30s.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  Duration grace;

  @Option(
      names = "--block-after",
      paramLabel = "N",
      defaultValue = "3",
      description = {
        "Take no more jobs of a type for ten minutes after N different ones failed on this host in the",
        "same way, with none that succeeded in between; 0 for never, default 3."
      })
  int blockAfter;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = Durations.class,
      defaultValue = "10m",
      description = {
        "End if the queue's directory is gone or cannot be read for so long; 0s for never, default",
        "10m. A queue that is only full or read-only is waited for without end."
      })
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  Duration patience;

  @ArgGroup(heading = "What it offers to jobs; what is not given is found out:%n", validate = false)
  OfferOptions offer = new OfferOptions();

  @Option(
      names = "--log-limit",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = {
        "The most that each log file of an attempt takes, such as 10m; its beginning and end are kept.",
        "Default: that of the queue, 64m unless queue.json says otherwise."
      })
  @Nullable Long logLimit;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description = {
        "Write what the worker does and how much is queued to this file every 15 s,",
        "in the Prometheus text format, for the textfile collector of the node exporter."
      })
  @Nullable Path metricsFile;

  @Inject
  WorkCommand(QueueLocator queues, Console console, Surroundings surroundings) {
    this.queues = queues;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JobQueue queue = queues.open();
    queue
        .pluginProblems()
        .forEach(p -> console.error("plugin '" + p.plugin() + "' cannot be used: " + p.message()));
    Closeable metrics = metrics(queue);
    try {
      return work(queue);
    } finally {
      metrics.close();
    }
  }

  private int work(JobQueue queue) throws InterruptedException {
    AtomicInteger signals = new AtomicInteger();
    AtomicReference<Signals.@Nullable Kind> first = new AtomicReference<>();
    try (Worker worker = queue.newWorker(options(queue))) {
      Signals.Watch watch =
          surroundings
              .signals()
              .listen(
                  kind -> {
                    first.compareAndSet(null, kind);
                    stop(worker, signals, kind);
                  });
      try {
        worker.start();
        announce(worker);
        while (!worker.awaitTermination(LOOK)) {
          // A worker has no end of its own unless it was asked for one.
        }
      } finally {
        watch.end();
      }
      summarise(worker.statistics());
      if (worker.failure().isPresent()) {
        throw worker.failure().get();
      }
      return exitCode(worker.statistics(), first.get());
    }
  }

  private Closeable metrics(JobQueue queue) throws IOException {
    return metricsFile == null
        ? () -> {}
        : MetricsFile.start(queue, surroundings.resolve(metricsFile), console);
  }

  private WorkerOptions options(JobQueue queue) {
    try {
      WorkerOptions options =
          new WorkerOptions(slots, untilEmpty, longestPoll)
              .withBlockAfter(blockAfter)
              .withPatience(patience);
      Long limit = logLimit;
      if (limit != null) {
        options = options.withLogLimit(limit);
      }
      return offer.isGiven()
          ? options.withResources(offer.applyTo(queue.localResources()))
          : options;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void announce(Worker worker) {
    console.line(
        "worker "
            + worker.name()
            + " works on "
            + Printable.line(queues.requireDirectory().toString())
            + " with "
            + (slots == 1 ? "1 slot" : slots + " slots")
            + (untilEmpty ? " until it is empty" : "; Ctrl-C ends it"));
    console.out().flush();
  }

  private void stop(Worker worker, AtomicInteger signals, Signals.Kind kind) {
    int signal = signals.incrementAndGet();
    if (signal > 2) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime()
          .halt(kind == Signals.Kind.TERMINATE ? ExitCode.TERMINATED : ExitCode.INTERRUPTED);
    }
    if (signal == 2) {
      console.error("giving the running jobs back");
      worker.close();
      return;
    }
    console.error(
        "waiting for the running jobs, at most "
            + Durations.describe(grace)
            + "; a second signal gives them back now");
    try {
      worker.stop(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void summarise(Worker.Statistics did) {
    console.line(
        did.done()
            + " done, "
            + did.failed()
            + " failed, "
            + did.retried()
            + " to be tried again, "
            + did.lost()
            + " lost");
  }

  /** What supervisors need: a worker that was to go on until it is told to end has done so. */
  private int exitCode(Worker.Statistics did, Signals.@Nullable Kind signal) {
    if (signal == Signals.Kind.TERMINATE) {
      return untilEmpty ? ExitCode.TERMINATED : ExitCode.OK;
    }
    if (signal != null) {
      return ExitCode.INTERRUPTED;
    }
    return did.failed() > 0 ? ExitCode.JOB_FAILED : ExitCode.OK;
  }
}
