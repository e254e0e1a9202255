package org.jobqueue.core.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jobqueue.core.text.Nearest;
import org.jspecify.annotations.Nullable;

/**
 * Values of different types by name: all parameters of a job, or one that has parts.
 *
 * @param record the record
 * @param components in the order of their declaration
 * @param constructor makes one of the objects that its components have been bound to
 */
record RecordType(Class<? extends Record> record, List<Component> components, Maker constructor)
    implements ValueType {

  /** Makes a record of the values of its components. */
  @FunctionalInterface
  interface Maker {
    Record newInstance(Object... values) throws ReflectiveOperationException;
  }

  @Override
  public String title() {
    return "object";
  }

  @Override
  public String expectation() {
    return components.isEmpty() ? "an empty object" : "an object with " + names();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    if (record.isInstance(given)) {
      return complete(where, partsOf(given), where, Map.of());
    }
    if (given instanceof Map<?, ?> entries) {
      return complete(where, entries, where, Map.of());
    }
    throw where.mismatch(expectation(), given);
  }

  /**
   * The plain form of values by name, in the order of declaration. A given value comes before that
   * of the queue, and this before the default of the component.
   *
   * @throws org.jobqueue.api.InvalidParameterException if one is unknown, missing or of the wrong
   *     type
   */
  Map<String, Object> complete(
      Where where, Map<?, ?> given, Where whereQueue, Map<?, ?> queueDefaults) {
    requireKnown(where, given);
    requireKnown(whereQueue, queueDefaults);
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Component component : components) {
      Object value = plainOrNull(where, given, component);
      if (value == null) {
        value = plainOrNull(whereQueue, queueDefaults, component);
      }
      if (value == null) {
        value = component.defaultValue();
      }
      if (value != null) {
        plain.put(component.name(), value);
      } else if (!component.optional()) {
        throw where.child(component.name()).refuse(component.missing());
      }
    }
    return Collections.unmodifiableMap(plain);
  }

  @Override
  public Map<String, Object> translated(Object plain, UnaryOperator<String> paths) {
    Map<?, ?> values = (Map<?, ?>) plain;
    Map<String, Object> translated = new LinkedHashMap<>();
    for (Component component : components) {
      Object value = values.get(component.name());
      if (value != null) {
        translated.put(component.name(), component.type().translated(value, paths));
      }
    }
    return translated;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    components.forEach(component -> properties.put(component.name(), component.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        components.stream()
            .filter(component -> component.info().required())
            .map(Component::name)
            .toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  @Override
  public Record bind(Object plain) throws ReflectiveOperationException {
    Map<?, ?> values = (Map<?, ?>) plain;
    Object[] arguments = new Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      Component component = components.get(i);
      arguments[i] = component.bind(values.get(component.name()));
    }
    return constructor.newInstance(arguments);
  }

  private static @Nullable Object plainOrNull(Where where, Map<?, ?> values, Component component) {
    String name = component.name();
    return values.containsKey(name)
        ? component.plainOrNull(where.child(name), values.get(name))
        : null;
  }

  private void requireKnown(Where where, Map<?, ?> values) {
    for (Object key : values.keySet()) {
      String name = MapType.requireText(where, key);
      if (components.stream().noneMatch(component -> component.name().equals(name))) {
        throw where.child(name).refuse("is unknown; " + whatThereIs(where) + suggestion(name));
      }
    }
  }

  private String whatThereIs(Where where) {
    String owner = where.path().isEmpty() ? "it" : "'" + where.path() + "'";
    return owner + " has" + (components.isEmpty() ? " no parameters" : ": " + names());
  }

  private String suggestion(String name) {
    Optional<String> nearest = Nearest.to(name, components.stream().map(Component::name).toList());
    return nearest.map(known -> "; did you mean '" + known + "'?").orElse("");
  }

  private String names() {
    return String.join(", ", components.stream().map(Component::name).toList());
  }

  private Map<String, @Nullable Object> partsOf(Object given) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (Component component : components) {
      parts.put(component.name(), partOf(given, component));
    }
    return parts;
  }

  private static @Nullable Object partOf(Object given, Component component) {
    try {
      return component.accessor().invoke(given);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component.accessor(), e);
    }
  }
}
