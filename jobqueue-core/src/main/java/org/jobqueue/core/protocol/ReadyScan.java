package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.Ticket;

/**
 * Finds the first tickets in {@code ready/}, in the order in which they are to run, reading no more
 * directories than that takes. Directories found empty are removed on the way: the file server
 * refuses that if a ticket has just arrived.
 */
final class ReadyScan {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final QueueDirectory queue;
  private boolean lastWasEmpty;

  ReadyScan(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The first tickets that are not to be skipped, at most {@code limit}, in order. */
  List<Ticket> first(int limit, Predicate<Ticket> skip) throws IOException {
    List<Ticket> found = new ArrayList<>();
    Path ready = queue.layout().ready();
    List<String> priorities =
        queue.listOrEmpty(ready).stream()
            .filter(name -> QueueLayout.priority(name).isPresent())
            .sorted(Comparator.reverseOrder())
            .toList();
    boolean keepNewest = !lastWasEmpty;
    for (String priority : priorities) {
      visit(ready.resolve(priority), keepNewest, limit, skip, found);
      if (found.size() >= limit) {
        break;
      }
    }
    lastWasEmpty = found.isEmpty();
    return found;
  }

  /** The ticket of the lowest number that is not to be skipped, whatever its priority. */
  Optional<Ticket> oldest(Predicate<Ticket> skip) throws IOException {
    Path ready = queue.layout().ready();
    List<Ticket> found = new ArrayList<>();
    for (String priority : queue.listOrEmpty(ready)) {
      if (QueueLayout.priority(priority).isPresent()) {
        visit(ready.resolve(priority), true, found.size() + 1, skip, found);
      }
    }
    return found.stream()
        .min(
            Comparator.comparingLong((Ticket ticket) -> ticket.node().id().number())
                .thenComparing(Ticket.RUN_ORDER));
  }

  /**
   * A name in a directory of tickets: either a ticket, or a directory of the jobs from a number on,
   * or that of the chunks of a block.
   */
  private record Entry(String name, long number, int order, Optional<Ticket> ticket) {
    static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::number)
            .thenComparingInt(Entry::order)
            .thenComparing(entry -> entry.ticket().orElse(null), nullsFirst());

    private static Comparator<Ticket> nullsFirst() {
      return Comparator.nullsFirst(Ticket.RUN_ORDER);
    }

    static Optional<Entry> of(String name) {
      if (NUMBER.matcher(name).matches()) {
        return Optional.of(new Entry(name, Long.parseLong(name), -1, Optional.empty()));
      }
      OptionalInt block = QueueLayout.blockOrder(name);
      if (block.isPresent()) {
        long number = Long.parseLong(name.substring(0, name.indexOf('n')));
        return Optional.of(new Entry(name, number, block.getAsInt(), Optional.empty()));
      }
      return Ticket.parse(name)
          .map(
              ticket ->
                  new Entry(
                      name,
                      ticket.node().id().number(),
                      ticket.node().order(),
                      Optional.of(ticket)));
    }
  }

  private void visit(
      Path directory, boolean keep, int limit, Predicate<Ticket> skip, List<Ticket> found)
      throws IOException {
    List<String> names;
    try {
      names = queue.files().list(directory);
    } catch (NotDirectoryException e) {
      return; // a stray file whose name looks like that of a directory
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
    List<Entry> entries =
        names.stream().flatMap(name -> Entry.of(name).stream()).sorted(Entry.ORDER).toList();
    for (int i = 0; i < entries.size() && found.size() < limit; i++) {
      Entry entry = entries.get(i);
      if (entry.ticket().isEmpty()) {
        boolean newest = i == entries.size() - 1;
        visit(directory.resolve(entry.name()), keep && newest, limit, skip, found);
      } else if (isInPlace(entry, directory) && !skip.test(entry.ticket().get())) {
        found.add(entry.ticket().get());
      }
    }
    if (names.isEmpty() && !keep) {
      prune(directory);
    }
  }

  /** A ticket that was put elsewhere by hand could not be taken. */
  private boolean isInPlace(Entry entry, Path directory) {
    Ticket ticket = entry.ticket().orElseThrow();
    return entry.name().equals(ticket.toString())
        && queue.layout().ticketBucket(ticket).equals(directory);
  }

  private void prune(Path directory) throws IOException {
    try {
      queue.files().deleteDirectory(directory);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // a ticket has just arrived, or somebody else removed it
    }
  }
}
