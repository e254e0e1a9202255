package org.jobqueue.bench.queue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jobqueue.bench.files.Operation;
import org.jobqueue.bench.files.OperationListener;
import org.jobqueue.bench.measure.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * How long a slot takes to claim the next job: from the removal of the ticket of the one it is done
 * with to the rename that makes the next one run.
 */
public final class ClaimTimes implements OperationListener {
  private final Latencies latencies;
  private final Map<Thread, Long> free = new ConcurrentHashMap<>();

  /** Adds what is observed to {@code latencies}. */
  public ClaimTimes(Latencies latencies) {
    this.latencies = latencies;
  }

  @Override
  public void ended(Operation operation, Path path, long endNanos) {
    Thread slot = Thread.currentThread();
    if (operation == Operation.DELETE_FILE) {
      free.put(slot, endNanos);
    } else if (operation == Operation.RENAME && isRunning(path)) {
      @Nullable Long since = free.remove(slot);
      if (since != null) {
        latencies.add(endNanos - since);
      }
    }
  }

  private static boolean isRunning(Path register) {
    Path name = register.getFileName();
    return name != null && name.toString().contains(".running.");
  }
}
