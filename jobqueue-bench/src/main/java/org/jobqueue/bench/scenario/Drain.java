package org.jobqueue.bench.scenario;

import java.util.List;
import org.jobqueue.api.JobQueue;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Floor;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Latencies;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.ClaimTimes;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/** Single jobs, run by a worker with one slot. */
final class Drain implements Scenario {
  @Override
  public String name() {
    return "drain";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    Latencies claims = new Latencies();
    MeasuredQueues queues = MeasuredQueues.watched(new ClaimTimes(claims));
    Operations operations = new Operations();
    Rounds rounds =
        Rounds.alternate(
            settings.rounds(),
            round -> {
              Floor floor = Floor.in(workspace.unused("floor"));
              Timing unused = floor.submit(settings.jobs());
              return floor.run(settings.jobs());
            },
            round -> {
              JobQueue queue = queues.create(workspace.unused("queue"), settings.durability());
              Timing unused = Jobs.submit(queue, settings.jobs());
              if (round == 1) {
                claims.clear(); // those of the warm-up
              }
              OperationCounts before = queues.counts();
              Timing timing = Jobs.run(queue, settings.jobs(), 1);
              operations.add(round, queues.counts().since(before));
              return timing;
            });
    return List.of(
        operations.describe(Figures.of(name(), rounds, "floor"), rounds).with("claim", claims, 99));
  }
}
