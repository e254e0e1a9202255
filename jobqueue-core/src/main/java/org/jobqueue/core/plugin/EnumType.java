package org.jobqueue.core.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the constants of an enum, by its name.
 *
 * @param constants of the enum, in the order of their declaration
 * @param names of the constants
 */
record EnumType(List<Enum<?>> constants, ChoiceType names) implements ValueType {
  static EnumType of(Class<?> type) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(Enum.class::cast).toList();
    return new EnumType(constants, new ChoiceType(constants.stream().map(Enum::name).toList()));
  }

  @Override
  public String title() {
    return names.title();
  }

  @Override
  public String expectation() {
    return names.expectation();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    return given instanceof Enum<?> constant && constants.contains(constant)
        ? constant.name()
        : names.plain(where, given);
  }

  @Override
  public Map<String, Object> schema() {
    return names.schema();
  }

  @Override
  public Object bind(Object plain) {
    return constants.stream()
        .filter(constant -> constant.name().equals(plain))
        .findFirst()
        .orElseThrow();
  }
}
