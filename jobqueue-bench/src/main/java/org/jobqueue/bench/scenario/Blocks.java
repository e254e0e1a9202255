package org.jobqueue.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Floor;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Rounds;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.queue.NoOpPlugin;
import org.jobqueue.bench.report.Figures;

/**
 * Frames as one block: the submission of a million, and four workers that compete for the frames of
 * the same block, beside as many jobs run by the floor.
 */
final class Blocks implements Scenario {
  private static final int MANY_FRAMES = 1_000_000;
  private static final int WORKERS = 4;
  private static final double MILLIS_PER_SECOND = 1000;

  @Override
  public String name() {
    return "block";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    MeasuredQueues queues = MeasuredQueues.counted();
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
              JobHandle unused = submit(queue, settings.jobs());
              OperationCounts before = queues.counts();
              Timing timing = Jobs.runWithWorkers(queue, settings.jobs(), WORKERS);
              operations.add(round, queues.counts().since(before));
              return timing;
            });
    return List.of(
        submission(settings, workspace),
        operations
            .describe(Figures.of("block-drain", rounds, "floor"), rounds)
            .with("workers", WORKERS));
  }

  private static JobHandle submit(JobQueue queue, int frames) {
    JobRoot root = queue.createJobRoot(NoOpPlugin.TYPE, Map.of());
    root.setFrames(FrameRange.parse("1-" + frames), 1);
    return root.activate();
  }

  private static Figures submission(Settings settings, Workspace workspace) throws Exception {
    Path directory = workspace.unused("million");
    JobQueue queue = MeasuredQueues.counted().create(directory, settings.durability());
    JobHandle unused = submit(queue, 1); // everything that a queue makes once
    long before = Workspace.entries(directory);
    Timing timing = Timing.of(MANY_FRAMES, () -> submit(queue, MANY_FRAMES));
    return Figures.of("block-submit", timing)
        .with("submitMillis", timing.seconds() * MILLIS_PER_SECOND)
        .with("filesAndDirectories", (double) (Workspace.entries(directory) - before));
  }
}
