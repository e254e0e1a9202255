package org.jobqueue.core.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values of one type by name, in the order in which they were given. */
record MapType(ValueType value) implements ValueType {
  @Override
  public String title() {
    return "map of " + value.title();
  }

  @Override
  public String expectation() {
    return "a " + title();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    if (!(given instanceof Map<?, ?> entries)) {
      throw where.mismatch(expectation(), given);
    }
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String key = requireText(where, entry.getKey());
      plain.put(key, value.plain(where.child(key), entry.getValue()));
    }
    return Collections.unmodifiableMap(plain);
  }

  @Override
  public Object translated(Object plain, UnaryOperator<String> paths) {
    Map<String, Object> translated = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) plain).entrySet()) {
      Object element = Objects.requireNonNull(entry.getValue());
      translated.put((String) entry.getKey(), value.translated(element, paths));
    }
    return translated;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", value.schema());
    return schema;
  }

  @Override
  public Object bind(Object plain) throws ReflectiveOperationException {
    Map<String, Object> bound = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) plain).entrySet()) {
      bound.put((String) entry.getKey(), value.bind(entry.getValue()));
    }
    return Collections.unmodifiableMap(bound);
  }

  /** The key of an entry, which programs may have made of anything. */
  static String requireText(Where where, @Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw where.child(String.valueOf(key)).refuse("has a name that is not text");
  }
}
