package org.jobqueue.core.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.core.format.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * Proposes which ticket to take next, from one look at {@code ready/} that serves for several
 * tickets. What it proposes may be gone already: it is a hint.
 *
 * <p>Alone, a worker takes tickets strictly in order. When others are quicker, it chooses among the
 * first few, more of them the more often that happens, so that many workers do not all reach for
 * the same ticket.
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
  private static final int WIDEST_SPREAD = 32;
  private static final int REMEMBERED = 100_000;
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final QueueDirectory queue;
  private final ReadyScan scan;
  private final List<Ticket> batch = new ArrayList<>();
  private final Map<Ticket, Long> avoided = new HashMap<>();
  private final Map<Ticket, Long> passedOver = new Eldest<>();
  private final Map<Ticket, Long> left = new Eldest<>();
  private final Map<Ticket, Long> delayed = new Eldest<>();
  private final Set<Ticket> ignored = Collections.newSetFromMap(new Eldest<>());
  private long batchTime;
  private int spread = 1;
  private int proposals;

  /** Forgets the eldest when it becomes large. */
  private static final class Eldest<V> extends LinkedHashMap<Ticket, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Ticket, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  TicketSource(QueueDirectory queue) {
    this.queue = queue;
    this.scan = new ReadyScan(queue);
  }

  /** The next proposal; empty if a fresh look finds nothing. */
  synchronized Optional<Ticket> next() throws IOException {
    long now = queue.environment().ticker().getAsLong();
    if (batch.isEmpty() || now - batchTime > FRESH_NANOS) {
      batch.clear();
      batch.addAll(scan.first(BATCH, ticket -> isAvoided(ticket, now)));
      batchTime = now;
    }
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    if (++proposals % FAIRNESS == 0) {
      Optional<Ticket> oldest = scan.oldest(ticket -> isAvoided(ticket, now));
      oldest.ifPresent(batch::remove);
      if (oldest.isPresent()) {
        return oldest;
      }
    }
    int choices = Math.min(spread, batch.size());
    int choice = choices == 1 ? 0 : queue.environment().random().nextInt(choices);
    return Optional.of(batch.remove(choice));
  }

  /** Another worker was quicker. */
  synchronized void lostRace() {
    spread = Math.min(WIDEST_SPREAD, spread * 2);
  }

  /** The ticket was ours. */
  synchronized void wonRace() {
    spread = Math.max(1, spread - 1);
  }

  /** Does not propose this ticket any more: its job is not for this worker. */
  synchronized void ignore(Ticket ticket) {
    ignored.add(ticket);
  }

  /** Whether there are tickets that are proposed now or, if they are still there, some time. */
  synchronized boolean anyForLater() throws IOException {
    long now = queue.environment().ticker().getAsLong();
    return !scan.first(1, ticket -> ignored.contains(ticket) || isBefore(left.get(ticket), now))
        .isEmpty();
  }

  /** Does not propose this ticket for a while: this worker cannot use it now. */
  synchronized void avoid(Ticket ticket) {
    avoided.put(ticket, queue.environment().ticker().getAsLong() + AVOID_NANOS);
  }

  /** Does not propose this ticket for a while, or until {@link #reconsider}. */
  synchronized void passOver(Ticket ticket) {
    passedOver.put(ticket, queue.environment().ticker().getAsLong() + AVOID_NANOS);
  }

  /** The same for one of which nobody knows whether it can ever be used. */
  synchronized void leave(Ticket ticket) {
    left.put(ticket, queue.environment().ticker().getAsLong() + AVOID_NANOS);
  }

  /** Something is free again: proposes what was passed over or left. */
  synchronized void reconsider() {
    if (!passedOver.isEmpty() || !left.isEmpty()) {
      passedOver.clear();
      left.clear();
      batch.clear();
    }
  }

  /** Does not propose this ticket before so much time has gone by, once. */
  synchronized void delay(Ticket ticket, Duration pause) {
    delayed.put(ticket, queue.environment().ticker().getAsLong() + pause.toNanos());
  }

  /** Whether the ticket was delayed before and its time has come. */
  synchronized boolean hasWaited(Ticket ticket) {
    Long until = delayed.get(ticket);
    return until != null && until - queue.environment().ticker().getAsLong() <= 0;
  }

  /** Tickets were issued: the next proposal comes from a fresh look. */
  synchronized void refresh() {
    batch.clear();
  }

  private static boolean isBefore(@Nullable Long until, long now) {
    return until != null && until - now > 0;
  }

  private boolean isAvoided(Ticket ticket, long now) {
    if (ignored.contains(ticket)) {
      return true;
    }
    if (isBefore(delayed.get(ticket), now)
        || isBefore(passedOver.get(ticket), now)
        || isBefore(left.get(ticket), now)) {
      return true;
    }
    Long until = avoided.get(ticket);
    if (until == null) {
      return false;
    }
    if (until - now > 0) {
      return true;
    }
    avoided.remove(ticket);
    return false;
  }
}
