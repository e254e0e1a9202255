package org.jobqueue.core.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of several texts, in whatever case they are given.
 *
 * @param choices in the order of their declaration
 */
record ChoiceType(List<String> choices) implements ValueType {
  @Override
  public String title() {
    return "one of " + String.join(", ", choices);
  }

  @Override
  public String expectation() {
    return title();
  }

  @Override
  public Object plain(Where where, @Nullable Object given) {
    if (given instanceof CharSequence text) {
      // Two choices may differ in nothing but their case.
      Optional<String> found =
          choices.stream()
              .filter(choice -> choice.contentEquals(text))
              .findFirst()
              .or(
                  () ->
                      choices.stream()
                          .filter(choice -> choice.equalsIgnoreCase(text.toString()))
                          .findFirst());
      return found.orElseThrow(() -> where.mismatch(expectation(), given));
    }
    throw where.mismatch(expectation(), given);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("enum", choices);
  }

  @Override
  public Object bind(Object plain) {
    return plain;
  }
}
