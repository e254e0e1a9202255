package org.jobqueue.core.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.JobTypeInfo.Hints;
import org.jobqueue.api.proc.Parameter;

/**
 * Reads the types of parameters from the components of their record. For one job type, and called
 * in the code of its plugin: what the classes of a plugin throw when they are looked at passes
 * through.
 */
final class TypeReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String jobType;

  /** The records around the component that is read, outermost first. */
  private final Deque<Class<?>> enclosing = new ArrayDeque<>();

  TypeReader(String jobType) {
    this.jobType = jobType;
  }

  /**
   * Reads a record.
   *
   * @throws PluginFault if a component is of an unsupported type, or its default is not of its type
   */
  RecordType read(Class<? extends Record> record) throws PluginFault, ReflectiveOperationException {
    enclosing.addLast(record);
    RecordComponent[] parts = record.getRecordComponents();
    List<Component> components = new ArrayList<>();
    for (RecordComponent part : parts) {
      components.add(component(part));
    }
    enclosing.removeLast();
    Constructor<? extends Record> constructor =
        record.getDeclaredConstructor(
            Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
    // Records of plugins need not be public.
    constructor.setAccessible(true);
    // No method references: to reflection they are made at run time, which takes milliseconds.
    return new RecordType(
        record, List.copyOf(components), values -> constructor.newInstance(values));
  }

  private Component component(RecordComponent part)
      throws PluginFault, ReflectiveOperationException {
    boolean optional = part.getType() == Optional.class;
    ValueType type =
        valueType(
            part, optional ? argument(part, part.getGenericType(), 0) : part.getGenericType());
    Method accessor = part.getAccessor();
    accessor.setAccessible(true);
    Parameter annotation = part.getAnnotation(Parameter.class);
    Object defaultValue =
        annotation == null || annotation.defaultValue().equals(Parameter.NONE)
            ? null
            : plain(part, type, "a", "default", annotation.defaultValue());
    Object example =
        annotation == null || annotation.example().isEmpty()
            ? null
            : plain(part, type, "an", "example", annotation.example());
    JobTypeInfo.Parameter info =
        new JobTypeInfo.Parameter(
            part.getName(),
            type.title(),
            !optional && defaultValue == null,
            Optional.ofNullable(defaultValue).map(TypeReader::json),
            annotation == null ? "" : annotation.value(),
            annotation != null && annotation.positional(),
            annotation == null ? Hints.NONE : hints(annotation));
    return new Component(
        info, type, optional, defaultValue, example, owner -> accessor.invoke(owner));
  }

  private static Hints hints(Parameter annotation) {
    return new Hints(
        Optional.of(annotation.example()).filter(text -> !text.isEmpty()),
        bound(annotation.minimum()),
        bound(annotation.maximum()),
        annotation.advanced(),
        annotation.path());
  }

  private static OptionalDouble bound(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private ValueType valueType(RecordComponent part, Type type)
      throws PluginFault, ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        return new ListType(valueType(part, argument(part, type, 0)));
      }
      if (generic.getRawType() == Map.class && argument(part, type, 0) == String.class) {
        return new MapType(valueType(part, argument(part, type, 1)));
      }
    } else if (type instanceof Class<?> simple) {
      return simpleType(part, simple);
    }
    throw unsupported(part, type);
  }

  private ValueType simpleType(RecordComponent part, Class<?> type)
      throws PluginFault, ReflectiveOperationException {
    Optional<ScalarType> scalar = ScalarType.of(type);
    if (scalar.isPresent()) {
      return annotated(part, scalar.get());
    }
    if (type.isEnum()) {
      return EnumType.of(type);
    }
    if (!type.isRecord()) {
      throw unsupported(part, type);
    }
    if (enclosing.contains(type)) {
      throw new PluginFault(describe(part) + " makes the record contain itself");
    }
    return read(type.asSubclass(Record.class));
  }

  /** With what the annotation adds to a type that has no parts. */
  private static ValueType annotated(RecordComponent part, ScalarType type) {
    Parameter annotation = part.getAnnotation(Parameter.class);
    if (annotation == null) {
      return type;
    }
    if (type == ScalarType.TEXT && annotation.path()) {
      return new PathTextType();
    }
    boolean bounded =
        Double.isFinite(annotation.minimum()) || Double.isFinite(annotation.maximum());
    return bounded && type.isNumber()
        ? new BoundedType(type, annotation.minimum(), annotation.maximum())
        : type;
  }

  private static Type argument(RecordComponent part, Type type, int index) throws PluginFault {
    if (type instanceof ParameterizedType generic) {
      return generic.getActualTypeArguments()[index];
    }
    throw unsupported(part, type);
  }

  /** The plain form of a value that the annotation gives as text. */
  private Object plain(
      RecordComponent part, ValueType type, String article, String what, String text)
      throws PluginFault {
    try {
      Where where = Where.parametersOf(jobType).child(part.getName());
      return type.plain(
          where, isText(type) ? withoutQuotes(text) : JSON.readValue(text, Object.class));
    } catch (JsonProcessingException e) {
      throw new PluginFault(
          describe(part)
              + " has "
              + article
              + " "
              + what
              + " that is not JSON: "
              + e.getOriginalMessage());
    } catch (InvalidParameterException e) {
      throw new PluginFault(describe(part) + " has a wrong " + what + ": " + e.getMessage());
    }
  }

  private static boolean isText(ValueType type) {
    return type == ScalarType.TEXT
        || type instanceof PathTextType
        || type == ScalarType.PATH
        || type == ScalarType.SECRET
        || type instanceof EnumType;
  }

  private static String withoutQuotes(String text) throws JsonProcessingException {
    return text.startsWith("\"") ? JSON.readValue(text, String.class) : text;
  }

  /** A plain value as JSON. */
  static String json(Object plain) {
    try {
      return JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written as JSON", e);
    }
  }

  private static PluginFault unsupported(RecordComponent part, Type type) {
    return new PluginFault(
        describe(part)
            + " has the type "
            + type.getTypeName()
            + ", which is not supported; use String, int, long, double, boolean, Path, Secret, an enum,"
            + " a record, List, Map with String keys, or Optional of these");
  }

  private static String describe(RecordComponent part) {
    return "component '"
        + part.getName()
        + "' of record "
        + part.getDeclaringRecord().getSimpleName();
  }
}
