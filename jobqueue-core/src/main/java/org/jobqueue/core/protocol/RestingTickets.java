package org.jobqueue.core.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jobqueue.core.format.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * The tickets that a worker has looked at and does not take now, with the reason; the eldest are
 * forgotten when there are very many. Not thread-safe.
 */
final class RestingTickets {
  private static final int REMEMBERED = 100_000;
  private static final long A_WHILE = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier ticker;
  private final Map<Ticket, Rest> resting = new Eldest<>();
  private final Map<Ticket, Long> pauses = new Eldest<>();

  /** Why a ticket is not taken. */
  enum Reason {
    /** Its job is not for this worker. */
    NEVER,
    /**
     * It is not as things are, and nobody knows whether that changes; asked again after a while.
     */
    UNSURE,
    /** What it needs is in use; asked again after a while, or when something is free again. */
    BUSY,
    /** It cannot be read or run here at the moment; tried again after a while. */
    TROUBLE
  }

  private record Rest(Reason reason, long until) {}

  /** Forgets the eldest when it becomes large. */
  private static final class Eldest<V> extends LinkedHashMap<Ticket, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Ticket, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  RestingTickets(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Lets a ticket rest for that reason. */
  void add(Ticket ticket, Reason reason) {
    resting.put(ticket, new Rest(reason, ticker.getAsLong() + A_WHILE));
  }

  /** Lets a ticket rest for so long, once. */
  void pause(Ticket ticket, long nanos) {
    pauses.put(ticket, ticker.getAsLong() + nanos);
  }

  /** Whether the ticket has had its pause. */
  boolean hasPaused(Ticket ticket) {
    Long until = pauses.get(ticket);
    return until != null && until - ticker.getAsLong() <= 0;
  }

  /** Whether the ticket is not to be taken now. */
  boolean rests(Ticket ticket) {
    Long pause = pauses.get(ticket);
    return (pause != null && pause - ticker.getAsLong() > 0) || present(ticket) != null;
  }

  /** Whether nobody knows that the ticket will ever be taken here. */
  boolean isHopeless(Ticket ticket) {
    Rest rest = present(ticket);
    return rest != null && (rest.reason() == Reason.NEVER || rest.reason() == Reason.UNSURE);
  }

  /** Something is free again, or was changed. False if nothing has waited for that. */
  boolean reconsider() {
    return resting
        .values()
        .removeIf(rest -> rest.reason() == Reason.BUSY || rest.reason() == Reason.UNSURE);
  }

  private @Nullable Rest present(Ticket ticket) {
    Rest rest = resting.get(ticket);
    boolean over =
        rest != null && rest.reason() != Reason.NEVER && rest.until() - ticker.getAsLong() <= 0;
    if (over) {
      resting.remove(ticket);
      return null;
    }
    return rest;
  }
}
