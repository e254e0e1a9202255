package org.jobqueue.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON values in text, as parameters have them. */
final class JsonText {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonText() {}

  /** The value as JSON in one line. */
  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return value.toString();
    }
  }

  /**
   * Reads one JSON value and nothing else.
   *
   * @throws JsonProcessingException if the text is not JSON
   */
  static Object read(String text) throws JsonProcessingException {
    Object value = MAPPER.readValue(text, Object.class);
    if (value == null) {
      throw new com.fasterxml.jackson.core.JsonParseException(null, "null is not a value");
    }
    return value;
  }
}
