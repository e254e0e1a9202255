package org.jobqueue.api.proc;

import java.util.List;
import org.jobqueue.api.event.JobListener;

/**
 * A jar with job procedures. Found by {@link java.util.ServiceLoader}: the jar names its
 * implementation in {@code META-INF/services/org.jobqueue.api.proc.JobProcPlugin}.
 *
 * <p>A plugin whose methods throw is reported by name and left out; all others work.
 */
public interface JobProcPlugin {
  /** A short name, unique among the plugins in use; by default the simple name of the class. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The job types of this plugin. Called once. */
  List<JobProcType<?>> types();

  /**
   * Who is to be told what the processes do that have this plugin: submitters, workers and the
   * command line, each of what it does itself. Called once.
   */
  default List<JobListener> listeners() {
    return List.of();
  }
}
