package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.FileTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what a dead worker was doing with a ticket, or a living one that has lost track of it.
 * The ticket says which job; the job's register says how far it got. Every step may be repeated,
 * and by several at once.
 */
public final class TicketRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(TicketRecovery.class);
  private static final int LOOKS = 10;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;

  /** Recoveries in a queue. */
  public TicketRecovery(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
  }

  /**
   * Recovers a ticket that the living worker {@code self} has lost track of, if it has it at all.
   *
   * @param running whether the worker runs the ticket's job at this moment, with another ticket
   */
  public void recoverOwn(String self, RunTicket inFlight, boolean running) throws IOException {
    if (!queue.listOrEmpty(queue.layout().runDirectory(self)).contains(inFlight.toString())) {
      return;
    }
    if (running) {
      tickets.drop(self, inFlight);
    } else {
      recover(self, inFlight, self);
    }
  }

  /** Recovers one ticket in flight of the dead {@code worker} and removes it. */
  public void recover(String worker, RunTicket inFlight, String reaper) throws IOException {
    if (inFlight.ticket().chunks().isPresent()) {
      new ChunkRecovery(queue, this).recover(worker, inFlight, reaper);
      return;
    }
    JobId id = inFlight.ticket().node().id();
    for (int i = 0; i < LOOKS; i++) {
      Optional<RegisterName> present = registers.look(id).register();
      if (present.isEmpty()) {
        if (registers.isCertainlyGone(id)) {
          tickets.drop(worker, inFlight);
          return;
        }
        continue;
      }
      if (isSettled(worker, inFlight, present.get(), reaper)) {
        tickets.drop(worker, inFlight);
        return;
      }
    }
    tickets.quarantine(worker, inFlight);
    LOG.error("job {} has no readable state; its ticket was moved to quarantine/", id);
  }

  /** False if the register changed meanwhile and has to be looked at again. */
  private boolean isSettled(String worker, RunTicket inFlight, RegisterName present, String reaper)
      throws IOException {
    Ticket ticket = inFlight.ticket();
    return switch (present.state()) {
      case WAITING -> reissued(ticket, present, reaper);
      case RUNNING ->
          !present.by().equals(worker) || revoked(ticket.node().id(), ticket, present, reaper);
      case DONE -> propagated(ticket.node().id());
      case BUILDING, BLOCKED -> false;
      case FAILED -> {
        new BlockedMarks(queue).markAbove(ticket.node().id());
        yield true;
      }
      case HELD, CANCELLED, DELETED, QUARANTINED -> true;
    };
  }

  /**
   * The worker took the ticket and did not claim the job, or gave it up. The version goes up, so
   * that the worker, should it wake, cannot claim with a ticket that is no longer recorded.
   */
  private boolean reissued(Ticket ticket, RegisterName present, String reaper) throws IOException {
    RegisterName waiting = present;
    if (present.version() == ticket.version()) {
      waiting = present.next(JobState.WAITING, by(reaper), queue.now());
      if (!registers.tryMove(ticket.node().id(), present, waiting)) {
        return false;
      }
    }
    issueIfOpen(ticket.withVersion(waiting.version()));
    return true;
  }

  /**
   * The worker that runs a job is gone: the job waits again, with a ticket, or fails if that
   * happened too often.
   *
   * @param ticket one of the job, for whatever version
   * @return false if the job is not in the state {@code running} any more
   */
  public boolean revoked(JobId id, Ticket ticket, RegisterName running, String reaper)
      throws IOException {
    Optional<RegisterName> next = revoke(id, running, reaper);
    if (next.isPresent() && next.get().state() == JobState.WAITING) {
      issueIfOpen(ticket.withVersion(next.get().version()));
    }
    return next.isPresent();
  }

  /** The same without a ticket: the next state, or empty if the job does not run any more. */
  Optional<RegisterName> revoke(JobId id, RegisterName running, String reaper) throws IOException {
    Instant now = queue.now();
    RegisterName next = running.lostWorker(by(reaper), now);
    if (next.state() == JobState.FAILED) {
      String message =
          next.losses() + " workers in a row died with this job; the last was " + running.by();
      AttemptResult error = AttemptResult.ofError(JobError.of(message), now);
      queue.writeError(queue.layout().error(id, next), error.toBytes());
      LOG.error("job {} failed: {}", id, message);
    }
    if (!registers.tryMove(id, running, next)) {
      return Optional.empty();
    }
    tell(id, running, next);
    if (next.state() == JobState.FAILED) {
      queue.syncTransition(queue.layout().job(id));
      new BlockedMarks(queue).markAbove(id);
    } else {
      LOG.info("job {} waits again after its worker died", id);
    }
    return Optional.of(next);
  }

  private void tell(JobId id, RegisterName running, RegisterName next) {
    Occurrence lost =
        Occurrence.of(EventType.LOST, id, false).attempt(running.attempt(), running.by());
    if (next.state() == JobState.FAILED) {
      queue.events().happened(lost.message("the worker is gone"));
      queue
          .events()
          .happened(
              Occurrence.of(EventType.FAILED, id, false)
                  .attempt(running.attempt(), running.by())
                  .message(next.losses() + " workers in a row died with this job"));
    } else {
      queue.events().happened(lost.message("the worker is gone; the job waits again"));
    }
  }

  /** True also if the definition is damaged: nothing that is tried again would help its parents. */
  private boolean propagated(JobId id) throws IOException {
    JobDefinition definition;
    try {
      definition = queue.definition(id);
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      LOG.error("job {} is done, but its parents cannot be read from its definition", id, e);
      return true;
    }
    latches.propagate(definition);
    return true;
  }

  /** Issues the ticket of a job that waits in its version, unless sub-jobs hold the job. */
  public void issueIfOpen(Ticket ticket) throws IOException {
    if (ticket.chunks().isPresent()) {
      tickets.issue(ticket); // whoever takes it looks at the block
      return;
    }
    StateView view = registers.look(ticket.node().id());
    if (!view.latched() || latches.isOpen(ticket.node())) {
      tickets.issue(ticket, view);
    }
  }

  /** A name for the transition; an observer without a worker makes one up. */
  private String by(String reaper) {
    return reaper.isEmpty() ? queue.environment().newToken() : reaper;
  }
}
