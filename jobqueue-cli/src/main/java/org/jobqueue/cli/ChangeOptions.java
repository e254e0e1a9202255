package org.jobqueue.cli;

import java.util.LinkedHashSet;
import java.util.List;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that change the states of jobs have in common. */
final class ChangeOptions {
  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      description = "Numbers such as 12, or 12/0/3 for sub-jobs; all jobs below are meant as well.")
  List<String> words = List.of();

  @ArgGroup(
      heading = "Instead of naming jobs, at all levels; with --state each alone:%n",
      validate = false)
  JobFilter filter = new JobFilter();

  @Option(names = "--only", description = "Only the jobs named, not those below them.")
  boolean only;

  @Option(names = "--dry-run", description = "Change nothing, but say what would be changed.")
  boolean dryRun;

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  /** Whether only the jobs themselves are meant, and not those below them. */
  boolean alone() {
    return only || filter.namesStates();
  }

  /**
   * The jobs that are meant, each once.
   *
   * @throws UsageException if there are neither names nor conditions, or both
   */
  List<JobHandle> select(QueueLocator queues, JobQueue queue) {
    List<JobId> ids = JobIds.parse(words);
    filter.requireEither(ids);
    return filter.isGiven()
        ? filter.find(queue)
        : new LinkedHashSet<>(ids).stream().map(id -> queues.requireJob(queue, id)).toList();
  }
}
