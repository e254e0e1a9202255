package org.jobqueue.core.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.HistoryLine;
import org.jobqueue.core.format.HistoryName;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Finds out which person made a transition: in the history of the process that made it, which the
 * name in the register tells, so that not all of the history has to be read.
 */
final class Doers {
  private static final int MOST_READ = 1 << 20;

  private final QueueDirectory queue;

  Doers(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The account, or else the host, of whoever made the last transition of a job. */
  String of(JobId job, RegisterName register, EventType type) {
    String by = register.by();
    int end = by.lastIndexOf('_');
    if (end < 0) {
      return by;
    }
    String process = by.substring(0, end + 1);
    EventQuery query = EventQuery.all().withJob(job);
    LocalDate day = HistoryName.dayOf(register.time());
    String found = "somebody on " + process.substring(0, process.indexOf('_'));
    Path directory = queue.layout().history().resolve(day.toString());
    try {
      for (String name : queue.listOrEmpty(directory)) {
        Optional<HistoryName> file = HistoryName.parse(day, name);
        if (file.isPresent() && file.get().writer().startsWith(process)) {
          found = last(directory.resolve(name), query, type).orElse(found);
        }
      }
    } catch (IOException e) {
      return found; // the history is for people, and may be missing or damaged
    }
    return found;
  }

  private Optional<String> last(Path file, EventQuery query, EventType type) throws IOException {
    Optional<String> found = Optional.empty();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte b : queue.files().readFrom(file, 0, MOST_READ)) {
      if (b != '\n') {
        line.write(b);
        continue;
      }
      try {
        JobEvent event = HistoryLine.parse(line.toByteArray());
        if (event.type() == type && query.matches(event)) {
          found = Optional.of(event.by());
        }
      } catch (IOException e) {
        // a line that is damaged
      }
      line.reset();
    }
    return found;
  }
}
