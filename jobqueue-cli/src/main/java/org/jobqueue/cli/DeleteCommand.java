package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes top-level jobs. */
@Command(
    name = "delete",
    description = {
      "Removes top-level jobs with all sub-jobs and files, without asking.",
      "Running ones are stopped. A job that is already gone is no error."
    })
final class DeleteCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(paramLabel = "JOB", arity = "0..*", description = "Numbers of top-level jobs.")
  List<String> words = List.of();

  @ArgGroup(heading = "Instead of naming jobs:%n", validate = false)
  JobFilter filter = new JobFilter();

  @Option(names = "--dry-run", description = "Remove nothing, but say what would be removed.")
  boolean dryRun;

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  @Inject
  DeleteCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    List<JobId> ids = JobIds.parse(words);
    JobQueue queue = queues.open();
    Map<JobId, Optional<JobHandle>> found = new LinkedHashMap<>();
    filter.requireEither(ids);
    if (filter.isGiven()) {
      filter.findRoots(queue).forEach(job -> found.put(job.id(), Optional.of(job)));
    }
    ids.forEach(id -> found.computeIfAbsent(id, queue::findJob));
    Map<JobId, String> labels = new LinkedHashMap<>();
    List<JobHandle> present = new ArrayList<>();
    found.values().forEach(job -> job.ifPresent(handle -> remember(handle, labels, present)));
    if (dryRun) {
      ids.forEach(DeleteCommand::requireRoot);
    } else {
      queue.deleteJobs(present);
    }
    if (json) {
      JsonOutput.print(console, out -> out.array(() -> write(out, found.keySet(), labels)));
    } else {
      found.keySet().forEach(id -> console.line(sentence(id, labels)));
    }
  }

  /** What the queue would refuse. */
  private static void requireRoot(JobId id) {
    if (!id.isRoot()) {
      throw new UsageException(
          "job " + id + " is a sub-job; delete its top-level job " + id.root());
    }
  }

  private static void remember(JobHandle job, Map<JobId, String> labels, List<JobHandle> present) {
    present.add(job);
    JobFacts.read(job).ifPresent(facts -> labels.put(job.id(), facts.labelLine()));
  }

  private String sentence(JobId id, Map<JobId, String> labels) {
    return labels.containsKey(id)
        ? (dryRun ? "would delete " : "deleted ") + id + "  " + labels.get(id)
        : id + " was already gone";
  }

  private void write(JsonOutput out, Iterable<JobId> ids, Map<JobId, String> labels) {
    for (JobId id : ids) {
      out.object(
          () -> {
            out.field("id", id);
            out.field("deleted", labels.containsKey(id) && !dryRun);
          });
    }
  }
}
