package org.jobqueue.core.work;

import java.io.IOException;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Whether a worker that works until the queue is empty may end: nothing is in flight, no operation
 * is half-done, and nothing is ready that it could run.
 */
final class Emptiness {
  private final QueueDirectory queue;

  Emptiness(QueueDirectory queue) {
    this.queue = queue;
  }

  /**
   * In this order, because a job in flight issues the tickets of its parents before its own goes:
   * if nothing is in flight before nor after nothing was ready, whoever still has work is another
   * worker that took it in between.
   */
  boolean isReached(Claims claims, WorkerAdmission admission) throws IOException {
    boolean reached =
        nothingInFlight() && !claims.anyCandidate(admission::mayRun) && nothingInFlight();
    if (reached) {
      queue.requireThere(); // a directory that is not mounted is empty as well
    }
    return reached;
  }

  private boolean nothingInFlight() throws IOException {
    for (String intent : queue.listOrEmpty(queue.layout().intents())) {
      if (IntentName.parse(intent).isPresent()) {
        return false;
      }
    }
    for (String worker : queue.listOrEmpty(queue.layout().run())) {
      for (String name : queue.listOrEmpty(queue.layout().runDirectory(worker))) {
        if (RunTicket.parse(name).isPresent()) {
          return false;
        }
      }
    }
    return true;
  }
}
