package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Retention;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes what is past its age. */
@Command(
    name = "gc",
    description = {
      "Removes what is past its age: finished jobs, and what was set aside.",
      "What is kept for how long says the field 'retention' of queue.json, see docs/format.md;"
          + " without it, and without --older-than, everything is kept."
    })
final class GcCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;

  @Option(names = "--dry-run", description = "Change nothing, say what would go.")
  boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Ages.class,
      description = "One age for all, instead of those in queue.json; such as 30d, 12h, 5m or 90s.")
  @Nullable Duration age;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the newest N finished jobs whatever their age.")
  @Nullable Integer keep;

  @Option(
      names = "--failed-logs-only",
      description = "Of failed jobs remove only the logs, stdout and stderr; the jobs stay.")
  boolean failedLogsOnly;

  @Option(names = "--archive", description = "Put jobs into archive/ before they go.")
  boolean archive;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  GcCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public Integer call() {
    JobQueue queue = queues.open();
    GarbageOptions options =
        new GarbageOptions(retention(queue), dryRun, failedLogsOnly, Optional.empty());
    GarbageResult[] result = new GarbageResult[1];
    if (json) {
      JsonOutput.print(
          console,
          out ->
              out.object(
                  () -> {
                    out.arrayField(
                        "garbage",
                        () -> result[0] = queue.collectGarbage(options, g -> write(out, g)));
                    GarbageResult all = result[0];
                    out.field("dryRun", dryRun);
                    out.field("jobs", all.jobs());
                    out.field("collected", all.collected());
                    out.field("bytes", all.bytes());
                    out.field("problems", all.problems());
                  }));
    } else {
      GarbageResult all = queue.collectGarbage(options, this::print);
      result[0] = all;
      console.line(
          all.jobs()
              + " finished jobs looked at: "
              + all.collected()
              + (dryRun ? " would go, " : " went, ")
              + Sizes.describe(all.bytes())
              + (dryRun ? " would be freed" : " freed")
              + (all.problems() > 0 ? ", " + all.problems() + " cannot go" : ""));
    }
    return result[0].problems() > 0 ? ExitCode.DISTURBED : ExitCode.OK;
  }

  private Retention retention(JobQueue queue) {
    Retention settings = queue.retention();
    Map<JobState, Duration> ages = new EnumMap<>(JobState.class);
    ages.putAll(settings.ages());
    Optional<Duration> rest = settings.rest();
    Duration one = age;
    if (one != null) {
      ages.put(JobState.DONE, one);
      ages.put(JobState.FAILED, one);
      ages.put(JobState.CANCELLED, one);
      rest = Optional.of(one);
    }
    Integer kept = keep;
    try {
      return new Retention(
          ages, rest, archive || settings.archive(), kept == null ? settings.keep() : kept);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void print(Garbage garbage) {
    String what = garbage.job().map(id -> "job " + id).orElse(garbage.path().toString());
    if (garbage.problem().isPresent()) {
      console.error(what + " cannot go: " + garbage.problem().get());
      return;
    }
    console.line(
        (dryRun ? "would be " : "")
            + verb(garbage.kind())
            + "  "
            + what
            + ", "
            + Sizes.describe(garbage.bytes())
            + garbage.archive().map(file -> ", in " + file).orElse(""));
  }

  private static String verb(Garbage.Kind kind) {
    return kind == Garbage.Kind.LOGS ? "stripped of logs" : kind.text();
  }

  private static void write(JsonOutput out, Garbage garbage) {
    out.object(
        () -> {
          out.field("kind", garbage.kind().text());
          out.field("id", garbage.job());
          out.field("path", garbage.path());
          out.field("bytes", garbage.bytes());
          out.field("archive", garbage.archive());
          out.field("problem", garbage.problem());
        });
  }
}
