package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an idle worker does for the queue: now and then it looks through some of the jobs, and mends
 * what would keep one of them from ever being run. Of all workers only the first by name does that.
 * Not thread-safe.
 */
public final class Patrol {
  /** What is mended on the way; each of these repairs is harmless even if nothing was wrong. */
  private static final Set<Damage> KINDS =
      EnumSet.of(
          Damage.JOB_WITHOUT_TICKET, Damage.STALE_LATCH_TOKEN, Damage.RUNNING_WITHOUT_WORKER);

  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int ROOTS = 20;
  private static final int STEPS = 1000;

  private final QueueDirectory queue;
  private final Reaper workers;
  private @Nullable Inspection inspection;
  private long lastNanos;
  private int mended;

  /** A patrol whose first portion is due after a pause. */
  public Patrol(QueueDirectory queue) {
    this.queue = queue;
    this.workers = new Reaper(queue);
    this.lastNanos = queue.environment().ticker().getAsLong();
  }

  /**
   * Looks at the next portion if it is time to, and if {@code self} is the first worker.
   *
   * @return how much was mended
   */
  public int lookAround(String self) throws IOException {
    long now = queue.environment().ticker().getAsLong();
    if (now - lastNanos < PAUSE_NANOS) {
      return 0;
    }
    lastNanos = now;
    if (!new TreeSet<>(workers.workers()).headSet(self).isEmpty()) {
      return 0;
    }
    Inspection present = inspection;
    if (present == null) {
      present = Inspection.ofJobs(queue, KINDS, this::found);
    }
    mended = 0;
    inspection = isThrough(present) ? null : present;
    return mended;
  }

  private static boolean isThrough(Inspection inspection) {
    long last = inspection.roots() + ROOTS;
    for (int i = 0; i < STEPS && inspection.roots() < last; i++) {
      if (!inspection.step()) {
        return true;
      }
    }
    return false;
  }

  private void found(Finding finding) {
    if (finding.outcome() == Finding.Outcome.REPAIRED) {
      mended++;
      LOG.warn("mended {}: {}", finding.kind(), finding.message());
    } else {
      LOG.warn("found {} and cannot mend it: {}", finding.kind(), finding.message());
    }
  }
}
