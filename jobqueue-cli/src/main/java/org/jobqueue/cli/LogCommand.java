package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what an attempt wrote, and goes on while it writes. */
@Command(
    name = "log",
    description = {
      "Prints what the last attempt of a job wrote: standard output, then standard error.",
      "Control characters are left out unless --raw is given.",
      "With -f the exit code is 1 if the job failed."
    })
final class LogCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);

  private final QueueLocator queues;
  private final Console console;
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "JOB",
      converter = JobIds.class,
      description = "A number such as 12, or 12/0/3 for a sub-job.")
  @SuppressWarnings("NullAway.Init") // set by picocli before it runs the command
  JobId id;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended, through all its attempts.")
  boolean follow;

  @ArgGroup(exclusive = true)
  @Nullable Source source;

  @Option(names = "--attempt", paramLabel = "N", description = "That attempt instead of the last.")
  int attempt;

  @Option(names = "--raw", description = "The bytes as they are, for another program to read.")
  boolean raw;

  /** Which of the two files. */
  static final class Source {
    @Option(names = "--stdout", description = "Standard output only.")
    boolean stdout;

    @Option(names = "--stderr", description = "Standard error only.")
    boolean stderr;
  }

  @Inject
  LogCommand(QueueLocator queues, Console console, Surroundings surroundings) {
    this.queues = queues;
    this.console = console;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (follow && attempt != 0) {
      throw new UsageException("-f follows the last attempt; leave out --attempt, or -f");
    }
    JobHandle job = queues.requireJob(queues.open(), id);
    return follow ? follow(job) : printOnce(job);
  }

  private int printOnce(JobHandle job) throws IOException {
    Optional<JobFiles> files = job.files();
    if (files.isEmpty()) {
      requireNoAttempt(job);
      console.error("job " + id + " has not written anything: " + job.whyNotRunning());
      return ExitCode.OK;
    }
    Path directory =
        attempt == 0 ? files.get().runningDirectory() : requireAttempt(job).directory();
    try (LogPrinter printer = new LogPrinter(console, raw, logs(files.get(), directory))) {
      printer.printNew();
    }
    return ExitCode.OK;
  }

  private void requireNoAttempt(JobHandle job) {
    if (attempt != 0) {
      requireAttempt(job);
    }
  }

  private JobAttempt requireAttempt(JobHandle job) {
    List<JobAttempt> attempts = job.attempts();
    return attempts.stream()
        .filter(a -> a.number() == attempt)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "job " + id + " has no attempt " + attempt + "; it has " + count(attempts)));
  }

  private static String count(List<JobAttempt> attempts) {
    return attempts.isEmpty()
        ? "none yet"
        : "attempts "
            + String.join(", ", attempts.stream().map(a -> Integer.toString(a.number())).toList());
  }

  private int follow(JobHandle job) throws IOException, InterruptedException {
    JobState state = job.state();
    Optional<Path> directory = Optional.empty();
    while (true) {
      Optional<JobFiles> files = state == JobState.DELETED ? Optional.empty() : job.files();
      if (files.isPresent()) {
        Path next = next(job, directory, files.get());
        announce(directory, next);
        directory = Optional.of(next);
        state = followAttempt(job, files.get(), next);
      } else {
        surroundings.pause().pause(POLL);
        state = job.state();
      }
      boolean newAttempt = directory.isPresent() && isNewer(job, state, directory.get());
      if (console.isClosed() || (state.isFinal() && !newAttempt)) {
        return state == JobState.DONE ? ExitCode.OK : ExitCode.JOB_FAILED;
      }
    }
  }

  /** The attempt after the one that was printed: several may have come and gone meanwhile. */
  private static Path next(JobHandle job, Optional<Path> printed, JobFiles last) {
    if (printed.isPresent()) {
      List<Path> all = job.attempts().stream().map(JobAttempt::directory).toList();
      int index = all.indexOf(printed.get());
      if (index >= 0 && index + 1 < all.size()) {
        return all.get(index + 1);
      }
    }
    return last.runningDirectory();
  }

  /** Prints one attempt while it is the last one; returns the state of the job at its end. */
  private JobState followAttempt(JobHandle job, JobFiles files, Path directory)
      throws IOException, InterruptedException {
    try (LogPrinter printer = new LogPrinter(console, raw, logs(files, directory))) {
      while (true) {
        // The state is read before the files, so that all is printed that an ended attempt wrote.
        JobState state = job.state();
        boolean last = state.isFinal() || isNewer(job, state, directory);
        printer.printNew();
        console.out().flush();
        if (last || console.isClosed()) {
          return state;
        }
        surroundings.pause().pause(POLL);
      }
    }
  }

  private static boolean isNewer(JobHandle job, JobState state, Path directory) {
    return state != JobState.DELETED
        && job.files().map(now -> !now.runningDirectory().equals(directory)).orElse(false);
  }

  private void announce(Optional<Path> former, Path present) {
    if (former.isPresent() && !former.get().equals(present) && !raw) {
      console.line("==> next attempt: " + Printable.line(present.toString()) + " <==");
    }
  }

  private List<LogPrinter.Log> logs(JobFiles files, Path directory) {
    LogPrinter.Log out = log("stdout", files, files.stdout(), directory);
    LogPrinter.Log err = log("stderr", files, files.stderr(), directory);
    Source only = source;
    if (only == null) {
      return List.of(out, err);
    }
    return List.of(only.stdout ? out : err);
  }

  /** The file of another attempt has the same place in its own directory. */
  private static LogPrinter.Log log(String name, JobFiles files, Path file, Path directory) {
    return new LogPrinter.Log(name, directory.resolve(files.runningDirectory().relativize(file)));
  }
}
