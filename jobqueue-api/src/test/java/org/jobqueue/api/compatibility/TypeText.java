package org.jobqueue.api.compatibility;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types as the dump has them: with their full names, and {@code ?} behind one that may be null. */
final class TypeText {
  private TypeText() {}

  static String of(AnnotatedType type) {
    String nullable = type.isAnnotationPresent(Nullable.class) ? "?" : "";
    if (type instanceof AnnotatedArrayType array) {
      return of(array.getAnnotatedGenericComponentType()) + "[]" + nullable;
    }
    if (type instanceof AnnotatedParameterizedType generic) {
      Type raw = ((ParameterizedType) generic.getType()).getRawType();
      return raw.getTypeName()
          + list(generic.getAnnotatedActualTypeArguments(), "<", ">")
          + nullable;
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      return wildcard.getAnnotatedLowerBounds().length > 0
          ? "any super " + of(wildcard.getAnnotatedLowerBounds()[0])
          : "any" + bounds(wildcard.getAnnotatedUpperBounds());
    }
    return type.getType().getTypeName() + nullable;
  }

  /** Types between two brackets; nothing if there are none. */
  static String list(AnnotatedType[] types, String open, String close) {
    return types.length == 0
        ? ""
        : Stream.of(types).map(TypeText::of).collect(Collectors.joining(", ", open, close));
  }

  /** The variables of a type or a method with their bounds; nothing if there are none. */
  static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable -> variable.getName() + bounds(variable.getAnnotatedBounds()))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bounds(AnnotatedType[] bounds) {
    String text = Stream.of(bounds).map(TypeText::of).collect(Collectors.joining(" & "));
    return text.isEmpty() || text.equals("java.lang.Object") ? "" : " extends " + text;
  }
}
