package org.jobqueue.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What a command knows of the world outside its process.
 *
 * @param environment the environment variables
 * @param currentDirectory the directory that relative paths start from, absolute
 * @param home the directory of the distribution, if the start script named it
 * @param in standard input
 * @param out standard output, UTF-8, buffered
 * @param err standard error, UTF-8
 * @param terminal true if standard output is a terminal
 * @param zone the time zone in which times are shown to people
 * @param pause waits between two looks at a queue
 * @param signals tells when a signal asks for the end
 * @param workers starts worker processes
 */
record Surroundings(
    Map<String, String> environment,
    Path currentDirectory,
    Optional<Path> home,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    ZoneId zone,
    Pause pause,
    Signals signals,
    WorkerLauncher workers) {

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** A path of the command line, absolute. */
  Path resolve(Path path) {
    return currentDirectory.resolve(path).normalize();
  }

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    /** Returns after this time. */
    void pause(Duration time) throws InterruptedException;
  }
}
