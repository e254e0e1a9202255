package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * What is under way. A ticket in flight is the redo record of its worker, and an intent that of a
 * submission or deletion: while there is one, others will do what is left to do.
 */
final class Flight {
  private final QueueDirectory queue;

  Flight(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Whether some worker has a ticket of one of these jobs. */
  boolean hasTicket(Predicate<JobId> jobs) throws IOException {
    for (String worker : queue.listOrEmpty(queue.layout().run())) {
      if (hasTicket(worker, jobs)) {
        return true;
      }
    }
    return false;
  }

  /** Whether that worker has a ticket of one of these jobs. */
  boolean hasTicket(String worker, Predicate<JobId> jobs) throws IOException {
    for (String name : queue.listOrEmpty(queue.layout().runDirectory(worker))) {
      if (RunTicket.parse(name).filter(t -> jobs.test(t.ticket().node().id())).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The chunks of a block of which some worker has the tickets. */
  List<ChunkRange> chunks(JobId block) throws IOException {
    List<ChunkRange> all = new ArrayList<>();
    for (String worker : queue.listOrEmpty(queue.layout().run())) {
      all.addAll(chunks(worker, block));
    }
    return all;
  }

  /** The chunks of a block of which that worker has the tickets. */
  List<ChunkRange> chunks(String worker, JobId block) throws IOException {
    return queue.listOrEmpty(queue.layout().runDirectory(worker)).stream()
        .flatMap(name -> RunTicket.parse(name).stream())
        .map(RunTicket::ticket)
        .filter(ticket -> ticket.node().id().equals(block))
        .flatMap(ticket -> ticket.chunks().stream())
        .toList();
  }

  /** Whether somebody has announced to do anything with the hierarchy of a number. */
  boolean hasIntent(long number) throws IOException {
    return hasIntent(intent -> intent.number() == number);
  }

  /** Whether somebody has announced to submit or delete the hierarchy of a number. */
  boolean hasOwner(long number) throws IOException {
    return hasIntent(intent -> intent.number() == number && !intent.operation().isControl());
  }

  private boolean hasIntent(Predicate<IntentName> wanted) throws IOException {
    for (String name : queue.listOrEmpty(queue.layout().intents())) {
      if (IntentName.parse(name).filter(wanted).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a worker of that name is known, alive or not. */
  boolean isWorkerKnown(String worker) throws IOException {
    return queue.listOrEmpty(queue.layout().workers()).contains(worker)
        || queue.listOrEmpty(queue.layout().run()).contains(worker);
  }
}
