package org.jobqueue.core.format;

import java.util.Optional;

/**
 * A ticket in flight: its name in {@code run/<worker>/}. The number makes the name unique, so that
 * a second ticket for the same job never hides the first.
 *
 * @param ticket the ticket
 * @param number counts the tickets that the worker took
 */
public record RunTicket(Ticket ticket, long number) {
  /** Reads a name; empty if it is something else. */
  public static Optional<RunTicket> parse(String name) {
    int mark = name.lastIndexOf(".t");
    if (mark < 0 || !name.substring(mark + 2).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(name.substring(mark + 2));
    return Ticket.parse(name.substring(0, mark)).map(ticket -> new RunTicket(ticket, number));
  }

  /** The file name. */
  @Override
  public String toString() {
    return ticket + ".t" + number;
  }
}
