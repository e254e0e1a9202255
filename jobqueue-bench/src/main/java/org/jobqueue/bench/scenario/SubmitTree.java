package org.jobqueue.bench.scenario;

import java.util.List;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Floor;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/** One job with twenty times as many sub-jobs as other rounds have jobs. */
final class SubmitTree implements Scenario {
  private static final int TIMES = 20;

  @Override
  public String name() {
    return "submit-tree";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    int subJobs = Math.multiplyExact(settings.jobs(), TIMES);
    MeasuredQueues queues = MeasuredQueues.counted();
    Operations operations = new Operations();
    Rounds rounds =
        Rounds.alternate(
            settings.rounds(),
            round -> Floor.in(workspace.unused("floor")).submit(subJobs),
            round -> {
              JobQueue queue = queues.create(workspace.unused("queue"), settings.durability());
              OperationCounts before = queues.counts();
              Timing timing =
                  Timing.of(
                      subJobs,
                      () -> {
                        JobHandle unused = Jobs.submitTree(queue, subJobs);
                      });
              operations.add(round, queues.counts().since(before));
              return timing;
            });
    return List.of(operations.describe(Figures.of(name(), rounds, "floor"), rounds));
  }
}
