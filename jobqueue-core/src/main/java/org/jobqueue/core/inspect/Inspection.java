package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * One pass over a queue, in small steps: a job, a directory of tickets, or a worker each. Between
 * two steps any time may pass. What hangs below a job follows it; nothing else is remembered.
 *
 * <p>Owners come first, so that what they leave is seen when their jobs are looked at; then the
 * jobs; then the tickets. Not thread-safe.
 */
public final class Inspection {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Suspects suspects;
  private final JobsWalk jobs;
  private final Deque<Iterator<Portion>> cursor = new ArrayDeque<>();

  private Inspection(
      QueueDirectory queue, boolean repair, Set<Damage> kinds, Consumer<Finding> consumer)
      throws IOException {
    this.queue = queue;
    this.findings = new Findings(repair, kinds, consumer);
    this.suspects = new Suspects(queue.environment().ticker(), queue.leaseNanos());
    this.jobs = new JobsWalk(queue, findings, suspects, new Foreigners(queue));
  }

  /**
   * A pass over the whole queue that has not begun.
   *
   * @throws IOException if the directory of the queue cannot be read
   */
  public static Inspection ofEverything(
      QueueDirectory queue, boolean repair, Consumer<Finding> consumer) throws IOException {
    Inspection inspection = new Inspection(queue, repair, EnumSet.allOf(Damage.class), consumer);
    inspection.cursor.add(inspection.everything());
    return inspection;
  }

  /** A pass over the jobs alone, which mends damage of some kinds and passes over all others. */
  static Inspection ofJobs(QueueDirectory queue, Set<Damage> kinds, Consumer<Finding> consumer)
      throws IOException {
    Inspection inspection = new Inspection(queue, true, kinds, consumer);
    inspection.cursor.add(List.<Portion>of(inspection.jobs::start).iterator());
    return inspection;
  }

  private Iterator<Portion> everything() throws IOException {
    Foreigners foreigners = new Foreigners(queue);
    Structure structure = new Structure(queue, findings, foreigners);
    OwnersCheck owners = new OwnersCheck(queue, findings, suspects, foreigners);
    ReadyWalk ready = new ReadyWalk(queue, findings, suspects, foreigners);
    TicketCheck tickets = new TicketCheck(queue, findings, suspects);
    QuarantineWalk quarantine = new QuarantineWalk(queue, tickets);
    LimitsCheck limits = new LimitsCheck(queue, findings, suspects, foreigners);
    return List.<Portion>of(
            () -> {
              structure.check();
              return Collections.emptyIterator();
            },
            owners::run,
            owners::workers,
            owners::intents,
            jobs::start,
            ready::start,
            quarantine::start,
            limits::start)
        .iterator();
  }

  /**
   * Looks at the next small part.
   *
   * @return false at the end
   */
  public boolean step() {
    while (!cursor.isEmpty() && !cursor.element().hasNext()) {
      cursor.pop();
    }
    if (cursor.isEmpty()) {
      return false;
    }
    try {
      cursor.push(cursor.element().next().inspect());
    } catch (IOException e) {
      findings.unreadable(queue.layout().location(), Optional.empty(), e);
    }
    return true;
  }

  /** Another pass over the whole queue, by one who has seen already what stands still. */
  public void beginAgain() throws IOException {
    suspects.beginAgain();
    cursor.clear();
    cursor.add(everything());
  }

  /** How much was mended so far. */
  public long repaired() {
    return findings.repaired();
  }

  /** How many are suspected of which only time can tell. */
  public int suspects() {
    return suspects.count();
  }

  /** Looks once more at those of which only time can tell. */
  public void lookAtSuspects() {
    suspects.lookAgain();
  }

  /** How many jobs were looked at. */
  public long jobs() {
    return jobs.jobsSeen();
  }

  /** How many top-level jobs were looked at. */
  public long roots() {
    return jobs.rootsSeen();
  }
}
