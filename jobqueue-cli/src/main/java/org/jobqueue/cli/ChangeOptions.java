package org.jobqueue.cli;

import java.util.List;
import org.jobqueue.api.JobId;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that change the states of jobs have in common. */
final class ChangeOptions {
  @Parameters(
      paramLabel = "JOB",
      arity = "1..*",
      converter = JobIds.class,
      description = "Numbers such as 12, or 12/0/3 for sub-jobs; all jobs below are meant as well.")
  List<JobId> ids = List.of();

  @Option(names = "--only", description = "Only the jobs named, not those below them.")
  boolean only;

  @Option(names = "--dry-run", description = "Change nothing, but say what would be changed.")
  boolean dryRun;

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;
}
