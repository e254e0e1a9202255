package org.jobqueue.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that say how a job is to be run. */
final class RunOptions {
  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "How often the job is tried before it has failed.")
  @Nullable Integer attempts;

  @Option(
      names = "--retry-delay",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The pause after the first failed attempt; it doubles with each further one.")
  @Nullable Duration retryDelay;

  @Option(
      names = "--retry-longest",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The longest such pause; 10m if not given.")
  @Nullable Duration retryLongest;

  @Option(
      names = "--other-host",
      description = "Leave the next attempt to another host for a while, if there is one.")
  boolean otherHost;

  @Option(
      names = "--transient-tries",
      paramLabel = "N",
      description = "How many transient errors in a row are forgiven; 10 if not given.")
  @Nullable Integer transientTries;

  @Option(
      names = "--error",
      paramLabel = "CLASS=RULE",
      description = {
        "Whose fault a failure is. CLASS is task, worker, transient or fatal; RULE is exit:CODE[,CODE]",
        "or a regular expression for what commands write. The first that applies counts."
      })
  List<String> errors = List.of();

  @Option(
      names = "--start-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Stop an attempt that shows no sign of life within this time.")
  @Nullable Duration startLimit;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Stop an attempt that runs longer than this.")
  @Nullable Duration timeLimit;

  @Option(
      names = "--silence-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Stop an attempt that writes nothing and makes no progress for so long.")
  @Nullable Duration silenceLimit;

  @Option(
      names = "--minimum-time",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "An attempt that ends sooner than this has failed: too fast to be true.")
  @Nullable Duration minimumTime;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = {
        "A file that the job has to leave, with {frame} or {frame:4} in it for one of each frame.",
        "It is looked for before the job counts as done."
      })
  List<Path> outputs = List.of();

  @Option(
      names = "--output-size",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "How large each of these files is at least; 1 byte if not given.")
  @Nullable Long outputSize;

  @Option(
      names = "--output-magic",
      paramLabel = "HEX",
      description = "The bytes with which each of these files begins: 89504e47 is PNG.")
  @Nullable String outputMagic;

  @Option(
      names = "--skip-existing",
      description = "Run nothing where all of these files are there already.")
  boolean skipExisting;

  @Option(names = "--cores", paramLabel = "N", description = "How many processor cores it needs.")
  @Nullable Integer cores;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "How much memory it needs, such as 8g.")
  @Nullable Long memory;

  @Option(names = "--gpus", paramLabel = "N", description = "How many GPUs it needs for itself.")
  @Nullable Integer gpus;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      split = ",",
      description = "A tag that the worker must have; repeat for more.")
  List<String> tags = List.of();

  @Option(
      names = "--resource",
      paramLabel = "NAME=N",
      description = "How much it needs of a resource that workers offer by name.")
  Map<String, Integer> resources = Map.of();

  @Option(
      names = "--limit",
      paramLabel = "NAME=N",
      description = "How much it needs of a limit of the queue, say licences.")
  Map<String, Integer> limits = Map.of();

  /**
   * The options of a job with those given here in place of what it had.
   *
   * @param absolute makes paths absolute
   * @throws UsageException if a value is not valid
   */
  JobOptions applyTo(JobOptions options, UnaryOperator<Path> absolute) {
    try {
      return options
          .withRetry(retry(options.retry()))
          .withTimeLimits(times(options.timeLimits()))
          .withOutputs(outputs(options.outputs(), absolute))
          .withSkipExisting(skipExisting || options.skipExisting())
          .withRequirements(requirements(options.requirements()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private RetryPolicy retry(RetryPolicy before) {
    RetryPolicy retry = before;
    Integer tries = attempts;
    if (tries != null) {
      retry = retry.withAttempts(tries);
    }
    Duration first = retryDelay;
    if (first != null) {
      retry = retry.withDelay(first);
    }
    Duration longest = retryLongest;
    if (longest != null) {
      retry = retry.withLongestDelay(longest);
    }
    Integer transients = transientTries;
    if (transients != null) {
      retry = retry.withTransientTries(transients);
    }
    if (!errors.isEmpty()) {
      retry = retry.withRules(errors.stream().map(RunOptions::rule).toList());
    }
    return otherHost ? retry.withOtherHost(true) : retry;
  }

  /** A rule in the form of the command line. */
  static ErrorRule rule(String text) {
    int equals = text.indexOf('=');
    Optional<ErrorClass> errorClass =
        equals < 0 ? Optional.empty() : errorClass(text.substring(0, equals));
    if (errorClass.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' does not begin with task=, worker=, transient= or fatal=");
    }
    String rule = text.substring(equals + 1);
    return rule.startsWith("exit:")
        ? new ErrorRule(errorClass.get(), codes(rule.substring(5)), Optional.empty())
        : ErrorRule.onOutput(errorClass.get(), rule);
  }

  /** The class of that name. */
  static Optional<ErrorClass> errorClass(String name) {
    return Arrays.stream(ErrorClass.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private static List<Integer> codes(String text) {
    List<Integer> codes = new ArrayList<>();
    for (String code : text.split(",", -1)) {
      try {
        codes.add(Integer.parseInt(code.strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + code + "' is no exit code", e);
      }
    }
    return codes;
  }

  private TimeLimits times(TimeLimits before) {
    return new TimeLimits(
        Optional.ofNullable(startLimit).or(before::start),
        Optional.ofNullable(timeLimit).or(before::total),
        Optional.ofNullable(silenceLimit).or(before::silence),
        Optional.ofNullable(minimumTime).orElse(before.minimum()));
  }

  private List<ExpectedFile> outputs(List<ExpectedFile> before, UnaryOperator<Path> absolute) {
    if (outputs.isEmpty()) {
      if (outputSize != null || outputMagic != null) {
        throw new IllegalArgumentException("name the files with --output");
      }
      return before;
    }
    long size = Optional.ofNullable(outputSize).orElse(1L);
    return outputs.stream()
        .map(
            path ->
                new ExpectedFile(
                    absolute.apply(path).toString(), size, Optional.ofNullable(outputMagic)))
        .toList();
  }

  private Requirements requirements(Requirements before) {
    return new Requirements(
        Optional.ofNullable(cores).orElse(before.cores()),
        Optional.ofNullable(memory).orElse(before.memory()),
        Optional.ofNullable(gpus).orElse(before.gpus()),
        resources.isEmpty() ? before.amounts() : resources,
        tags.isEmpty() ? before.tags() : new TreeSet<>(tags),
        limits.isEmpty() ? before.limits() : limits);
  }
}
