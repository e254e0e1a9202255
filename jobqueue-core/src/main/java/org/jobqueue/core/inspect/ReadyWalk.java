package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.QueueDirectory;

/** Walks over the tickets in {@code ready/}, a directory at a time. */
final class ReadyWalk {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Foreigners foreigners;
  private final Permissions permissions;
  private final TicketCheck tickets;

  ReadyWalk(QueueDirectory queue, Findings findings, Suspects suspects, Foreigners foreigners)
      throws IOException {
    this.queue = queue;
    this.findings = findings;
    this.foreigners = foreigners;
    this.permissions = new Permissions(queue);
    this.tickets = new TicketCheck(queue, findings, suspects);
  }

  Iterator<Portion> start() throws IOException {
    return directory(queue.layout().ready());
  }

  private Iterator<Portion> directory(Path directory) throws IOException {
    boolean isTop = directory.equals(queue.layout().ready());
    List<String> names;
    try {
      names = queue.files().list(directory);
    } catch (NotDirectoryException e) {
      foreigners.check(directory, findings);
      return Collections.emptyIterator();
    } catch (NoSuchFileException e) {
      return Collections.emptyIterator(); // empty, and removed by a worker
    }
    findings.confirm(
        directory,
        Optional.empty(),
        out -> permissions.ofDirectory(directory, Optional.empty(), out));
    List<Portion> below = new ArrayList<>();
    for (String name : names.stream().distinct().sorted().toList()) {
      Path path = directory.resolve(name);
      boolean branches =
          isTop ? QueueLayout.priority(name).isPresent() : QueueLayout.isTicketBucket(name);
      if (branches) {
        below.add(() -> directory(path));
      } else if (Ticket.parse(name).isPresent()) {
        tickets.check(path);
      } else {
        foreigners.check(path, findings);
      }
    }
    return below.iterator();
  }
}
