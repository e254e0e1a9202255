package org.jobqueue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;
import picocli.CommandLine.TypeConversionException;

/** Reads the keys of a job file that say how a job is to be run. */
final class RunOptionsReader {
  /** The keys of a job that are read here. */
  static final List<String> KEYS =
      List.of("retry", "timeLimits", "outputs", "skipExisting", "requirements");

  private static final List<String> RETRY =
      List.of("delay", "longestDelay", "otherHost", "transientTries", "errors");
  private static final List<String> TIMES = List.of("start", "total", "silence", "minimum");
  private static final List<String> OUTPUT = List.of("path", "minimumSize", "magic");
  private static final List<String> NEEDS =
      List.of("cores", "memory", "gpus", "resources", "tags", "limits");
  private static final List<String> ERROR = List.of("class", "exitCodes", "pattern");

  private final UnaryOperator<Path> absolute;

  /**
   * A reader.
   *
   * @param absolute makes paths absolute
   */
  RunOptionsReader(UnaryOperator<Path> absolute) {
    this.absolute = absolute;
  }

  /**
   * The options of a job with those of the file in place of what it had.
   *
   * @param job the object of the job, with these keys or without
   * @param place where it stands in the file
   * @throws UsageException if something is wrong, beginning with its place
   */
  JobOptions read(JsonNode job, String place, JobOptions before) {
    JobOptions options = before;
    if (job.has("retry")) {
      options = options.withRetry(retry(at(job, place, "retry"), options.retry()));
    }
    if (job.has("timeLimits")) {
      options = options.withTimeLimits(times(at(job, place, "timeLimits")));
    }
    if (job.has("outputs")) {
      options = options.withOutputs(at(job, place, "outputs").list(this::output));
    }
    if (job.has("skipExisting")) {
      options = options.withSkipExisting(at(job, place, "skipExisting").bool());
    }
    if (job.has("requirements")) {
      options = options.withRequirements(requirements(at(job, place, "requirements")));
    }
    return options;
  }

  private static Value at(JsonNode job, String place, String key) {
    return new Value(job.get(key), place.isEmpty() ? key : place + "." + key);
  }

  private static RetryPolicy retry(Value retry, RetryPolicy before) {
    retry.requireKeys(RETRY);
    Duration delay = retry.get("delay").map(Value::duration).orElse(before.delay());
    Duration usual = before.longestDelay().compareTo(delay) < 0 ? delay : before.longestDelay();
    return retry.checked(
        () ->
            new RetryPolicy(
                before.attempts(),
                retry.get("transientTries").map(Value::integer).orElse(before.transientTries()),
                delay,
                retry.get("longestDelay").map(Value::duration).orElse(usual),
                retry.get("otherHost").map(Value::bool).orElse(before.otherHost()),
                retry
                    .get("errors")
                    .map(errors -> errors.list(RunOptionsReader::rule))
                    .orElse(before.rules())));
  }

  private static ErrorRule rule(Value rule) {
    rule.requireKeys(ERROR);
    Value name = rule.require("class");
    ErrorClass errorClass =
        RunOptions.errorClass(name.text())
            .orElseThrow(() -> name.wrong("expected task, worker, transient or fatal"));
    return rule.checked(
        () ->
            new ErrorRule(
                errorClass,
                rule.get("exitCodes").map(codes -> codes.list(Value::integer)).orElse(List.of()),
                rule.get("pattern").map(Value::text)));
  }

  private static TimeLimits times(Value times) {
    times.requireKeys(TIMES);
    return times.checked(
        () ->
            new TimeLimits(
                times.get("start").map(Value::duration),
                times.get("total").map(Value::duration),
                times.get("silence").map(Value::duration),
                times.get("minimum").map(Value::duration).orElse(Duration.ZERO)));
  }

  private ExpectedFile output(Value output) {
    if (output.node.isTextual()) {
      return output.checked(() -> ExpectedFile.of(path(output)));
    }
    output.requireKeys(OUTPUT);
    return output.checked(
        () ->
            new ExpectedFile(
                path(output.require("path")),
                output.get("minimumSize").map(Value::size).orElse(1L),
                output.get("magic").map(Value::text)));
  }

  private String path(Value value) {
    return absolute.apply(Path.of(value.text())).toString();
  }

  private static Requirements requirements(Value needs) {
    needs.requireKeys(NEEDS);
    return needs.checked(
        () ->
            new Requirements(
                needs.get("cores").map(Value::integer).orElse(0),
                needs.get("memory").map(Value::size).orElse(0L),
                needs.get("gpus").map(Value::integer).orElse(0),
                needs.get("resources").map(Value::amounts).orElse(Map.of()),
                new TreeSet<>(
                    needs.get("tags").map(tags -> tags.list(Value::text)).orElse(List.of())),
                needs.get("limits").map(Value::amounts).orElse(Map.of())));
  }

  /** A value with its place in the file. */
  private record Value(JsonNode node, String place) {
    UsageException wrong(String problem) {
      return new UsageException(place + ": " + problem);
    }

    Optional<Value> get(String key) {
      JsonNode value = node.get(key);
      return value == null ? Optional.empty() : Optional.of(new Value(value, place + "." + key));
    }

    Value require(String key) {
      return get(key).orElseThrow(() -> new UsageException(place + "." + key + ": missing"));
    }

    void requireKeys(List<String> known) {
      if (!node.isObject()) {
        throw wrong("expected an object with " + String.join(", ", known));
      }
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!known.contains(name)) {
          String hint =
              Suggestion.nearest(name, known)
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("expected " + String.join(", ", known));
          throw new UsageException(place + "." + name + ": unknown key, " + hint);
        }
      }
    }

    <T> T checked(java.util.function.Supplier<T> maker) {
      try {
        return maker.get();
      } catch (IllegalArgumentException e) {
        throw new UsageException(place + ": " + e.getMessage(), e);
      }
    }

    <T> List<T> list(Function<Value, T> reader) {
      if (!node.isArray()) {
        throw wrong("expected a list");
      }
      List<T> all = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        all.add(reader.apply(new Value(node.get(i), place + "[" + i + "]")));
      }
      return all;
    }

    String text() {
      if (!node.isTextual() || node.textValue().isBlank()) {
        throw wrong("expected text");
      }
      return node.textValue();
    }

    boolean bool() {
      if (!node.isBoolean()) {
        throw wrong("expected true or false");
      }
      return node.booleanValue();
    }

    int integer() {
      if (!node.isIntegralNumber() || !node.canConvertToInt()) {
        throw wrong("expected a whole number");
      }
      return node.intValue();
    }

    Duration duration() {
      return converted("a duration such as 30s or 10m", text -> new Durations().convert(text));
    }

    long size() {
      return converted("a size such as 4096 or 8g", text -> new Sizes().convert(text));
    }

    private <T> T converted(String what, Function<String, T> converter) {
      if (!node.isTextual() && !node.isIntegralNumber()) {
        throw wrong("expected " + what);
      }
      try {
        return converter.apply(node.asText());
      } catch (TypeConversionException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    Map<String, Integer> amounts() {
      if (!node.isObject()) {
        throw wrong("expected an object of numbers, such as {licence: 1}");
      }
      Map<String, Integer> amounts = new LinkedHashMap<>();
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        amounts.put(name, new Value(node.get(name), place + "." + name).integer());
      }
      return amounts;
    }
  }
}
