package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a queue. */
@Command(
    name = "init",
    description = "Creates a queue in a directory, which must be empty or not exist yet.")
final class InitCommand implements Runnable {
  private final JobQueueProvider provider;
  private final Console console;
  private final Surroundings surroundings;

  @Parameters(paramLabel = "DIR", description = "The directory; its parent must exist.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  Path directory;

  @Option(
      names = "--repository",
      description = "Keep all sub-jobs of a job side by side, and link the tree together.")
  boolean repository;

  @Option(
      names = "--symlinks",
      description = "Link shared sub-jobs by symbolic links instead of small link files.")
  boolean symlinks;

  @Option(
      names = "--durability",
      paramLabel = "LEVEL",
      converter = LowerCaseNames.Levels.class,
      completionCandidates = LowerCaseNames.Levels.class,
      description = {
        "What is forced to disk: ${COMPLETION-CANDIDATES}.",
        "full (default): survives a crash of the machine; commit: definitions and results only;"
            + " none: survives crashes of processes only."
      })
  @Nullable Durability durability;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "How long a worker may be silent before its jobs are given to others; default 120s.")
  @Nullable Duration lease;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "How often a job is tried before it has failed; default 1.")
  @Nullable Integer attempts;

  @Option(names = "--json", description = "Print one JSON object; see docs/json.md.")
  boolean json;

  @Inject
  InitCommand(JobQueueProvider provider, Console console, Surroundings surroundings) {
    this.provider = provider;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    JobQueue queue = provider.create(surroundings.resolve(directory), options());
    Path location = queue.location().orElseThrow();
    if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, location, queue.options())));
    } else {
      console.line("created a queue in " + Printable.line(location.toString()));
    }
  }

  private QueueOptions options() {
    QueueOptions options =
        QueueOptions.defaults().withKeepJobsInRepository(repository).withUseSymLinks(symlinks);
    Durability level = durability;
    Duration time = lease;
    Integer tries = attempts;
    try {
      options = level == null ? options : options.withDurability(level);
      options = time == null ? options : options.withLease(time);
      return tries == null ? options : options.withAttempts(tries);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void write(JsonOutput out, Path location, QueueOptions options) {
    out.field("queue", location);
    out.field("repository", options.keepJobsInRepository());
    out.field("symlinks", options.useSymLinks());
    out.field("durability", options.durability().name().toLowerCase(Locale.ROOT));
    out.field("leaseMillis", options.lease().toMillis());
    out.field("attempts", options.attempts());
  }
}
