package org.jobqueue.bench.scenario;

import java.util.List;
import org.jobqueue.bench.floor.Workspace;
import org.jobqueue.bench.report.Figures;

/** Something to measure. */
public interface Scenario {
  /** Its name on the command line. */
  String name();

  /** Whether it is run when nobody asks for it by name. */
  default boolean isQuick() {
    return true;
  }

  /** Measures. */
  List<Figures> run(Settings settings, Workspace workspace) throws Exception;
}
