package org.jobqueue.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/**
 * Whether a worker is as quick with many jobs in the queue as with few: the same number of jobs is
 * run where only these are queued, where very many more are, and where very many are finished.
 */
final class Flat implements Scenario {
  private static final int FILLING_THREADS = 4;
  private static final int DRAINING_SLOTS = 4;
  private static final Duration LONGEST_DRAIN = Duration.ofHours(3);
  private static final String FEW = "few queued";

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    MeasuredQueues queues = MeasuredQueues.counted();
    Path directory = workspace.unused("big");
    JobQueue big = queues.create(directory, settings.durability());
    int measured = Math.multiplyExact(settings.jobs(), settings.rounds() + 1);
    Timing filled = Jobs.submit(big, settings.many() + measured, FILLING_THREADS);
    Timing first =
        Timing.of(
            1,
            () -> {
              boolean unused = MeasuredQueues.counted().open(directory).runNextAvailableJob();
            });
    Figures queued = compare("flat-queued", settings, workspace, queues, () -> big);
    drain(queues.open(directory));
    Figures finished =
        compare(
            "flat-finished",
            settings,
            workspace,
            queues,
            () -> {
              JobQueue again = queues.open(directory);
              Timing unused = Jobs.submit(again, settings.jobs());
              return again;
            });
    return List.of(
        queued
            .with("queuedJobs", settings.many())
            .with("fillPerSecond", filled.rate())
            .with("firstJobMillis", first.seconds() * 1000),
        finished.with("finishedJobs", (double) filled.jobs()));
  }

  private interface Preparation {
    JobQueue prepare() throws Exception;
  }

  private static Figures compare(
      String name,
      Settings settings,
      Workspace workspace,
      MeasuredQueues queues,
      Preparation preparation)
      throws Exception {
    Rounds rounds =
        Rounds.alternate(
            settings.rounds(),
            round -> {
              JobQueue few = queues.create(workspace.unused("few"), settings.durability());
              Timing unused = Jobs.submit(few, settings.jobs());
              return Jobs.run(few, settings.jobs(), 1);
            },
            round -> {
              JobQueue many = preparation.prepare();
              return Jobs.run(many, settings.jobs(), 1);
            });
    return Figures.of(name, rounds, FEW);
  }

  /** Runs what is left, which is a few jobs less than were counted. */
  private static void drain(JobQueue queue) throws Exception {
    WorkerOptions options = WorkerOptions.defaults().withSlots(DRAINING_SLOTS).withUntilEmpty(true);
    try (Worker worker = queue.newWorker(options)) {
      worker.start();
      if (!worker.awaitTermination(LONGEST_DRAIN)) {
        throw new IllegalStateException("the queue is not empty after " + LONGEST_DRAIN);
      }
    }
  }
}
