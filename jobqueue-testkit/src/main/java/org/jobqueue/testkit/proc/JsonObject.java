package org.jobqueue.testkit.proc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads JSON as job files are read: a name may be there once only, and nothing may follow. */
final class JsonObject {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonObject() {}

  /**
   * The values of an object by name.
   *
   * @throws IllegalArgumentException if the text is anything else; says where
   */
  static Map<String, ?> parse(String text) {
    try {
      if (MAPPER.readValue(text, Object.class) instanceof Map<?, ?> values) {
        Map<String, Object> byName = new LinkedHashMap<>();
        values.forEach((name, value) -> byName.put((String) name, value));
        return byName;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the parameters are not JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("the parameters are no JSON object: " + text);
  }
}
