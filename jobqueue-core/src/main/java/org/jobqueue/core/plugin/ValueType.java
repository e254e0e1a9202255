package org.jobqueue.core.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The type of a parameter, between three forms of a value: what a caller gives, which may be an
 * object of Java or what a JSON reader makes; the plain form that is kept in the definition of a
 * job, which consists of what JSON has; and the object that a procedure gets.
 */
sealed interface ValueType
    permits ScalarType,
        BoundedType,
        PathTextType,
        EnumType,
        ChoiceType,
        ListType,
        MapType,
        RecordType {
  /** For people and programs, as in {@code JobTypeInfo.Parameter}: {@code list of text}. */
  String title();

  /** The same with an article, to follow "expects": {@code a list of text}. */
  String expectation();

  /**
   * Checks a value and gives it its plain form.
   *
   * @throws org.jobqueue.api.InvalidParameterException if it is not of this type
   */
  Object plain(Where where, @Nullable Object given);

  /**
   * Makes the object for the procedure.
   *
   * @param plain as returned by {@link #plain}
   * @throws InvocationTargetException if the constructor of a record throws
   */
  Object bind(Object plain) throws ReflectiveOperationException;

  /**
   * The same plain value with each path in it translated.
   *
   * @param plain as returned by {@link #plain}
   */
  default Object translated(Object plain, UnaryOperator<String> paths) {
    return plain;
  }

  /** What JSON Schema says of the plain form: keywords with their values. */
  Map<String, Object> schema();
}
