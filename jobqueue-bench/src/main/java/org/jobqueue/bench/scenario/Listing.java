package org.jobqueue.bench.scenario;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.measure.Heap;
import org.jobqueue.bench.measure.Timing;
import org.jobqueue.bench.queue.Jobs;
import org.jobqueue.bench.queue.MeasuredQueues;
import org.jobqueue.bench.report.Figures;

/**
 * Reading what {@code list} and {@code show} print: of twenty times as many top-level jobs as other
 * rounds have, half of them done; and of one with as many sub-jobs.
 */
final class Listing implements Scenario {
  private static final int TIMES = 20;
  private static final int THREADS = 4;
  private static final int BATCH = 128;
  private static final int BYTES_PER_MEGABYTE = 1 << 20;

  @Override
  public String name() {
    return "list";
  }

  @Override
  public List<Figures> run(Settings settings, Workspace workspace) throws Exception {
    int jobs = Math.multiplyExact(settings.jobs(), TIMES);
    MeasuredQueues queues = MeasuredQueues.counted();
    JobQueue queue = queues.create(workspace.unused("queue"), settings.durability());
    Timing submitted = Jobs.submit(queue, jobs, THREADS);
    Timing half = Jobs.run(queue, Math.max(1, submitted.jobs() / 2), THREADS);
    JobHandle tree = Jobs.submitTree(queue, jobs);
    return List.of(
        measure("list", half.jobs() > 0 ? jobs : 0, queues, () -> list(queue)),
        measure("show", jobs, queues, () -> show(tree)));
  }

  private static Figures measure(String name, int jobs, MeasuredQueues queues, Timing.Work work)
      throws Exception {
    Heap.forgetPeak();
    OperationCounts before = queues.counts();
    Timing timing = Timing.of(jobs, work);
    return Figures.of(name, timing)
        .withOperations(queues.counts().since(before).perJob(jobs))
        .with(Figures.PEAK_HEAP, (double) Heap.peak() / BYTES_PER_MEGABYTE);
  }

  /** The calls of the command for each line of a listing, several at a time as there. */
  private static void list(JobQueue queue) {
    try (Stream<JobHandle> jobs = queue.jobs()) {
      Iterator<JobHandle> handles = jobs.iterator();
      while (handles.hasNext()) {
        List<JobHandle> batch = new ArrayList<>();
        while (batch.size() < BATCH && handles.hasNext()) {
          batch.add(handles.next());
        }
        batch.parallelStream().forEach(Listing::read);
      }
    }
  }

  private static void show(JobHandle job) {
    read(job);
    requireText(job.whyNotRunning());
    requireText(job.parameters() + " " + job.listSubJobs().size() + " " + job.attempts().size());
  }

  private static void read(JobHandle job) {
    requireText(job.summary().toString());
  }

  private static void requireText(String text) {
    if (text.isEmpty()) {
      throw new IllegalStateException("nothing was read");
    }
  }
}
