package org.jobqueue.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jobqueue.bench.files.Operation;
import org.jobqueue.bench.measure.Spread;
import org.jobqueue.bench.report.Figures.Comparison;

/** Figures as people read them: a line each, and below it what is not in every line. */
public final class Table {
  private Table() {}

  /** The lines of the table. */
  public static List<String> lines(List<Figures> all) {
    List<String> lines = new ArrayList<>();
    lines.add(row("SCENARIO", "JOBS", "SECONDS", "JOBS/S", "OPS/JOB", "RATIO (LEAST TO MOST)"));
    for (Figures figures : all) {
      lines.add(
          row(
              figures.name(),
              Long.toString(figures.jobs()),
              number(figures.seconds()),
              number(figures.rate()),
              operations(figures),
              figures.comparison().map(Table::comparison).orElse("")));
      if (!figures.operationsPerJob().isEmpty()) {
        lines.add("    " + kinds(figures));
      }
      if (!figures.more().isEmpty()) {
        lines.add("    " + more(figures));
      }
    }
    return lines;
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%-18s %8s %9s %10s %8s  %s", (Object[]) cells)
        .stripTrailing();
  }

  private static String comparison(Comparison comparison) {
    Spread ratio = comparison.ratio();
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f) of %s, %s/s",
        ratio.median(),
        ratio.min(),
        ratio.max(),
        comparison.with(),
        number(comparison.rate()));
  }

  private static String operations(Figures figures) {
    double sum =
        figures.operationsPerJob().values().stream().mapToDouble(Double::doubleValue).sum();
    return sum == 0 ? "" : String.format(Locale.ROOT, "%.2f", sum);
  }

  private static String kinds(Figures figures) {
    List<String> kinds = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      double perJob = figures.operationsPerJob().getOrDefault(operation, 0.0);
      if (perJob >= 0.005) {
        kinds.add(String.format(Locale.ROOT, "%s %.2f", operation.text(), perJob));
      }
    }
    return String.join(", ", kinds);
  }

  private static String more(Figures figures) {
    return figures.more().entrySet().stream()
        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Three digits that count, or all before the point. */
  private static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
  }
}
