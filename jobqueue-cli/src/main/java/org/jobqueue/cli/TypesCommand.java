package org.jobqueue.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.UnknownJobTypeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which job types there are and what parameters they take. */
@Command(
    name = "types",
    description = "Lists the job types known here, or describes one with its parameters.")
final class TypesCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "The job type to describe, in its newest version or as NAME@VERSION; without it all are"
              + " listed.")
  @Nullable String name;

  @Option(names = "--describe", description = "Describe NAME; the same as NAME alone.")
  boolean describe;

  @Option(names = "--json", description = "Print JSON; see docs/json.md.")
  boolean json;

  @Option(
      names = "--json-schema",
      description =
          "Print the JSON Schema (draft 2020-12) of the parameters of NAME; without NAME an object"
              + " with the schemas of all types.")
  boolean schema;

  @Inject
  TypesCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    if (describe && name == null) {
      throw new UsageException(
          "which type? 'types --describe NAME' describes one, 'types' lists all");
    }
    JobQueue queue = queues.open();
    List<JobTypeInfo> types =
        queue.jobTypes().stream()
            .sorted(Comparator.comparing(JobTypeInfo::name).thenComparing(JobTypeInfo::version))
            .toList();
    String wanted = name;
    if (wanted == null) {
      list(types);
      queue.pluginProblems().forEach(this::report);
    } else {
      describe(require(types, wanted), types);
    }
  }

  private void report(PluginProblem problem) {
    console.error("plugin '" + problem.plugin() + "' cannot be used: " + problem.message());
  }

  private static JobTypeInfo require(List<JobTypeInfo> types, String wanted) {
    return types.stream()
        .filter(type -> type.name().equals(wanted) || key(type).equals(wanted))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> unknown(types, wanted));
  }

  private static String key(JobTypeInfo type) {
    return type.name() + "@" + type.version();
  }

  private static UnknownJobTypeException unknown(List<JobTypeInfo> types, String wanted) {
    List<String> names = types.stream().map(JobTypeInfo::name).distinct().toList();
    return new UnknownJobTypeException(
        wanted, names, Suggestion.nearest(wanted, names).orElse(null));
  }

  private void list(List<JobTypeInfo> types) {
    if (schema) {
      JsonOutput.print(
          console,
          out ->
              out.object(
                  () -> types.forEach(type -> out.field(nameIn(types, type), schemaOf(type)))));
      return;
    }
    if (json) {
      JsonOutput.print(
          console,
          out -> out.array(() -> types.forEach(type -> out.object(() -> write(out, type)))));
      return;
    }
    int width = types.stream().mapToInt(type -> nameIn(types, type).length()).max().orElse(1);
    for (JobTypeInfo type : types) {
      String padded = String.format(Locale.ROOT, "%-" + width + "s", nameIn(types, type));
      console.line(padded + "  " + Printable.line(firstSentence(type.description())));
    }
  }

  /** With the version where there are several. */
  private static String nameIn(List<JobTypeInfo> types, JobTypeInfo type) {
    return versions(types, type).size() > 1 ? key(type) : type.name();
  }

  private static List<Integer> versions(List<JobTypeInfo> types, JobTypeInfo type) {
    return types.stream()
        .filter(other -> other.name().equals(type.name()))
        .map(JobTypeInfo::version)
        .toList();
  }

  private static Object schemaOf(JobTypeInfo type) {
    try {
      return JsonText.read(type.schema());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of a type is JSON", e);
    }
  }

  private void describe(JobTypeInfo type, List<JobTypeInfo> types) {
    if (schema) {
      JsonOutput.print(console, out -> out.value(schemaOf(type)));
    } else if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, type)));
    } else {
      new TypeText(console).print(type, versions(types, type));
    }
  }

  private static void write(JsonOutput out, JobTypeInfo type) {
    out.field("name", type.name());
    out.field("version", type.version());
    out.field("plugin", type.plugin());
    out.field("description", type.description());
    out.arrayField(
        "parameters",
        () -> type.parameters().forEach(parameter -> out.object(() -> write(out, parameter))));
  }

  private static void write(JsonOutput out, JobTypeInfo.Parameter parameter) {
    out.field("name", parameter.name());
    out.field("type", parameter.type());
    out.field("required", parameter.required());
    out.field("default", parameter.defaultValue());
    out.field("description", parameter.description());
    out.field("positional", parameter.positional());
    JobTypeInfo.Hints hints = parameter.hints();
    out.field("example", hints.example());
    out.field("minimum", hints.minimum());
    out.field("maximum", hints.maximum());
    out.field("advanced", hints.advanced());
    out.field("path", hints.path());
  }

  private static String firstSentence(String description) {
    String line = Objects.requireNonNullElse(description, "").replaceAll("\\s+", " ").strip();
    int end = line.indexOf(". ");
    return end < 0 ? line : line.substring(0, end + 1);
  }
}
