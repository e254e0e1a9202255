package org.jobqueue.core.queue;

import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.history.HistoryReader;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Finds out which person made a transition: in the history of the process that made it, which the
 * name in the register tells, so that not all of the history has to be read.
 */
final class Doers {
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
    String process = by.substring(0, end + 1); // its tokens differ in what comes then
    EventQuery query =
        EventQuery.all().withJob(job).withTypes(Set.of(type)).withSince(register.time());
    JobEvent told =
        new HistoryReader(
                queue.environment(), queue.layout(), query, writer -> writer.startsWith(process))
            .next();
    return told == null ? "somebody on " + process.substring(0, process.indexOf('_')) : told.by();
  }
}
