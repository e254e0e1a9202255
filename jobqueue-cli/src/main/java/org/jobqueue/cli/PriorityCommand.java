package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the priority of top-level jobs. */
@Command(
    name = "priority",
    customSynopsis = {
      "jobqueue priority [--dry-run] [--json] JOB... N",
      "jobqueue priority [--dry-run] [--json] [--state STATE] [--label PATTERN] [--type TYPE] N"
    },
    description = {
      "Changes the priority of top-level jobs to N, 0 to 999; higher runs first.",
      "Jobs that wait are affected at once, running ones go on."
    })
final class PriorityCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      paramLabel = "JOB... N",
      arity = "1..*",
      description = "Numbers of top-level jobs, and the priority.")
  List<String> words = List.of();

  @ArgGroup(heading = "Instead of naming jobs:%n", validate = false)
  JobFilter filter = new JobFilter();

  @Option(names = "--dry-run", description = "Change nothing, but say what would be changed.")
  boolean dryRun;

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  @Inject
  PriorityCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  private record Changed(JobId id, String label, int before) {}

  @Override
  public void run() {
    int priority = priority(words.get(words.size() - 1));
    JobQueue queue = queues.open();
    Set<JobId> ids = ids();
    filter.requireEither(ids);
    List<JobHandle> jobs =
        filter.isGiven()
            ? filter.findRoots(queue)
            : ids.stream().map(id -> queues.requireJob(queue, id)).toList();
    List<Changed> all = new ArrayList<>();
    for (JobHandle job : jobs) {
      String label = JobFacts.read(job).map(JobFacts::labelLine).orElse("");
      Changed changed = new Changed(job.id(), label, job.priority());
      if (!dryRun) {
        job.setPriority(priority);
      }
      all.add(changed);
      if (!json) {
        console.line(
            changed.id()
                + "  "
                + label
                + (dryRun ? ": priority would be " : ": priority ")
                + priority
                + (dryRun ? ", is " : ", was ")
                + changed.before());
      }
    }
    if (jobs.isEmpty() && !json) {
      console.line("no job is like that");
    }
    if (json) {
      JsonOutput.print(console, out -> out.array(() -> all.forEach(c -> write(out, c, priority))));
    }
  }

  private static void write(JsonOutput out, Changed changed, int priority) {
    out.object(
        () -> {
          out.field("id", changed.id());
          out.field("priority", priority);
          out.field("before", changed.before());
        });
  }

  private Set<JobId> ids() {
    Set<JobId> ids = new LinkedHashSet<>();
    for (String word : words.subList(0, words.size() - 1)) {
      JobId id = id(word);
      if (!id.isRoot()) {
        throw new UsageException(
            "job " + id + " is a sub-job; only its top-level job " + id.root() + " has a priority");
      }
      ids.add(id);
    }
    return ids;
  }

  private static JobId id(String word) {
    try {
      return JobId.parse(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static int priority(String word) {
    if (!word.matches("\\d{1,3}")) {
      throw new UsageException(
          "the priority is '"
              + word
              + "'; it must be a number from "
              + JobRoot.LOWEST_PRIORITY
              + " to "
              + JobRoot.HIGHEST_PRIORITY
              + ", after the jobs");
    }
    return Integer.parseInt(word);
  }
}
