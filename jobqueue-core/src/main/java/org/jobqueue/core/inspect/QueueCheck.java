package org.jobqueue.core.inspect;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Finding.Outcome;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * A whole check: one pass, and where only time can tell, a wait until the suspects have moved or
 * the lease is over.
 */
public final class QueueCheck {
  private static final int LOOKS_PER_LEASE = 16;

  private final QueueLayout layout;
  private final Environment environment;
  private final CheckOptions options;
  private final CheckListener listener;
  private final Pause pause;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after that time; false if there is to be no more waiting. */
    boolean isOver(Duration time);
  }

  /** A check that has not begun. */
  public QueueCheck(
      QueueLayout layout,
      Environment environment,
      CheckOptions options,
      CheckListener listener,
      Pause pause) {
    this.layout = layout;
    this.environment = environment;
    this.options = options;
    this.listener = listener;
    this.pause = pause;
  }

  private void found(Finding finding) {
    counts.merge(finding.outcome(), 1L, Long::sum);
    listener.found(finding);
  }

  /**
   * Checks the queue.
   *
   * @throws org.jobqueue.core.format.QueueConfiguration.NewerFormatException if only newer programs
   *     understand the queue
   * @throws IOException if the directory is no queue, or cannot be read at all
   */
  public CheckResult run() throws IOException {
    QueueOptions settings =
        new ConfigurationCheck(layout, environment, options.repair(), this::found).check();
    QueueDirectory queue = new QueueDirectory(layout, settings, environment);
    Inspection inspection = Inspection.ofEverything(queue, options.repair(), this::found);
    while (inspection.step()) {
      // findings are handed over as they are made
    }
    inspection.lookAtSuspects();
    if (options.patient() && inspection.suspects() > 0) {
      await(inspection, settings.lease());
    }
    return new CheckResult(
        inspection.jobs(),
        count(Outcome.REPORTED),
        count(Outcome.REPAIRED),
        count(Outcome.CANNOT),
        inspection.suspects());
  }

  /** What is found out of one suspect may bring up another: twice the lease is enough for both. */
  private void await(Inspection inspection, Duration lease) {
    listener.waiting(inspection.suspects(), lease);
    Duration step = lease.dividedBy(LOOKS_PER_LEASE).plusMillis(1);
    for (int i = 0; i < 2 * LOOKS_PER_LEASE + 2 && inspection.suspects() > 0; i++) {
      if (!pause.isOver(step)) {
        return;
      }
      inspection.lookAtSuspects();
    }
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }
}
