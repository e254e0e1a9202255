package org.jobqueue.core.plugin;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that a class loader offers as services.
 *
 * @param plugins those that could be made
 * @param faults one for each that could not
 */
record PluginServices(List<JobProcPlugin> plugins, List<PluginFault> faults) {
  /** The file in which a jar names its plugins. */
  static final String FILE = "META-INF/services/" + JobProcPlugin.class.getName();

  /** Makes the plugins one at a time, so that one that cannot be made does not hide the others. */
  static PluginServices of(ClassLoader loader) {
    List<JobProcPlugin> plugins = new ArrayList<>();
    List<PluginFault> faults = new ArrayList<>();
    PluginCode code = new PluginCode(loader);
    Iterator<JobProcPlugin> services = ServiceLoader.load(JobProcPlugin.class, loader).iterator();
    while (true) {
      try {
        JobProcPlugin plugin = code.call(() -> nextOrNull(services));
        if (plugin == null) {
          return new PluginServices(plugins, faults);
        }
        plugins.add(plugin);
      } catch (PluginFault fault) {
        // The service loader goes on behind a bad provider, but not behind an unreadable file.
        if (isRepeated(fault, faults)) {
          return new PluginServices(plugins, faults);
        }
        faults.add(fault);
      }
    }
  }

  private static @Nullable JobProcPlugin nextOrNull(Iterator<JobProcPlugin> services) {
    return services.hasNext() ? services.next() : null;
  }

  private static boolean isRepeated(PluginFault fault, List<PluginFault> faults) {
    return !faults.isEmpty() && faults.get(faults.size() - 1).message().equals(fault.message());
  }
}
