package org.jobqueue.core.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record of parameters.
 *
 * @param info what people are told about it
 * @param type of its value
 * @param optional true if it is declared as an {@link Optional}
 * @param defaultValue the plain value it has where none is given, or null
 * @param example a plain value for people, or null
 * @param accessor reads it from a record
 */
record Component(
    JobTypeInfo.Parameter info,
    ValueType type,
    boolean optional,
    @Nullable Object defaultValue,
    @Nullable Object example,
    Accessor accessor) {

  /** Reads the component of a record. */
  @FunctionalInterface
  interface Accessor {
    @Nullable Object invoke(Object record) throws ReflectiveOperationException;
  }

  String name() {
    return info.name();
  }

  /**
   * The plain form of a given value, or null if it is an empty {@link Optional}, which stands for
   * no value.
   */
  @Nullable Object plainOrNull(Where where, @Nullable Object given) {
    if (optional && given instanceof Optional<?> wrapped) {
      return wrapped.isEmpty() ? null : type.plain(where, wrapped.get());
    }
    return type.plain(where, given);
  }

  /** What the constructor of the record gets. */
  Object bind(@Nullable Object plain) throws ReflectiveOperationException {
    if (plain == null) {
      return Optional.empty();
    }
    return optional ? Optional.of(type.bind(plain)) : type.bind(plain);
  }

  /** What JSON Schema says of it. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>(type.schema());
    if (!info.description().isEmpty()) {
      schema.put("description", info.description());
    }
    if (defaultValue != null) {
      schema.put("default", defaultValue);
    }
    if (example != null) {
      schema.put("examples", List.of(example));
    }
    return schema;
  }

  /** The message for a component that needs a value and has none. */
  String missing() {
    String expected = "is missing; expected " + type.title();
    return info.description().isEmpty() ? expected : expected + ": " + info.description();
  }
}
