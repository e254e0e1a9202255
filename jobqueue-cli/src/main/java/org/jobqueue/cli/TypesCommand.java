package org.jobqueue.cli;

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
      description = "The job type to describe; without it all are listed.")
  @Nullable String name;

  @Option(names = "--json", description = "Print JSON; see docs/json.md.")
  boolean json;

  @Inject
  TypesCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    JobQueue queue = queues.open();
    List<JobTypeInfo> types =
        queue.jobTypes().stream().sorted(Comparator.comparing(JobTypeInfo::name)).toList();
    String wanted = name;
    if (wanted == null) {
      list(types);
      queue.pluginProblems().forEach(this::report);
    } else {
      describe(require(types, wanted));
    }
  }

  private void report(PluginProblem problem) {
    console.error("plugin '" + problem.plugin() + "' cannot be used: " + problem.message());
  }

  private static JobTypeInfo require(List<JobTypeInfo> types, String wanted) {
    return types.stream()
        .filter(type -> type.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(types, wanted));
  }

  private static UnknownJobTypeException unknown(List<JobTypeInfo> types, String wanted) {
    List<String> names = types.stream().map(JobTypeInfo::name).toList();
    return new UnknownJobTypeException(
        wanted, names, Suggestion.nearest(wanted, names).orElse(null));
  }

  private void list(List<JobTypeInfo> types) {
    if (json) {
      JsonOutput.print(
          console,
          out -> out.array(() -> types.forEach(type -> out.object(() -> write(out, type)))));
      return;
    }
    int width = types.stream().mapToInt(type -> type.name().length()).max().orElse(1);
    for (JobTypeInfo type : types) {
      String padded = String.format(Locale.ROOT, "%-" + width + "s", type.name());
      console.line(padded + "  " + Printable.line(firstSentence(type.description())));
    }
  }

  private void describe(JobTypeInfo type) {
    if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, type)));
      return;
    }
    console.line(
        console.bold(type.name())
            + "  (version "
            + type.version()
            + ", plugin "
            + type.plugin()
            + ")");
    console.line(Printable.text(type.description()));
    console.line("");
    console.line(type.parameters().isEmpty() ? "It has no parameters." : "Parameters:");
    type.parameters().forEach(this::describe);
  }

  private void describe(JobTypeInfo.Parameter parameter) {
    String need =
        parameter
            .defaultValue()
            .map(value -> "default " + value)
            .orElse(parameter.required() ? "required" : "optional");
    String place = parameter.positional() ? ", also as words after --" : "";
    console.line(
        Printable.line("  " + parameter.name() + ": " + parameter.type() + ", " + need + place)
            .indent(2)
            .stripTrailing());
    if (!parameter.description().isEmpty()) {
      console.line("      " + Printable.line(parameter.description()));
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
  }

  private static String firstSentence(String description) {
    String line = Objects.requireNonNullElse(description, "").replaceAll("\\s+", " ").strip();
    int end = line.indexOf(". ");
    return end < 0 ? line : line.substring(0, end + 1);
  }
}
