package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.QueueLoad;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** Counts tickets and workers, of each a limited number. */
final class LoadReader {
  private final QueueDirectory queue;
  private final int limit;
  private long ready;
  private long running;
  private long workers;
  private int tickets;
  private boolean complete = true;

  LoadReader(QueueDirectory queue, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be 1 or more");
    }
    this.queue = queue;
    this.limit = limit;
  }

  QueueLoad read() {
    try {
      for (String name : names(queue.layout().ready())) {
        if (QueueLayout.priority(name).isPresent()) {
          countReady(queue.layout().ready().resolve(name));
        }
      }
      countWorkers();
      countRunning();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().location(), e);
    }
    return new QueueLoad(ready, running, workers, complete);
  }

  private void countReady(Path directory) throws IOException {
    for (String name : names(directory)) {
      if (tickets >= limit) {
        complete = false;
        return;
      }
      Optional<Ticket> ticket = Ticket.parse(name);
      if (ticket.isPresent()) {
        tickets++;
        ready += ticket.get().chunks().map(ChunkRange::size).orElse(1L);
      } else if (QueueLayout.isTicketBucket(name)) {
        countReady(directory.resolve(name));
      }
    }
  }

  private void countWorkers() throws IOException {
    workers = names(queue.layout().workers()).stream().filter(Environment::isToken).count();
  }

  private void countRunning() throws IOException {
    int looked = 0;
    for (String name : names(queue.layout().run())) {
      if (!Environment.isToken(name)) {
        continue;
      }
      if (++looked > limit) {
        complete = false;
        return;
      }
      running +=
          names(queue.layout().runDirectory(name)).stream()
              .filter(ticket -> RunTicket.parse(ticket).isPresent())
              .count();
    }
  }

  private List<String> names(Path directory) throws IOException {
    List<String> names;
    try {
      names = queue.files().listSome(directory, limit + 1);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // removed meanwhile, or a stray file
    }
    if (names.size() > limit) {
      complete = false;
      return names.subList(0, limit);
    }
    return names;
  }
}
