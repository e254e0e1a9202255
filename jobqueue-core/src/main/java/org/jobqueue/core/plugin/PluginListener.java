package org.jobqueue.core.plugin;

import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;

/** A listener of a plugin, which runs with the class loader of its plugin. */
final class PluginListener implements JobListener {
  private final String plugin;
  private final ClassLoader loader;
  private final JobListener listener;

  PluginListener(String plugin, ClassLoader loader, JobListener listener) {
    this.plugin = plugin;
    this.loader = loader;
    this.listener = listener;
  }

  @Override
  public void happened(JobEvent event) throws Exception {
    Thread.currentThread().setContextClassLoader(loader); // the thread is that of this listener
    listener.happened(event);
  }

  /** For messages. */
  @Override
  public String toString() {
    return "a listener of plugin '" + plugin + "'";
  }
}
