package org.jobqueue.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;
import org.jobqueue.bench.worker.WorkerProcess;

/**
 * Single jobs, run by two worker processes, beside the same jobs run by one such process. Both have
 * run many jobs before: while a virtual machine still compiles, two of them compete with their own
 * compilers for the cores.
 */
final class DrainTwo implements Scenario {
  private static final int WARM_UP_ROUNDS = 5;

  private final MeasuredQueues queues = MeasuredQueues.counted();

  @Override
  public String name() {
    return "drain-two";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    try (WorkerProcess first = WorkerProcess.start();
        WorkerProcess second = WorkerProcess.start()) {
      Timing cold = drain(settings, workspace, List.of(first));
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        Timing unused = drain(settings, workspace, List.of(first, second));
      }
      Rounds rounds =
          Rounds.alternate(
              settings.rounds(),
              round -> drain(settings, workspace, List.of(first)),
              round -> drain(settings, workspace, List.of(first, second)));
      return List.of(Figures.of(name(), rounds, "one process").with("coldPerSecond", cold.rate()));
    }
  }

  private Timing drain(Settings settings, Workspace workspace, List<WorkerProcess> workers)
      throws Exception {
    Path directory = workspace.unused("queue");
    Timing unused = Jobs.submit(queues.create(directory, settings.durability()), settings.jobs());
    for (WorkerProcess worker : workers) {
      worker.drain(directory);
    }
    long jobs = 0;
    long nanos = 0;
    for (WorkerProcess worker : workers) {
      Timing timing = worker.await();
      jobs += timing.jobs();
      nanos = Math.max(nanos, timing.nanos());
    }
    if (jobs != settings.jobs()) {
      throw new IllegalStateException("of " + settings.jobs() + " jobs " + jobs + " were run");
    }
    return new Timing(jobs, nanos);
  }
}
