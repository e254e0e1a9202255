package org.jobqueue.core.script;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a part of a command is there. */
sealed interface Condition {
  boolean holds(Filling filling);

  /** If the job has frames. */
  record OfFrames() implements Condition {
    @Override
    public boolean holds(Filling filling) {
      return filling.hasFrames();
    }
  }

  /** If a parameter has a value that is not false and not empty. */
  record Present(ScriptParameter parameter) implements Condition {
    @Override
    public boolean holds(Filling filling) {
      return isSomething(filling.valueOrNull(parameter));
    }

    private static boolean isSomething(@Nullable Object value) {
      if (value instanceof Collection<?> elements) {
        return !elements.isEmpty();
      } else if (value instanceof Map<?, ?> entries) {
        return !entries.isEmpty();
      } else if (value instanceof String text) {
        return !text.isEmpty();
      }
      return value != null && !Boolean.FALSE.equals(value);
    }
  }

  /** If a parameter has one of several values. */
  record Equal(ScriptParameter parameter, List<String> values) implements Condition {
    @Override
    public boolean holds(Filling filling) {
      Object value = filling.valueOrNull(parameter);
      return value != null && values.contains(filling.text(value));
    }
  }
}
