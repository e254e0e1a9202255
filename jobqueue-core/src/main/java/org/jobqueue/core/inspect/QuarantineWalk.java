package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.QueueDirectory;

/** The tickets that workers have set aside. */
final class QuarantineWalk {
  private final QueueDirectory queue;
  private final TicketCheck tickets;

  QuarantineWalk(QueueDirectory queue, TicketCheck tickets) {
    this.queue = queue;
    this.tickets = tickets;
  }

  Iterator<Portion> start() throws IOException {
    return queue.listOrEmpty(queue.layout().quarantine()).stream()
        .distinct()
        .sorted()
        .filter(name -> Ticket.parse(name).isPresent())
        .<Portion>map(
            name ->
                () -> {
                  tickets.check(queue.layout().quarantine().resolve(name));
                  return Collections.emptyIterator();
                })
        .iterator();
  }
}
