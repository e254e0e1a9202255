package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.core.format.Ticket;

/**
 * Proposes which ticket to take next, from one look at {@code ready/} that serves for several
 * tickets. What it proposes may be gone already: it is a hint.
 *
 * <p>Alone, a worker takes tickets strictly in order. When another one is quicker it goes on from a
 * place chosen among the first few of the highest priority, more of them the more often that
 * happens, and takes those that follow there in order: workers that walk in different places do not
 * meet, as they would if each of them chose anew for each ticket. With each ticket that it gets the
 * place moves closer to the beginning, and a second after the last lost race it is there: whoever
 * runs jobs that take their time takes the next one in order.
 *
 * <p>Now and then it proposes the oldest ticket of all, whatever its priority, so that a job of low
 * priority is not kept waiting for ever by a stream of others: of every {@value #FAIRNESS}
 * proposals one. A job that n older ones wait before is so taken after n + 1 times as many at the
 * latest.
 *
 * <p>Thread-safe: the slots of a worker share one.
 */
final class TicketSource {
  /** Of so many proposals one is the oldest ticket. */
  static final int FAIRNESS = 64;

  private static final int BATCH = 256;
  private static final int WIDENING = 4; // twice is too little for two that take turns
  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final QueueDirectory queue;
  private final ReadyScan scan;
  private final List<Ticket> batch = new ArrayList<>();
  private final RestingTickets resting;
  private long batchTime;
  private long lostTime; // of the last race
  private int spread = 1; // so many of the first tickets are chosen from
  private int place; // in the batch
  private int proposals;

  TicketSource(QueueDirectory queue) {
    this.queue = queue;
    this.scan = new ReadyScan(queue);
    this.resting = new RestingTickets(queue.environment().ticker());
  }

  /** The next proposal; empty if a fresh look finds nothing. */
  synchronized Optional<Ticket> next() throws IOException {
    long now = queue.environment().ticker().getAsLong();
    if (batch.isEmpty() || now - batchTime > FRESH_NANOS) {
      batch.clear();
      batch.addAll(scan.first(BATCH, resting::rests));
      batchTime = now;
    }
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    if (++proposals % FAIRNESS == 0) {
      Optional<Ticket> oldest = scan.oldest(resting::rests);
      oldest.ifPresent(batch::remove);
      if (oldest.isPresent()) {
        return oldest;
      }
    }
    if (now - lostTime > RECENT_NANOS) {
      spread = 1;
    }
    return Optional.of(batch.remove(choice()));
  }

  private int choice() {
    int choice = Math.min(Math.min(place, spread - 1), batch.size() - 1);
    while (batch.get(choice).priority() != batch.get(0).priority()) {
      choice--;
    }
    return choice;
  }

  /** Another worker was quicker to take this ticket; one look tells which others are gone too. */
  synchronized void lostRace(Ticket ticket) {
    lostTime = queue.environment().ticker().getAsLong();
    spread = Math.min(BATCH, spread * WIDENING);
    place = queue.environment().random().nextInt(spread);
    Path directory = queue.layout().ticketBucket(ticket);
    Set<String> left;
    try {
      left = Set.copyOf(queue.listOrEmpty(directory));
    } catch (IOException e) {
      return; // it is a hint only
    }
    batch.removeIf(
        other ->
            queue.layout().ticketBucket(other).equals(directory)
                && !left.contains(other.toString()));
  }

  /** The ticket was ours. */
  synchronized void wonRace() {
    spread = Math.max(1, spread - 1);
  }

  /** Whether there are tickets that are proposed now or, if they are still there, some time. */
  synchronized boolean anyForLater() throws IOException {
    return !scan.first(1, resting::isHopeless).isEmpty();
  }

  /** Does not propose this ticket, for that reason. */
  synchronized void rest(Ticket ticket, RestingTickets.Reason reason) {
    resting.add(ticket, reason);
  }

  /** Something is free again, or was changed: proposes what rests until then. */
  synchronized void reconsider() {
    if (resting.reconsider()) {
      batch.clear();
    }
  }

  /** Does not propose this ticket before so much time has gone by, once. */
  synchronized void pause(Ticket ticket, Duration pause) {
    resting.pause(ticket, pause.toNanos());
  }

  /** Whether the ticket has had its pause. */
  synchronized boolean hasPaused(Ticket ticket) {
    return resting.hasPaused(ticket);
  }

  /** Tickets were issued: the next proposal comes from a fresh look. */
  synchronized void refresh() {
    batch.clear();
  }
}
