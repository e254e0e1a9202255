package org.jobqueue.core.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.UnknownJobTypeException;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.core.text.Nearest;

/**
 * The job types known to a queue object, and the plugins that could not be used. Immutable and
 * thread-safe; plugins that are installed later are seen by registries made later.
 */
public final class ProcRegistry {
  private final TypeTable types;
  private final List<JobListener> listeners;
  private final List<PluginProblem> problems;

  private ProcRegistry(Registration registration) {
    this.types = registration.types().copy();
    this.listeners = List.copyOf(registration.listeners());
    this.problems = List.copyOf(registration.problems());
  }

  /** A registry without plugins, to add some. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job types by name, with all of their versions, the oldest first. */
  public List<JobTypeInfo> types() {
    return types.all().stream().map(RegisteredType::info).toList();
  }

  /** The versions of each job type by its name, the oldest first. */
  public Map<String, List<Integer>> versions() {
    return types.all().stream()
        .collect(
            Collectors.groupingBy(
                RegisteredType::name,
                Collectors.mapping(RegisteredType::version, Collectors.toList())));
  }

  /** The listeners of the plugins. */
  public List<JobListener> listeners() {
    return listeners;
  }

  /** The plugins that could not be used, wholly or in part, and why. */
  public List<PluginProblem> problems() {
    return problems;
  }

  /** The newest version of a job type; empty if no plugin has any. */
  public Optional<RegisteredType> find(String name) {
    return types.newest(name);
  }

  /** A job type in just this version; empty if no plugin has it. */
  public Optional<RegisteredType> find(String name, int version) {
    return types.find(name, version);
  }

  /**
   * A job type.
   *
   * @param wanted its name, for the newest version, or name and version such as {@code sim@2}
   * @throws UnknownJobTypeException if no plugin has it; names those that are known, and the
   *     nearest
   */
  public RegisteredType require(String wanted) {
    return TypeKey.parse(wanted)
        .flatMap(key -> types.find(key.name(), key.version()))
        .or(() -> types.newest(wanted))
        .orElseThrow(() -> unknown(wanted));
  }

  private UnknownJobTypeException unknown(String wanted) {
    String name = TypeKey.parse(wanted).map(TypeKey::name).orElse(wanted);
    List<String> versions = types.versions(name);
    if (!versions.isEmpty()) {
      return new UnknownJobTypeException(wanted, versions, null);
    }
    List<String> known = types.names();
    return new UnknownJobTypeException(wanted, known, Nearest.to(name, known).orElse(null));
  }

  /** Collects the sources of plugins. */
  public static final class Builder {
    private final List<JobProcPlugin> given = new ArrayList<>();
    private final List<ClassLoader> classPaths = new ArrayList<>();
    private final List<Path> procs = new ArrayList<>();

    private Builder() {}

    /** Adds plugins that the program brings. The same object again has no effect. */
    public Builder plugins(Iterable<? extends JobProcPlugin> plugins) {
      for (JobProcPlugin plugin : plugins) {
        if (!given.contains(plugin)) {
          given.add(plugin);
        }
      }
      return this;
    }

    /**
     * Adds the plugins that {@link java.util.ServiceLoader} finds with a class loader, except those
     * of a class that the program brings an object of.
     */
    public Builder classPath(ClassLoader loader) {
      classPaths.add(loader);
      return this;
    }

    /**
     * Adds the plugins in {@code procs/<plugin>/*.jar}, {@code procs/<plugin>.jar} and {@code
     * procs/<plugin>/plugin.yaml}. The directory may be absent.
     */
    public Builder procsDirectory(Path directory) {
      procs.add(directory);
      return this;
    }

    /**
     * Looks for the plugins and asks each for its types. Those of the program come first, then the
     * class path, then the queue.
     *
     * @throws JobQueueException if a job type is in two plugins of the program or the class path;
     *     every other fault of a plugin is among the {@link #problems()}
     */
    public ProcRegistry build() {
      Registration registration = new Registration();
      List<JobProcPlugin> ofProgram = new ArrayList<>(given);
      for (ClassLoader loader : classPaths) {
        PluginServices services = PluginServices.of(loader);
        services.faults().forEach(registration::addClassPathFault);
        services.plugins().stream()
            .filter(plugin -> ofProgram.stream().noneMatch(isOfClassOf(plugin)))
            .forEach(ofProgram::add);
      }
      ofProgram.forEach(registration::addOfProgram);
      // The API is where this program has it, whoever calls.
      ClassLoader api = JobProcPlugin.class.getClassLoader();
      procs.forEach(directory -> registration.addAll(PluginLoader.load(directory, api)));
      return new ProcRegistry(registration);
    }

    private static Predicate<JobProcPlugin> isOfClassOf(JobProcPlugin plugin) {
      return other -> other.getClass() == plugin.getClass();
    }
  }
}
