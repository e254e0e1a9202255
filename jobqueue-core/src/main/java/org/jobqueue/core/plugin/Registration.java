package org.jobqueue.core.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jspecify.annotations.Nullable;

/**
 * Collects the job types and listeners of plugins, in the order in which the plugins are added: a
 * type that exists already in the same version is an error in the program if the program has both,
 * and else the problem of the plugin that came later.
 */
final class Registration {
  private final TypeTable types = new TypeTable();
  private final List<JobListener> listeners = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  /** The types so far. */
  TypeTable types() {
    return types;
  }

  /** Who is to be told what this process does. */
  List<JobListener> listeners() {
    return listeners;
  }

  /** The problems so far. */
  List<PluginProblem> problems() {
    return problems;
  }

  /** Adds a plugin of the program. */
  void addOfProgram(JobProcPlugin plugin) {
    try {
      add(FoundPlugin.ofProgram(plugin));
    } catch (PluginFault fault) {
      problems.add(new PluginProblem(plugin.getClass().getName(), fault.message()));
    }
  }

  /** Adds what was found in the queue. */
  void addAll(PluginLoader.Result loaded) {
    problems.addAll(loaded.problems());
    loaded.plugins().forEach(this::add);
  }

  /** Adds what is wrong with the class path. */
  void addClassPathFault(PluginFault fault) {
    problems.add(new PluginProblem("class path", fault.message()));
  }

  private void add(FoundPlugin plugin) {
    try {
      for (JobProcType<?> type : plugin.types()) {
        addType(plugin, type);
      }
      listeners.addAll(plugin.listeners());
    } catch (PluginFault fault) {
      report(plugin, fault);
    }
  }

  /** A type that cannot be used does not take the others of its plugin with it. */
  private void addType(FoundPlugin plugin, @Nullable JobProcType<?> type) {
    try {
      if (type == null) {
        throw new PluginFault("types() contains null");
      }
      RegisteredType registered = RegisteredType.of(plugin, type);
      Optional<RegisteredType> present = types.addIfAbsent(registered);
      if (present.isPresent()) {
        throw duplicate(plugin, present.get());
      }
    } catch (PluginFault fault) {
      report(plugin, fault);
    }
  }

  private static PluginFault duplicate(FoundPlugin plugin, RegisteredType present) {
    String both = present.describePlugin() + " and in " + plugin.describe();
    if (!plugin.ofQueue()) {
      throw new JobQueueException(
          "job type '" + present.key() + "' is both in " + both + "; leave out one of them");
    }
    return new PluginFault(
        "job type '"
            + present.key()
            + "' is left out: it is both in "
            + both
            + ", and the first one is used; remove one of them");
  }

  private void report(FoundPlugin plugin, PluginFault fault) {
    problems.add(new PluginProblem(plugin.unit(), fault.message()));
  }
}
