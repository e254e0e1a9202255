package org.jobqueue.core.plugin;

import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jspecify.annotations.Nullable;

/**
 * A plugin with the place where it was found.
 *
 * @param plugin the plugin
 * @param code the way to call it
 * @param name the name it gives itself
 * @param unit what a person would remove: the directory in {@code procs/}, else the name
 * @param place where a person finds it
 * @param ofQueue true if it comes from {@code procs/} of a queue, false if from the program
 */
record FoundPlugin(
    JobProcPlugin plugin,
    PluginCode code,
    String name,
    String unit,
    String place,
    boolean ofQueue) {

  /** A plugin that the program brings or that is on its class path. */
  static FoundPlugin ofProgram(JobProcPlugin plugin) throws PluginFault {
    PluginCode code = new PluginCode(plugin.getClass().getClassLoader());
    String name = nameOf(plugin, code);
    return new FoundPlugin(plugin, code, name, name, plugin.getClass().getName(), false);
  }

  /** A plugin found in an entry of {@code procs/}. */
  static FoundPlugin ofQueue(JobProcPlugin plugin, String unit, String entry) throws PluginFault {
    PluginCode code = new PluginCode(plugin.getClass().getClassLoader());
    return new FoundPlugin(plugin, code, nameOf(plugin, code), unit, "procs/" + entry, true);
  }

  /** The job types, of which some may be null against the plugin's promise. */
  List<@Nullable JobProcType<?>> types() throws PluginFault {
    return code.call(
        () -> {
          List<JobProcType<?>> types = plugin.types();
          if (isNull(types)) {
            throw new PluginFault("types() of " + plugin.getClass().getName() + " returned null");
          }
          return new ArrayList<@Nullable JobProcType<?>>(types);
        });
  }

  /** The listeners, none of them null. */
  List<JobListener> listeners() throws PluginFault {
    return code.call(
        () -> {
          List<JobListener> listeners = plugin.listeners();
          if (isNull(listeners) || listeners.stream().anyMatch(FoundPlugin::isNull)) {
            throw new PluginFault(
                "listeners() of " + plugin.getClass().getName() + " returned null or a null");
          }
          return listeners.stream()
              .<JobListener>map(listener -> new PluginListener(name, code.loader(), listener))
              .toList();
        });
  }

  /** For messages. */
  String describe() {
    return "plugin '" + name + "' (" + place + ")";
  }

  private static String nameOf(JobProcPlugin plugin, PluginCode code) throws PluginFault {
    String name = code.call(plugin::name);
    if (isNull(name) || name.isBlank()) {
      throw new PluginFault("name() of " + plugin.getClass().getName() + " returned no name");
    }
    return name;
  }

  /** Plugins are compiled elsewhere: what may not be null by the contract can be. */
  static boolean isNull(@Nullable Object value) {
    return value == null;
  }
}
