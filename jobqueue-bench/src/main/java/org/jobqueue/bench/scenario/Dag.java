package org.jobqueue.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.queue.NoOpPlugin;
import org.jobqueue.bench.report.Figures;

/**
 * A graph of twenty times as many jobs as other rounds have, each of them needed by five others.
 */
final class Dag implements Scenario {
  private static final int TIMES = 20;
  private static final int EDGES_PER_JOB = 5;
  private static final long SEED = 1;
  private static final long NONE = Long.MIN_VALUE;

  @Override
  public String name() {
    return "dag";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    int jobs = Math.multiplyExact(settings.jobs(), TIMES);
    AtomicLong firstFile = new AtomicLong(NONE);
    MeasuredQueues queues =
        MeasuredQueues.watched(
            (operation, path, endNanos) -> firstFile.compareAndSet(NONE, endNanos));
    JobQueue queue = queues.create(workspace.unused("queue"), settings.durability());
    List<JobRoot> roots = new ArrayList<>();
    Timing built = Timing.of(jobs, () -> roots.add(build(queue, jobs)));
    OperationCounts before = queues.counts();
    firstFile.set(NONE);
    long start = System.nanoTime();
    Timing activated =
        Timing.of(
            jobs,
            () -> {
              JobHandle unused = roots.get(0).activate();
            });
    OperationCounts counts = queues.counts().since(before);
    double second = TimeUnit.SECONDS.toNanos(1);
    return List.of(
        Figures.of(name(), activated)
            .withOperations(counts.perJob(jobs))
            .with("edges", (double) EDGES_PER_JOB * (jobs - EDGES_PER_JOB))
            .with("buildSeconds", built.seconds())
            .with("fileSeconds", counts.nanos() / second)
            .with("graphSeconds", (firstFile.get() - start) / second));
  }

  /** Edges lead from earlier jobs to later ones, so that there are no cycles. */
  private static JobRoot build(JobQueue queue, int jobs) {
    Random random = new Random(SEED);
    JobRoot root = queue.createJobRoot(NoOpPlugin.TYPE, Map.of());
    List<Job> all = new ArrayList<>();
    all.add(root);
    for (int i = 1; i < jobs; i++) {
      Job job = all.get(random.nextInt(i)).createJob(NoOpPlugin.TYPE, Map.of());
      for (int edge = 1; edge < EDGES_PER_JOB; edge++) {
        Job unused = all.get(random.nextInt(i)).addDependency(job);
      }
      all.add(job);
    }
    return root;
  }
}
