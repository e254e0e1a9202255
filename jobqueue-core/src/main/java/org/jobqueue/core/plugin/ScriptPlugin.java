package org.jobqueue.core.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.core.script.ManifestFault;
import org.jobqueue.core.script.ManifestFile;
import org.jobqueue.core.script.ScriptType;

/** The job types of a manifest. */
record ScriptPlugin(String name, List<JobProcType<?>> types) implements JobProcPlugin {
  /**
   * Reads a manifest.
   *
   * @param name of the plugin
   * @throws PluginFault if something in it is wrong
   */
  static ScriptPlugin read(Path manifest, String name) throws PluginFault, IOException {
    try {
      List<JobProcType<?>> types = new ArrayList<>();
      for (ScriptType type : ManifestFile.read(manifest)) {
        types.add(new ScriptJobType(type));
      }
      return new ScriptPlugin(name, List.copyOf(types));
    } catch (ManifestFault fault) {
      throw new PluginFault(fault.in(manifest));
    }
  }
}
