package org.jobqueue.core.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Any number of values of one type, in order. */
record ListType(ValueType element) implements ValueType {
  @Override
  public String title() {
    return "list of " + element.title();
  }

  @Override
  public String expectation() {
    return "a " + title();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    if (!(given instanceof Collection<?> values)) {
      throw where.mismatch(expectation(), given);
    }
    List<Object> plain = new ArrayList<>(values.size());
    for (Object value : values) {
      plain.add(element.plain(where.element(plain.size()), value));
    }
    return List.copyOf(plain);
  }

  @Override
  public Object translated(Object plain, UnaryOperator<String> paths) {
    return ((List<?>) plain)
        .stream().map(value -> element.translated(Objects.requireNonNull(value), paths)).toList();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", element.schema());
    return schema;
  }

  @Override
  public Object bind(Object plain) throws ReflectiveOperationException {
    List<Object> bound = new ArrayList<>();
    for (Object value : (List<?>) plain) {
      bound.add(element.bind(value));
    }
    return List.copyOf(bound);
  }
}
