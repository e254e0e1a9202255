package org.jobqueue.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;

/** How a job is to be run, for people and as JSON: only what is not as usual. */
final class RunText {
  private RunText() {}

  /** Hands on the name and the text of each group. */
  static void describe(JobOptions options, BiConsumer<String, String> field) {
    join(retry(options.retry())).ifPresent(text -> field.accept("retry", text));
    join(times(options.timeLimits())).ifPresent(text -> field.accept("time limits", text));
    join(needs(options.requirements())).ifPresent(text -> field.accept("needs", text));
    for (ExpectedFile output : options.outputs()) {
      field.accept("output", Printable.line(output.path()));
    }
    if (options.skipExisting()) {
      field.accept("existing", "nothing is run where all outputs are there");
    }
  }

  private static Optional<String> join(List<String> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static List<String> retry(RetryPolicy retry) {
    List<String> parts = new ArrayList<>();
    if (!retry.delay().isZero()) {
      parts.add(
          "after "
              + Durations.describe(retry.delay())
              + " up to "
              + Durations.describe(retry.longestDelay()));
    }
    if (retry.otherHost()) {
      parts.add("on another host if there is one");
    }
    if (!retry.rules().isEmpty()) {
      parts.add(retry.rules().size() == 1 ? "1 rule" : retry.rules().size() + " rules");
    }
    return parts;
  }

  private static List<String> times(TimeLimits limits) {
    List<String> parts = new ArrayList<>();
    limits.start().ifPresent(time -> parts.add("start " + Durations.describe(time)));
    limits.total().ifPresent(time -> parts.add("total " + Durations.describe(time)));
    limits.silence().ifPresent(time -> parts.add("silence " + Durations.describe(time)));
    if (!limits.minimum().isZero()) {
      parts.add("at least " + Durations.describe(limits.minimum()));
    }
    return parts;
  }

  private static List<String> needs(Requirements needs) {
    List<String> parts = new ArrayList<>();
    if (needs.cores() > 0) {
      parts.add(needs.cores() + (needs.cores() == 1 ? " core" : " cores"));
    }
    if (needs.memory() > 0) {
      parts.add(binary(needs.memory()) + " of memory");
    }
    if (needs.gpus() > 0) {
      parts.add(needs.gpus() + (needs.gpus() == 1 ? " GPU" : " GPUs"));
    }
    new TreeMap<>(needs.amounts()).forEach((name, amount) -> parts.add(amount + " " + name));
    new TreeSet<>(needs.tags()).forEach(tag -> parts.add("tag " + tag));
    new TreeMap<>(needs.limits()).forEach((name, n) -> parts.add(n + " of limit " + name));
    return parts;
  }

  /** As it is given at the command line, in powers of 1024. */
  private static String binary(long bytes) {
    List<String> units = List.of("bytes", "KiB", "MiB", "GiB", "TiB");
    int unit = 0;
    long size = bytes;
    while (size % 1024 == 0 && unit < units.size() - 1) {
      size /= 1024;
      unit++;
    }
    return size + " " + units.get(unit);
  }

  /** Writes the field {@code options} of a job. */
  static void write(JsonOutput out, JobOptions options) {
    out.objectField(
        "options",
        () -> {
          retry(out, options.retry());
          times(out, options.timeLimits());
          out.arrayField("outputs", () -> options.outputs().forEach(file -> write(out, file)));
          out.field("skipExisting", options.skipExisting());
          needs(out, options.requirements());
        });
  }

  private static void retry(JsonOutput out, RetryPolicy retry) {
    out.objectField(
        "retry",
        () -> {
          out.field("delayMillis", retry.delay().toMillis());
          out.field("longestDelayMillis", retry.longestDelay().toMillis());
          out.field("transientTries", retry.transientTries());
          out.field("otherHost", retry.otherHost());
          out.field("rules", retry.rules().size());
        });
  }

  private static void times(JsonOutput out, TimeLimits limits) {
    out.objectField(
        "timeLimits",
        () -> {
          limits.start().ifPresent(time -> out.field("startMillis", time.toMillis()));
          limits.total().ifPresent(time -> out.field("totalMillis", time.toMillis()));
          limits.silence().ifPresent(time -> out.field("silenceMillis", time.toMillis()));
          out.field("minimumMillis", limits.minimum().toMillis());
        });
  }

  private static void write(JsonOutput out, ExpectedFile file) {
    out.object(
        () -> {
          out.field("path", file.path());
          out.field("minimumSize", file.minimumSize());
          file.magic().ifPresent(magic -> out.field("magic", magic));
        });
  }

  private static void needs(JsonOutput out, Requirements needs) {
    out.objectField(
        "requirements",
        () -> {
          out.field("cores", needs.cores());
          out.field("memory", needs.memory());
          out.field("gpus", needs.gpus());
          amounts(out, "resources", needs.amounts());
          out.arrayField("tags", () -> new TreeSet<>(needs.tags()).forEach(out::value));
          amounts(out, "limits", needs.limits());
        });
  }

  private static void amounts(JsonOutput out, String name, Map<String, Integer> amounts) {
    out.objectField(name, () -> new TreeMap<>(amounts).forEach(out::field));
  }
}
