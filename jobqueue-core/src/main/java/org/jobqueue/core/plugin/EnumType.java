package org.jobqueue.core.plugin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of several names, in whatever case they are given.
 *
 * @param constants of the enum, in the order of their declaration
 */
record EnumType(List<Enum<?>> constants) implements ValueType {
  static EnumType of(Class<?> type) {
    return new EnumType(
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(Enum.class::cast).toList());
  }

  @Override
  public String title() {
    return constants.stream().map(Enum::name).collect(Collectors.joining(", ", "one of ", ""));
  }

  @Override
  public String expectation() {
    return title();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    if (given instanceof Enum<?> constant && constants.contains(constant)) {
      return constant.name();
    }
    if (given instanceof CharSequence text) {
      // Two constants may differ in nothing but their case.
      Optional<Enum<?>> found =
          find(name -> name.contentEquals(text))
              .or(() -> find(name -> name.equalsIgnoreCase(text.toString())));
      return found.orElseThrow(() -> where.mismatch(expectation(), given)).name();
    }
    throw where.mismatch(expectation(), given);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("enum", constants.stream().map(Enum::name).toList());
  }

  @Override
  public Object bind(Object plain) {
    return find(plain::equals).orElseThrow();
  }

  private Optional<Enum<?>> find(Predicate<String> wanted) {
    return constants.stream().filter(constant -> wanted.test(constant.name())).findFirst();
  }
}
