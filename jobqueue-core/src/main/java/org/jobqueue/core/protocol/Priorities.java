package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.Ticket;

/**
 * Changes the priorities of hierarchies.
 *
 * <p>First the name beside the root's register, which is the truth: tickets issued from then on go
 * where it says. Then the tickets that are in {@code ready/} already are moved there. One that is
 * issued in that very moment by somebody who looked before may be left behind; it is good all the
 * same.
 */
final class Priorities {
  private static final int LOOKS = 100;
  private static final int MOVES = 5;
  private static final byte[] EMPTY = new byte[0];

  private static final Control.Guard NOTHING_TO_ASK =
      new Control.Guard() {
        @Override
        public boolean mayChange() {
          return true;
        }

        @Override
        public void showProgress() {}
      };

  private final QueueDirectory queue;

  Priorities(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The name that counts; empty if the definitions hold, or if the job is gone. */
  Optional<PriorityName> look(JobId root) throws IOException {
    return PriorityName.present(queue.listOrEmpty(queue.layout().job(root)));
  }

  /** The ticket at the present priority; one listing. */
  Ticket present(Ticket ticket) throws IOException {
    return look(ticket.node().id().root())
        .map(name -> ticket.withPriority(name.priority()))
        .orElse(ticket);
  }

  /** Moves tickets in {@code ready/} to the present priority if that has been changed. */
  void moveTickets(JobId root) throws IOException {
    moveTickets(root, NOTHING_TO_ASK);
  }

  /** Changes a priority in the name of {@code by}; may be repeated, and by several at once. */
  void set(JobId root, int priority, String by, Control.Guard guard) throws IOException {
    change(root, priority, by, guard);
    moveTickets(root, guard);
    queue.syncTransitionsIfThere(List.of(queue.layout().job(root)));
  }

  private void moveTickets(JobId root, Control.Guard guard) throws IOException {
    Optional<PriorityName> present = look(root);
    Optional<PriorityName> before = Optional.empty();
    while (present.isPresent() && !present.equals(before)) {
      moveTickets(root.number(), present.get().priority(), guard);
      before = present;
      present = look(root); // another change meanwhile may have found these tickets under way
    }
  }

  private void change(JobId root, int priority, String by, Control.Guard guard) throws IOException {
    Path directory = queue.layout().job(root);
    for (int i = 0; i < LOOKS; i++) {
      List<String> names = queue.listOrEmpty(directory);
      Optional<PriorityName> present = PriorityName.present(names);
      if (present.isPresent()
          && (present.get().by().equals(by) || present.get().priority() == priority)) {
        removeOthers(directory, names, present.get());
        return;
      }
      if (names.isEmpty() || !guard.mayChange()) {
        return;
      }
      long version = present.map(PriorityName::version).orElse(0L) + 1;
      Path next = directory.resolve(new PriorityName(version, priority, by).toString());
      try {
        if (present.isEmpty()) {
          queue.files().createFile(next, EMPTY);
        } else {
          queue.files().rename(directory.resolve(present.get().toString()), next);
        }
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Another change came first, or this one was made with the reply lost: the names tell.
      }
    }
    throw new IOException("the priority of job " + root + " does not stand still");
  }

  /** Of several first changes all but the highest mean nothing. */
  private void removeOthers(Path directory, List<String> names, PriorityName present)
      throws IOException {
    for (String name : names) {
      if (PriorityName.parse(name).filter(other -> other.compareTo(present) < 0).isPresent()) {
        queue.deleteFileIfExists(directory.resolve(name));
      }
    }
  }

  private void moveTickets(long number, int priority, Control.Guard guard) throws IOException {
    for (String name : queue.listOrEmpty(queue.layout().ready())) {
      Optional<Integer> other = QueueLayout.priority(name);
      if (other.isPresent() && other.get() != priority) {
        NodeRef root = new NodeRef(JobId.ofRoot(number), 0, 1);
        Path bucket = queue.layout().ticketBucket(new Ticket(root, other.get(), 0));
        List<String> names = queue.listOrEmpty(bucket);
        moveTickets(bucket, names, number, priority, guard);
        String own = Long.toString(number);
        if (names.contains(own)) {
          moveTree(bucket.resolve(own), number, priority, guard);
        }
      }
    }
  }

  /** All below the hierarchy's own directory: tickets, or directories of orders. */
  private void moveTree(Path directory, long number, int priority, Control.Guard guard)
      throws IOException {
    List<String> names = queue.listOrEmpty(directory);
    moveTickets(directory, names, number, priority, guard);
    for (String name : names) {
      if (QueueLayout.isTicketBucket(name)) {
        moveTree(directory.resolve(name), number, priority, guard);
      }
    }
  }

  private void moveTickets(
      Path directory, List<String> names, long number, int priority, Control.Guard guard)
      throws IOException {
    for (String name : names) {
      Optional<Ticket> ticket = Ticket.parse(name);
      if (ticket.isPresent() && ticket.get().node().id().number() == number) {
        move(directory.resolve(name), ticket.get().withPriority(priority));
        guard.showProgress();
      }
    }
  }

  private void move(Path from, Ticket to) throws IOException {
    Path target = queue.layout().ticketBucket(to).resolve(to.toString());
    for (int i = 0; i < MOVES; i++) {
      try {
        queue.files().rename(from, target);
        return;
      } catch (NoSuchFileException e) {
        // Taken by a worker, moved by another, or there is no such directory yet.
        Path directory = QueueLayout.directoryOf(from);
        if (!queue.listOrEmpty(directory).contains(String.valueOf(from.getFileName()))) {
          return;
        }
        queue.createDirectories(QueueLayout.directoryOf(target));
      }
    }
  }
}
