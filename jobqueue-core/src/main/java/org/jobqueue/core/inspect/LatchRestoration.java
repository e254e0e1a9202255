package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.inspect.SubJobs.SubJob;
import org.jobqueue.core.protocol.Latches;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Tickets;

/**
 * Puts tokens back into a latch while everything goes on.
 *
 * <p>The tokens come first, then a look whether a sub-job was done meanwhile, whose own propagation
 * may have come too early to find its token; then the register moves to its next version, so that a
 * worker that holds a ticket and saw no latch cannot claim with it any more; at last, if the latch
 * has been opened by then, the new version gets its ticket. A job that has failed or was cancelled
 * has no ticket: it stays as it is, and whoever retries it finds the latch.
 */
final class LatchRestoration {
  private static final int TRIES = 100;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Latches latches;
  private final Tickets tickets;

  LatchRestoration(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.latches = new Latches(queue);
    this.tickets = new Tickets(queue);
  }

  /** Restores the tokens of these sub-jobs; false if the job has moved on by itself. */
  boolean isRestored(JobDefinition job, RegisterName present, List<SubJob> subJobs)
      throws IOException {
    int priority = Priorities.of(queue, job).present();
    for (SubJob subJob : subJobs) {
      putToken(job, subJob.order().orElseThrow());
    }
    for (SubJob subJob : subJobs) {
      boolean done =
          registers
              .look(subJob.id())
              .register()
              .filter(r -> r.state() == JobState.DONE)
              .isPresent();
      if (done) {
        queue.syncTransition(queue.layout().job(subJob.id()));
        latches.release(job.node(), subJob.order().orElseThrow(), priority);
      }
    }
    if (hasEnded(present)) {
      return registers.look(job.node().id()).register().equals(Optional.of(present));
    }
    RegisterName next = present.next(present.state(), queue.environment().newToken(), queue.now());
    if (!registers.tryMove(job.node().id(), present, next)) {
      return false;
    }
    queue.syncTransition(queue.layout().job(job.node().id()));
    if (next.state() == JobState.WAITING && latches.isOpen(job.node())) {
      tickets.issue(new Ticket(job.node(), priority, next.version()));
    }
    return true;
  }

  /** Whether it has come to an end, from which it can be retried. */
  static boolean hasEnded(RegisterName register) {
    return register.state() == JobState.FAILED || register.state() == JobState.CANCELLED;
  }

  /** A worker that looks whether the latch is open removes it while it is empty. */
  private void putToken(JobDefinition job, int order) throws IOException {
    Path latch = queue.layout().latch(job.node().id());
    for (int i = 0; ; i++) {
      try {
        queue.files().createFile(latch.resolve(QueueLayout.latchToken(order)), new byte[0]);
        return;
      } catch (FileAlreadyExistsException e) {
        return;
      } catch (NoSuchFileException e) {
        if (i == TRIES) {
          throw e;
        }
        makeLatch(latch);
      }
    }
  }

  private void makeLatch(Path latch) throws IOException {
    try {
      queue.files().createDirectory(latch);
    } catch (FileAlreadyExistsException e) {
      // somebody else restores it too
    }
  }
}
