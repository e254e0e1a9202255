package org.jobqueue.cli;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.JobTypeInfo.Hints;

/** Prints what there is to know of a job type. */
final class TypeText {
  private final Console console;

  TypeText(Console console) {
    this.console = console;
  }

  /**
   * Prints a type.
   *
   * @param versions all that are known here, the newest last
   */
  void print(JobTypeInfo type, List<Integer> versions) {
    String others =
        versions.stream()
            .filter(version -> version != type.version())
            .map(version -> type.name() + "@" + version)
            .collect(Collectors.joining(", "));
    console.line(
        console.bold(type.name())
            + "  (version "
            + type.version()
            + (others.isEmpty() ? "" : ", also " + others)
            + ", plugin "
            + type.plugin()
            + ")");
    console.line(Printable.text(type.description()));
    console.line("");
    console.line(type.parameters().isEmpty() ? "It has no parameters." : "Parameters:");
    type.parameters().stream().filter(p -> !p.hints().advanced()).forEach(this::print);
    if (type.parameters().stream().anyMatch(p -> p.hints().advanced())) {
      console.line("Rarely needed:");
      type.parameters().stream().filter(p -> p.hints().advanced()).forEach(this::print);
    }
  }

  private void print(JobTypeInfo.Parameter parameter) {
    String need =
        parameter
            .defaultValue()
            .map(value -> "default " + value)
            .orElse(parameter.required() ? "required" : "optional");
    String place = parameter.positional() ? ", also as words after --" : "";
    console.line(
        Printable.line(
                "  "
                    + parameter.name()
                    + ": "
                    + parameter.type()
                    + bounds(parameter.hints())
                    + ", "
                    + need
                    + place)
            .indent(2)
            .stripTrailing());
    if (!parameter.description().isEmpty()) {
      console.line("      " + Printable.line(parameter.description()));
    }
    parameter
        .hints()
        .example()
        .ifPresent(
            example ->
                console.line(
                    "      such as -p " + Printable.line(parameter.name() + "=" + example)));
  }

  private static String bounds(Hints hints) {
    if (hints.minimum().isEmpty() && hints.maximum().isEmpty()) {
      return "";
    }
    if (hints.maximum().isEmpty()) {
      return ", " + text(hints.minimum()) + " or more";
    }
    return hints.minimum().isEmpty()
        ? ", " + text(hints.maximum()) + " or less"
        : ", " + text(hints.minimum()) + " to " + text(hints.maximum());
  }

  private static String text(OptionalDouble bound) {
    double value = bound.getAsDouble();
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
