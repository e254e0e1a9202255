package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Retention;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts finished jobs into files, and brings them back. */
@Command(
    name = "archive",
    description = {
      "Puts top-level jobs with all sub-jobs and files into one file each, and removes them from the"
          + " queue.",
      "Only jobs that are done, failed or cancelled, with all below them, are archived.",
      "With --restore it brings them back, under new numbers; the archives stay."
    })
final class ArchiveCommand implements Callable<Integer> {
  private final QueueLocator queues;
  private final Console console;
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..*",
      converter = JobIds.class,
      description = "Numbers of top-level jobs.")
  List<JobId> ids = List.of();

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Ages.class,
      description = "All jobs that finished longer ago, such as 30d, 12h, 5m or 90s.")
  @Nullable Duration age;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "With --older-than: those in these states: done, failed, cancelled.",
      converter = LowerCaseNames.States.class)
  List<JobState> states = List.of();

  @Option(
      names = "--to",
      paramLabel = "PATH",
      description = "A directory, or a file that does not exist; else archive/ of the queue.")
  @Nullable Path target;

  @Option(
      names = "--restore",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Archives whose jobs are to be brought back.")
  List<Path> archives = List.of();

  @Option(names = "--json", description = "Print one JSON array; see docs/json.md.")
  boolean json;

  @Inject
  ArchiveCommand(QueueLocator queues, Console console, Surroundings surroundings) {
    this.queues = queues;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    int ways = (ids.isEmpty() ? 0 : 1) + (age == null ? 0 : 1) + (archives.isEmpty() ? 0 : 1);
    if (ways != 1) {
      throw new UsageException(
          "name the jobs to be archived, or use --older-than AGE, or --restore FILE");
    }
    if (!states.isEmpty() && age == null) {
      throw new UsageException("--state goes with --older-than");
    }
    if (target != null && !archives.isEmpty()) {
      throw new UsageException("--to goes with archiving, not with --restore");
    }
    JobQueue queue = queues.open();
    boolean[] failed = {false};
    if (json) {
      JsonOutput.print(console, out -> out.array(() -> failed[0] = isFailed(queue, out)));
    } else {
      failed[0] = isFailed(queue, null);
    }
    return failed[0] ? ExitCode.DISTURBED : ExitCode.OK;
  }

  private boolean isFailed(JobQueue queue, @Nullable JsonOutput out) {
    Duration olderThan = age;
    if (olderThan != null) {
      return isAnyLeft(queue, olderThan, out);
    }
    for (Path file : archives) {
      Path path = surroundings.resolve(file);
      JobHandle job = queue.restore(path);
      told(out, job.id() + "  restored from " + path, job.id(), path);
    }
    for (JobId id : new LinkedHashSet<>(ids)) {
      JobHandle unused = queues.requireJob(queue, id);
      ArchivedJob archived = archive(queue, id);
      told(
          out,
          id + "  archived in " + archived.file() + ", " + Sizes.describe(archived.bytes()),
          id,
          archived.file());
    }
    return false;
  }

  private ArchivedJob archive(JobQueue queue, JobId id) {
    try {
      return queue.archive(id, place());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Path> place() {
    return Optional.ofNullable(target).map(surroundings::resolve);
  }

  private boolean isAnyLeft(JobQueue queue, Duration olderThan, @Nullable JsonOutput out) {
    Map<JobState, Duration> ages = new EnumMap<>(JobState.class);
    for (JobState state :
        states.isEmpty() ? List.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED) : states) {
      ages.put(state, olderThan);
    }
    Retention retention;
    try {
      retention = new Retention(ages, Optional.empty(), true, 0);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    GarbageOptions options = new GarbageOptions(retention, false, false, place());
    Consumer<Garbage> listener = garbage -> told(out, garbage);
    GarbageResult result = queue.collectGarbage(options, listener);
    if (out == null) {
      console.line(
          result.collected()
              + " archived, "
              + Sizes.describe(result.bytes())
              + " of the queue freed");
    }
    return result.problems() > 0;
  }

  private void told(@Nullable JsonOutput out, Garbage garbage) {
    JobId id = garbage.job().orElseThrow();
    if (garbage.problem().isPresent()) {
      console.error(id + " is not archived: " + garbage.problem().get());
    } else {
      Path file = garbage.archive().orElseThrow();
      told(out, id + "  archived in " + file + ", " + Sizes.describe(garbage.bytes()), id, file);
    }
  }

  private void told(@Nullable JsonOutput out, String line, JobId id, Path archive) {
    if (out == null) {
      console.line(line);
    } else {
      out.object(
          () -> {
            out.field("id", id);
            out.field("archive", archive);
          });
    }
  }
}
