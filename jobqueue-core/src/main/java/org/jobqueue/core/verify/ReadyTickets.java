package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.Ticket;

/** Reads tickets in {@code ready/}, at whatever priority; only those where workers find them. */
final class ReadyTickets {
  private final QueueReads queue;

  /** Something to be done with each ticket. */
  @FunctionalInterface
  interface Action {
    void accept(Ticket ticket) throws IOException;
  }

  ReadyTickets(QueueReads queue) {
    this.queue = queue;
  }

  /** Those of one hierarchy. */
  List<Ticket> ofHierarchy(long number) throws IOException {
    List<Ticket> found = new ArrayList<>();
    for (String name : queue.names(queue.layout().ready())) {
      Optional<Integer> priority = QueueLayout.priority(name);
      if (priority.isEmpty()) {
        continue;
      }
      NodeRef root = new NodeRef(JobId.ofRoot(number), 0, 1);
      Path bucket = queue.layout().ticketBucket(new Ticket(root, priority.get(), 0));
      String own = Long.toString(number);
      for (String inBucket : queue.names(bucket)) {
        if (inBucket.equals(own)) {
          walk(bucket.resolve(own), found::add);
        } else if (inBucket.startsWith("j" + own + ".")) {
          visit(bucket, inBucket, found::add);
        }
      }
    }
    return found;
  }

  /** All of them. */
  void forEach(Action action) throws IOException {
    for (String name : queue.names(queue.layout().ready())) {
      if (QueueLayout.priority(name).isPresent()) {
        walk(queue.layout().ready().resolve(name), action);
      }
    }
  }

  /** Whether a ticket is still there. */
  boolean isThere(Ticket ticket) throws IOException {
    return queue.names(queue.layout().ticketBucket(ticket)).contains(ticket.toString());
  }

  private void walk(Path directory, Action action) throws IOException {
    for (String name : queue.names(directory)) {
      if (QueueLayout.isTicketBucket(name)) {
        walk(directory.resolve(name), action);
      } else {
        visit(directory, name, action);
      }
    }
  }

  private void visit(Path directory, String name, Action action) throws IOException {
    Optional<Ticket> ticket = Ticket.parse(name);
    if (ticket.isPresent() && queue.layout().ticketBucket(ticket.get()).equals(directory)) {
      action.accept(ticket.get());
    }
  }
}
