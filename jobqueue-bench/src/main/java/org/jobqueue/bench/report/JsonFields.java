package org.jobqueue.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jobqueue.bench.files.Operation;

/** Figures as the fields of a JSON object; see docs/json.md. */
public final class JsonFields {
  private JsonFields() {}

  /** The fields of one line of the report: text, numbers and maps of numbers. */
  public static Map<String, Object> of(Figures figures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", figures.name());
    fields.put("jobs", figures.jobs());
    fields.put("seconds", figures.seconds());
    fields.put("jobsPerSecond", figures.rate());
    figures
        .comparison()
        .ifPresent(
            comparison -> {
              fields.put("comparedWith", comparison.with());
              fields.put("comparedPerSecond", comparison.rate());
              fields.put("ratio", comparison.ratio().median());
              fields.put("ratioMin", comparison.ratio().min());
              fields.put("ratioMax", comparison.ratio().max());
            });
    if (!figures.operationsPerJob().isEmpty()) {
      fields.put("operationsPerJob", operations(figures));
    }
    fields.putAll(figures.more());
    return fields;
  }

  private static Map<String, Object> operations(Figures figures) {
    Map<String, Object> operations = new LinkedHashMap<>();
    double sum = 0;
    for (Operation operation : Operation.values()) {
      Double perJob = figures.operationsPerJob().get(operation);
      if (perJob != null) {
        operations.put(operation.text(), perJob);
        sum += perJob;
      }
    }
    operations.put("total", sum);
    return operations;
  }
}
