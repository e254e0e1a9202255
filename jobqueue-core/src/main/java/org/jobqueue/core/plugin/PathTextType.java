package org.jobqueue.core.plugin;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Text that is a path, perhaps with placeholders in it. */
record PathTextType() implements ValueType {
  @Override
  public String title() {
    return ScalarType.TEXT.title();
  }

  @Override
  public String expectation() {
    return ScalarType.TEXT.expectation();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    return ScalarType.TEXT.plain(where, given instanceof Path path ? path.toString() : given);
  }

  @Override
  public Object bind(Object plain) {
    return plain;
  }

  @Override
  public Object translated(Object plain, UnaryOperator<String> paths) {
    return paths.apply((String) plain);
  }

  @Override
  public Map<String, Object> schema() {
    return ScalarType.PATH.schema();
  }
}
