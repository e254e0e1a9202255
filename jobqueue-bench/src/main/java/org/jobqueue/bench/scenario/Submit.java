package org.jobqueue.bench.scenario;

import java.util.List;
import org.jobqueue.api.JobQueue;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Floor;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/** Single jobs, submitted by one thread. */
final class Submit implements Scenario {
  @Override
  public String name() {
    return "submit";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    MeasuredQueues queues = MeasuredQueues.counted();
    Operations operations = new Operations();
    Rounds rounds =
        Rounds.alternate(
            settings.rounds(),
            round -> Floor.in(workspace.unused("floor")).submit(settings.jobs()),
            round -> {
              JobQueue queue = queues.create(workspace.unused("queue"), settings.durability());
              OperationCounts before = queues.counts();
              Timing timing = Jobs.submit(queue, settings.jobs());
              operations.add(round, queues.counts().since(before));
              return timing;
            });
    return List.of(operations.describe(Figures.of(name(), rounds, "floor"), rounds));
  }
}
