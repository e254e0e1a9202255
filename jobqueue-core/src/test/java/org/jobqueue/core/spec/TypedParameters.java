package org.jobqueue.core.spec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parameters for the type {@code spec.typed}, which has all kinds of them. */
final class TypedParameters {
  private TypedParameters() {}

  /** All required parameters with good values. */
  static Map<String, Object> complete(Path directory) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("text", "hello");
    parameters.put("count", 3);
    parameters.put("big", 5_000_000_000L);
    parameters.put("factor", 1.5);
    parameters.put("flag", true);
    parameters.put("path", directory.resolve("picture.png"));
    parameters.put("colour", PlainJobs.Colour.GREEN);
    parameters.put("point", Map.of("x", 1.0, "y", 2.0));
    parameters.put("names", List.of("a", "b"));
    parameters.put("counts", Map.of("x", 1));
    return parameters;
  }

  /** The same with one more or other value. */
  static Map<String, Object> with(Path directory, String name, Object value) {
    Map<String, Object> parameters = complete(directory);
    parameters.put(name, value);
    return parameters;
  }

  /** The same without one of them. */
  static Map<String, Object> without(Path directory, String name) {
    Map<String, Object> parameters = complete(directory);
    parameters.remove(name);
    return parameters;
  }
}
