package org.jobqueue.core.plugin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a job type as a JSON Schema, draft 2020-12.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema</a>
 */
final class ParameterSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private ParameterSchema() {}

  /** The text of the schema. */
  static String of(String type, int version, String description, ValueType parameters) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("title", new TypeKey(type, version).toString());
    schema.put("description", description);
    schema.putAll(parameters.schema());
    return TypeReader.json(schema);
  }
}
