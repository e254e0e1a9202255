package org.jobqueue.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Starts {@code jobqueue} in other processes. */
interface WorkerLauncher {
  /**
   * Starts another process of this program.
   *
   * @param arguments its command line
   * @param log receives what it writes
   */
  WorkerProcess start(List<String> arguments, Path log) throws IOException;

  /** A worker in a process of its own. */
  interface WorkerProcess {
    /** Its process id. */
    long pid();

    /** How it ended; empty while it runs. */
    OptionalInt exitCode();

    /** Asks it to end, which lets it give back its jobs. */
    void stop();

    /** Ends it now. */
    void kill();
  }
}
