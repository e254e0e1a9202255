package org.jobqueue.procs.command;

import java.nio.file.Path;
import java.util.Optional;

/** What the parameters of several job types are checked for. */
final class Checks {
  private Checks() {}

  /** A relative path would mean something else on each worker. */
  static void requireAbsolute(String name, Optional<Path> path) {
    if (path.isPresent() && !path.get().isAbsolute()) {
      throw new IllegalArgumentException(
          "%s '%s' is a relative path; give a full path, which means the same on every worker"
              .formatted(name, path.get()));
    }
  }
}
