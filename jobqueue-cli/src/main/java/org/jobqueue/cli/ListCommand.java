package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the top-level jobs, however many there are. */
@Command(
    name = "list",
    description = {
      "Lists the top-level jobs by number.",
      "'jobqueue tree JOB' shows the sub-jobs of one, 'jobqueue show JOB' all there is to know."
    })
final class ListCommand implements Runnable {
  private static final int STATE_WIDTH = 11;
  private static final int FIRST_BATCH = 8;
  private static final int LARGEST_BATCH = 128;

  private final QueueLocator queues;
  private final Console console;

  @ArgGroup(validate = false)
  JobFilter filter = new JobFilter();

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  @Inject
  ListCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobQueue queue = queues.open();
    if (json) {
      JsonOutput.print(
          console,
          out -> {
            JobJson job = new JobJson(out);
            out.array(() -> forEach(queue, facts -> out.object(() -> job.facts(facts))));
          });
    } else {
      String state = "STATE" + " ".repeat(STATE_WIDTH - "STATE".length());
      console.line(console.bold(cells("JOB", state, "PRIORITY", "PROGRESS", "SUBMITTED", "LABEL")));
      forEach(queue, this::row);
    }
  }

  private void forEach(JobQueue queue, Consumer<JobFacts> action) {
    try (Stream<JobHandle> jobs = queue.jobs()) {
      Iterator<JobHandle> handles = jobs.iterator();
      int size = FIRST_BATCH;
      while (handles.hasNext() && !console.isClosed()) {
        List<JobHandle> batch = new ArrayList<>();
        while (batch.size() < size && handles.hasNext()) {
          batch.add(handles.next());
        }
        read(batch).stream().filter(filter::matches).forEach(action);
        size = LARGEST_BATCH;
      }
    }
  }

  /** Several at a time: the answers of a file server take longer than what is made of them. */
  private static List<JobFacts> read(List<JobHandle> jobs) {
    return jobs.parallelStream().flatMap(job -> JobFacts.read(job).stream()).toList();
  }

  private void row(JobFacts job) {
    console.line(
        cells(
            job.id().toString(),
            console.state(job.state(), STATE_WIDTH),
            job.definition().map(d -> Integer.toString(d.priority())).orElse(""),
            job.progressText(),
            job.definition().map(d -> console.time(d.submitTime())).orElse(""),
            job.labelLine()));
  }

  private static String cells(Object... cells) {
    return String.format(Locale.ROOT, "%8s  %s  %8s  %8s  %-19s  %s", cells).stripTrailing();
  }
}
