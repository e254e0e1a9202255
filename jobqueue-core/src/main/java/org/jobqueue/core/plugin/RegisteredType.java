package org.jobqueue.core.plugin;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcType;
import org.jspecify.annotations.Nullable;

/** A job type that can be used, with the plugin that has it. Unchanging and thread-safe. */
public final class RegisteredType {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private final FoundPlugin plugin;
  private final JobProcType<?> type;
  private final String name;
  private final int version;
  private final String description;
  private final RecordType parameters;

  /** Made when it is asked for: few ask for it, and it is a good part of opening a queue. */
  private volatile @Nullable JobTypeInfo info;

  private RegisteredType(
      FoundPlugin plugin,
      JobProcType<?> type,
      String name,
      int version,
      String description,
      RecordType parameters) {
    this.plugin = plugin;
    this.type = type;
    this.name = name;
    this.version = version;
    this.description = description;
    this.parameters = parameters;
  }

  /**
   * Reads all there is to know about a type, once.
   *
   * @throws PluginFault if the type cannot be used
   */
  static RegisteredType of(FoundPlugin plugin, JobProcType<?> type) throws PluginFault {
    String name = plugin.code().call(type::name);
    if (FoundPlugin.isNull(name) || !NAME.matcher(name).matches()) {
      throw new PluginFault(
          "job type '"
              + name
              + "' is left out: a name has lower-case letters, digits, '-' and '.', and starts with"
              + " a letter or a digit");
    }
    try {
      return plugin.code().call(() -> read(plugin, type, name));
    } catch (PluginFault fault) {
      throw new PluginFault("job type '" + name + "' is left out: " + fault.message());
    }
  }

  private static RegisteredType read(FoundPlugin plugin, JobProcType<?> type, String name)
      throws PluginFault, ReflectiveOperationException {
    int version = type.version();
    if (version < 1) {
      throw new PluginFault("its version is " + version + "; it must be 1 or greater");
    }
    String description = type.description();
    if (FoundPlugin.isNull(description)) {
      throw new PluginFault("its description is null");
    }
    Class<? extends Record> record = type.parameters();
    // The compiler of the plugin may have been talked out of its objections.
    if (FoundPlugin.isNull(record) || !record.isRecord()) {
      throw new PluginFault("its parameters are " + record + ", which is not a record");
    }
    RecordType parameters =
        type instanceof ScriptJobType script
            ? script.parameterTypes()
            : new TypeReader(name).read(record);
    return new RegisteredType(plugin, type, name, version, description, parameters);
  }

  /** The name that jobs use. */
  public String name() {
    return name;
  }

  /** Name and version for people: {@code sim}, and {@code sim@2} from the second version on. */
  String key() {
    return version == 1 ? name : new TypeKey(name, version).toString();
  }

  /** The version of the type. */
  public int version() {
    return version;
  }

  /** The name of the plugin that has the type. */
  public String plugin() {
    return plugin.name();
  }

  /** What is known of the type. */
  public JobTypeInfo info() {
    JobTypeInfo known = info;
    if (known == null) {
      known =
          new JobTypeInfo(
              name,
              version,
              plugin.name(),
              description,
              parameters.components().stream().map(Component::info).toList(),
              ParameterSchema.of(name, version, description, parameters));
      info = known; // made by two threads at once, both are the same
    }
    return known;
  }

  /** The type as the plugin made it. */
  public JobProcType<?> type() {
    return type;
  }

  /**
   * The class loader of the plugin: to be the context class loader of a thread while it runs a
   * procedure of this type.
   */
  public ClassLoader classLoader() {
    return plugin.code().loader();
  }

  /**
   * Checks and completes the parameters of a job. Each is taken from what was given, else from the
   * defaults of the queue, else from the default that the type declares.
   *
   * @param given as the caller has them: objects of the types that the components have, or what a
   *     JSON reader makes of a document; an empty {@link java.util.Optional} stands for none
   * @param queueDefaults as in the options of the queue
   * @return plain values for JSON (text, booleans, Integer or Long, Double, lists, and maps with
   *     text keys) in the order of declaration, unmodifiable; an optional one without a value is
   *     absent
   * @throws InvalidParameterException if one is unknown, missing, null or of the wrong type
   */
  public Map<String, Object> normalise(Map<String, ?> given, Map<String, Object> queueDefaults) {
    return parameters.complete(
        Where.parametersOf(name()), given, Where.queueDefaultsOf(name()), queueDefaults);
  }

  /**
   * Makes a procedure.
   *
   * @param given as returned by {@link #normalise}, perhaps long ago: they are checked again, and
   *     completed with what the type declares
   * @throws InvalidParameterException if they do not fit, or the record of the parameters refuses
   *     them by an {@link IllegalArgumentException}
   * @throws JobQueueException if the code of the plugin throws anything else
   */
  public JobProc create(Map<String, Object> given) {
    return create(given, UnaryOperator.identity());
  }

  /**
   * Makes a procedure.
   *
   * @param given as in {@link #create(Map)}
   * @param paths translates each path among them to what it is called here
   */
  public JobProc create(Map<String, Object> given, UnaryOperator<String> paths) {
    Map<String, Object> plain = parameters.translated(normalise(given, Map.of()), paths);
    Record values = bind(plain);
    try {
      JobProc proc = plugin.code().call(() -> procedure(values));
      if (FoundPlugin.isNull(proc)) {
        throw new PluginFault("its factory returned null");
      }
      return proc;
    } catch (PluginFault fault) {
      throw failed(fault);
    }
  }

  private Record bind(Map<String, Object> plain) {
    try {
      return plugin.code().call(() -> parameters.bind(plain));
    } catch (PluginFault fault) {
      if (fault.getCause() instanceof IllegalArgumentException refusal) {
        throw new InvalidParameterException(name(), refusal);
      }
      throw failed(fault);
    }
  }

  /** The record was made of the class that the type itself named. */
  @SuppressWarnings("unchecked")
  private JobProc procedure(Record values) {
    return ((JobProcType<Record>) type).create(values);
  }

  private JobQueueException failed(PluginFault fault) {
    return new JobQueueException(
        "cannot make a procedure of job type '"
            + name()
            + "' of "
            + plugin.describe()
            + ": "
            + fault.message(),
        fault.getCause());
  }

  /** For messages: where a person finds the plugin. */
  String describePlugin() {
    return plugin.describe();
  }
}
