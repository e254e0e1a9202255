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
import org.jobqueue.core.format.Observation;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.history.Journal;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.Events;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * A whole check: one pass, and where only time can tell, a wait until the suspects have moved or
 * the lease is over. While passes mend something, more of them follow, so that a second check has
 * nothing left to do.
 */
public final class QueueCheck {
  private static final int LOOKS_PER_LEASE = 16;
  private static final int MORE_PASSES = 4;

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
    QueueDirectory queue =
        new QueueDirectory(layout, settings, environment, journal(), Observation.DEFAULT_LOG_LIMIT);
    Inspection inspection = Inspection.ofEverything(queue, options.repair(), this::found);
    boolean through = isThrough(inspection, settings.lease());
    long jobs = inspection.jobs();
    // A repair, above all one that had to wait, may show damage where the check has been already.
    long before = 0;
    for (int i = 0; i < MORE_PASSES && through && inspection.repaired() > before; i++) {
      before = inspection.repaired();
      inspection.beginAgain();
      through = isThrough(inspection, settings.lease());
    }
    return new CheckResult(
        jobs,
        count(Outcome.REPORTED),
        count(Outcome.REPAIRED),
        count(Outcome.CANNOT),
        inspection.suspects());
  }

  /** What repairs do to jobs is part of their history. */
  private Events journal() {
    try {
      byte[] content =
          environment.files().read(layout.configuration(), QueueConfiguration.SIZE_LIMIT);
      boolean written = Observation.parse(content).history();
      return new Journal(environment, layout, written, event -> {});
    } catch (IOException e) {
      return Events.NONE; // settings that cannot be read
    }
  }

  /** Makes one pass; false if the wait was broken off. */
  private boolean isThrough(Inspection inspection, Duration lease) {
    while (inspection.step()) {
      // findings are handed over as they are made
    }
    inspection.lookAtSuspects();
    return !options.patient() || inspection.suspects() == 0 || isAwaited(inspection, lease);
  }

  /** What is found out of one suspect may bring up another: twice the lease is enough for both. */
  private boolean isAwaited(Inspection inspection, Duration lease) {
    listener.waiting(inspection.suspects(), lease);
    Duration step = lease.dividedBy(LOOKS_PER_LEASE).plusMillis(1);
    for (int i = 0; i < 2 * LOOKS_PER_LEASE + 2 && inspection.suspects() > 0; i++) {
      if (!pause.isOver(step)) {
        return false;
      }
      inspection.lookAtSuspects();
    }
    return true;
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }
}
