package org.jobqueue.bench.files;

import java.nio.file.Path;

/** Is told of each operation that succeeded, by the thread that asked for it. */
@FunctionalInterface
public interface OperationListener {
  /**
   * An operation has ended.
   *
   * @param path what it was about; of a rename the target, of a sync the first
   * @param endNanos the time by {@link System#nanoTime()}
   */
  void ended(Operation operation, Path path, long endNanos);
}
