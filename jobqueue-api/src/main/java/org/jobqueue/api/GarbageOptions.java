package org.jobqueue.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How garbage is collected.
 *
 * @param retention what is kept for how long
 * @param dryRun true if nothing is changed, only told
 * @param failedLogsOnly true if of jobs that failed only the logs go, the jobs stay
 * @param archives where archives are put; empty for {@code archive/} of the queue
 */
public record GarbageOptions(
    Retention retention, boolean dryRun, boolean failedLogsOnly, Optional<Path> archives) {
  /** By these rules, and nothing else special. */
  public static GarbageOptions of(Retention retention) {
    return new GarbageOptions(retention, false, false, Optional.empty());
  }

  /** A copy with another {@link #dryRun()}. */
  public GarbageOptions withDryRun(boolean value) {
    return new GarbageOptions(retention, value, failedLogsOnly, archives);
  }
}
