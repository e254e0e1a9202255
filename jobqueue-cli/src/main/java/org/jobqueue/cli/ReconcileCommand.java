package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jobqueue.api.MissingFiles;
import org.jobqueue.api.Reconciliation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has run again what lacks its files. */
@Command(
    name = "reconcile",
    description = {
      "Compares jobs that are done, with all jobs below them, with the files that they had to leave,",
      "and has exactly those run again that lack some: as copies, in a new top-level job."
    })
final class ReconcileCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      description = "Numbers such as 12, or 12/0/3 for sub-jobs; all jobs below are meant as well.")
  List<String> words = List.of();

  @ArgGroup(heading = "Instead of naming jobs, at all levels:%n", validate = false)
  JobFilter filter = new JobFilter();

  @Option(names = "--dry-run", description = "Submit nothing, but say what is missing.")
  boolean dryRun;

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  @Inject
  ReconcileCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  private record Done(JobHandle job, String label, Reconciliation result) {}

  @Override
  public void run() {
    JobQueue queue = queues.open();
    List<JobHandle> jobs = select(queue);
    List<Done> all = new ArrayList<>();
    for (JobHandle job : jobs) {
      String label = JobFacts.read(job).map(JobFacts::labelLine).orElse("");
      Done done = new Done(job, label, queue.reconcile(job, dryRun));
      all.add(done);
      if (!json) {
        print(done);
      }
    }
    if (json) {
      JsonOutput.print(console, out -> out.array(() -> all.forEach(done -> write(out, done))));
    } else if (jobs.isEmpty()) {
      console.line("no job that is done is like that");
    }
  }

  /** Nothing is submitted if one of the jobs that are named is not fit for it. */
  private List<JobHandle> select(JobQueue queue) {
    List<JobId> ids = JobIds.parse(words);
    if (ids.isEmpty() == !filter.isGiven()) {
      throw new UsageException(
          "which jobs? Name them, or choose them by --state, --label and --type");
    }
    if (filter.isGiven()) {
      return withoutCovered(
          filter.find(queue).stream().filter(job -> job.state() == JobState.DONE).toList());
    }
    List<JobHandle> jobs =
        new LinkedHashSet<>(ids).stream().map(id -> queues.requireJob(queue, id)).toList();
    for (JobHandle job : jobs) {
      requireDone(job);
      requireFiles(job);
    }
    return withoutCovered(jobs);
  }

  private static void requireDone(JobHandle job) {
    JobState state = job.state();
    if (state != JobState.DONE) {
      throw new UsageException(
          "job "
              + job.id()
              + " is "
              + Console.name(state)
              + "; only one that is done is compared with its files");
    }
  }

  private static void requireFiles(JobHandle top) {
    try (Stream<JobHandle> tree = top.tree()) {
      if (tree.allMatch(job -> job.options().outputs().isEmpty())) {
        throw new UsageException(
            "no job of "
                + top.id()
                + " says which files it leaves, so there is nothing to compare");
      }
    }
  }

  /** Without jobs that are below others: these are compared with them. */
  private static List<JobHandle> withoutCovered(List<JobHandle> jobs) {
    Set<JobId> covered = new HashSet<>();
    List<JobHandle> tops = new ArrayList<>();
    Set<JobId> all = new HashSet<>(jobs.stream().map(JobHandle::id).toList());
    for (JobHandle job : jobs) {
      if (all.size() > 1) {
        try (Stream<JobHandle> tree = job.tree()) {
          tree.map(JobHandle::id)
              .filter(id -> all.contains(id) && !id.equals(job.id()))
              .forEach(covered::add);
        }
      }
    }
    jobs.stream().filter(job -> !covered.contains(job.id())).forEach(tops::add);
    return tops;
  }

  private void print(Done done) {
    Reconciliation result = done.result();
    String job = (done.job().id() + "  " + done.label()).stripTrailing();
    long toRun = result.missing().stream().filter(files -> files.queued().isEmpty()).count();
    result.missing().forEach(files -> console.line(line(files)));
    String skipped = result.skipped() == 0 ? "" : "; " + result.skipped() + " skipped";
    if (result.compared() == 0) {
      console.line("nothing to compare in " + job);
    } else if (result.missing().isEmpty()) {
      console.line("nothing is missing of " + job + skipped);
    } else if (toRun == 0) {
      console.line("nothing to submit for " + job + ": it is in the queue already" + skipped);
    } else {
      console.line(
          result.submitted().map(root -> "submitted " + root.id()).orElse("would be submitted")
              + ": what is missing of "
              + job
              + skipped);
    }
  }

  private static String line(MissingFiles files) {
    String frames = files.frames().map(range -> " [" + range + "]").orElse("");
    return "missing "
        + files.job()
        + "  "
        + Printable.line(files.label())
        + frames
        + ": "
        + Printable.line(files.problem())
        + files.queued().map(id -> "; is made by " + id).orElse("");
  }

  private static void write(JsonOutput out, Done done) {
    Reconciliation result = done.result();
    out.object(
        () -> {
          out.field("id", done.job().id());
          out.field("compared", result.compared());
          out.field("skipped", result.skipped());
          out.arrayField("missing", () -> result.missing().forEach(files -> write(out, files)));
          out.field("submitted", result.submitted().map(JobHandle::id));
        });
  }

  private static void write(JsonOutput out, MissingFiles files) {
    out.object(
        () -> {
          out.field("job", files.job());
          out.field("label", files.label());
          out.field("frames", files.frames());
          out.field("problem", files.problem());
          out.field("queued", files.queued());
        });
  }
}
