package org.jobqueue.bench.scenario;

import java.util.List;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.bench.floor.Floor;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/**
 * What full durability costs, whatever {@code --durability} says: beside a loop that makes each job
 * durable by itself, and beside what the device can do.
 */
final class Full implements Scenario {
  private static final int THREADS = 16;
  private static final String SYNCED = "floor with fsync";

  private final MeasuredQueues queues = MeasuredQueues.counted();

  @Override
  public String name() {
    return "full";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    int jobs = settings.jobs();
    Rounds submit =
        Rounds.alternate(
            settings.rounds(),
            round -> Floor.in(workspace.unused("floor")).submitSynced(jobs),
            round -> Jobs.submit(create(workspace), jobs, THREADS));
    Rounds tree =
        Rounds.alternate(
            settings.rounds(),
            round -> Floor.in(workspace.unused("floor")).submitSynced(jobs),
            round -> {
              JobQueue queue = create(workspace);
              return Timing.of(
                  jobs,
                  () -> {
                    JobHandle unused = Jobs.submitTree(queue, jobs);
                  });
            });
    Rounds drain =
        Rounds.alternate(
            settings.rounds(),
            round -> Floor.in(workspace.unused("floor")).sync(jobs),
            round -> {
              JobQueue queue = create(workspace);
              Timing unused = Jobs.submit(queue, jobs, THREADS);
              return Jobs.run(queue, jobs, THREADS);
            });
    return List.of(
        Figures.of("full-submit", submit, SYNCED).with("threads", THREADS),
        Figures.of("full-submit-tree", tree, SYNCED),
        Figures.of("full-drain", drain, "fsyncs of one file").with("slots", THREADS));
  }

  private JobQueue create(Workspace workspace) {
    return queues.create(workspace.unused("queue"), Durability.FULL);
  }
}
