package org.jobqueue.core.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.script.ManifestFault;
import org.jobqueue.core.script.ScriptParameter;
import org.jobqueue.core.script.ScriptType;
import org.jobqueue.core.script.ScriptValues;
import org.jspecify.annotations.Nullable;

/**
 * A job type with a manifest, as one that a plugin has. Its parameters are no components of a
 * record: what is known of them is made here and not by a {@link TypeReader}.
 */
final class ScriptJobType implements JobProcType<ScriptValues> {
  private final ScriptType type;
  private final RecordType parameters;

  /**
   * Makes the types of the parameters.
   *
   * @throws ManifestFault if a default is not of its type
   */
  ScriptJobType(ScriptType type) throws ManifestFault {
    this.type = type;
    List<Component> components = new ArrayList<>();
    for (ScriptParameter parameter : type.parameters()) {
      components.add(component(parameter));
    }
    this.parameters = new RecordType(ScriptValues.class, List.copyOf(components), this::values);
  }

  /** The types of the parameters. */
  RecordType parameterTypes() {
    return parameters;
  }

  @Override
  public String name() {
    return type.name();
  }

  @Override
  public int version() {
    return type.version();
  }

  @Override
  public String description() {
    return type.description();
  }

  @Override
  public Class<ScriptValues> parameters() {
    return ScriptValues.class;
  }

  @Override
  public JobProc create(ScriptValues values) {
    return type.procedure(values);
  }

  private ScriptValues values(Object... bound) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (int i = 0; i < bound.length; i++) {
      ScriptParameter parameter = type.parameters().get(i);
      Object value = bound[i] instanceof Optional<?> optional ? optional.orElse(null) : bound[i];
      if (value != null) {
        byName.put(parameter.name(), value);
      }
    }
    ScriptValues values = new ScriptValues(byName);
    type.check(values);
    return values;
  }

  private Component component(ScriptParameter parameter) throws ManifestFault {
    ValueType valueType = valueType(parameter);
    Object defaultValue = defaultOrNull(parameter, valueType);
    JobTypeInfo.Parameter info =
        new JobTypeInfo.Parameter(
            parameter.name(),
            valueType.title(),
            !parameter.optional() && defaultValue == null,
            Optional.ofNullable(defaultValue).map(TypeReader::json),
            parameter.description(),
            parameter.positional(),
            hints(parameter));
    return new Component(
        info,
        valueType,
        parameter.optional(),
        defaultValue,
        null,
        values -> ((ScriptValues) values).byName().get(parameter.name()));
  }

  private @Nullable Object defaultOrNull(ScriptParameter parameter, ValueType valueType)
      throws ManifestFault {
    if (parameter.defaultValue().isEmpty()) {
      return null;
    }
    try {
      Where where = Where.parametersOf(type.name()).child(parameter.name());
      return valueType.plain(where, parameter.defaultValue().get());
    } catch (InvalidParameterException e) {
      throw parameter.wrongDefault(String.valueOf(e.getMessage()));
    }
  }

  private static ValueType valueType(ScriptParameter parameter) {
    ValueType single =
        switch (parameter.kind()) {
          case TEXT -> ScalarType.TEXT;
          case INTEGER -> bounded(ScalarType.LONG, parameter);
          case NUMBER -> bounded(ScalarType.DOUBLE, parameter);
          case BOOLEAN -> ScalarType.BOOLEAN;
          case PATH -> ScalarType.PATH;
          case CHOICE -> new ChoiceType(parameter.choices());
        };
    return switch (parameter.shape()) {
      case SINGLE -> single;
      case LIST -> new ListType(single);
      case MAP -> new MapType(single);
    };
  }

  private static ValueType bounded(ScalarType number, ScriptParameter parameter) {
    return parameter.minimum().isEmpty() && parameter.maximum().isEmpty()
        ? number
        : new BoundedType(
            number,
            parameter.minimum().map(Number::doubleValue).orElse(Double.NEGATIVE_INFINITY),
            parameter.maximum().map(Number::doubleValue).orElse(Double.POSITIVE_INFINITY));
  }

  private static JobTypeInfo.Hints hints(ScriptParameter parameter) {
    return new JobTypeInfo.Hints(
        Optional.empty(), bound(parameter.minimum()), bound(parameter.maximum()), false, false);
  }

  private static OptionalDouble bound(Optional<Number> value) {
    return value
        .map(number -> OptionalDouble.of(number.doubleValue()))
        .orElse(OptionalDouble.empty());
  }
}
