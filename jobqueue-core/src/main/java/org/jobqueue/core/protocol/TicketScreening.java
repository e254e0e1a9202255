package org.jobqueue.core.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.RestingTickets.Reason;

/**
 * What is asked about a ticket before a worker takes it. A ticket that is not for now is left where
 * it lies, and rests.
 */
final class TicketScreening {
  private final QueueDirectory queue;
  private final Registers registers;
  private final TicketSource source;

  /** Asks about the tickets of a source. */
  TicketScreening(QueueDirectory queue, TicketSource source) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.source = source;
  }

  /** Whether the worker may take it now; if not, it rests for as long as the reason suggests. */
  boolean isAdmitted(Admission admission, Ticket ticket, Candidate read) throws IOException {
    JobDefinition definition = read.definition();
    if (definition == null) {
      return true;
    }
    boolean endsBlock = endsBlock(ticket, definition);
    Admission.Verdict verdict = admission.ask(definition, endsBlock);
    if (verdict != Admission.Verdict.NOW && !endsBlock && isToBeSkipped(ticket, definition)) {
      verdict = admission.ask(definition, true);
    }
    switch (verdict) {
      case NOW -> {}
      case LATER -> source.rest(ticket, Reason.BUSY);
      case NOT_AS_THINGS_ARE -> source.rest(ticket, Reason.UNSURE);
      case NEVER -> source.rest(ticket, Reason.NEVER);
    }
    return verdict == Admission.Verdict.NOW;
  }

  /** Whether it is that of a block itself, which runs without doing anything. */
  static boolean endsBlock(Ticket ticket, JobDefinition definition) {
    return definition.hasChunks() && ticket.chunks().isEmpty();
  }

  /**
   * Whether the job, or the block of the chunks, is to be skipped; a hint. Asked only where the job
   * could not be run: what it needs does not matter then.
   */
  boolean isToBeSkipped(Ticket ticket, JobDefinition definition) throws IOException {
    JobId id = ticket.node().id();
    if (ticket.chunks().isEmpty()) {
      return ticket.version() > 1 && registers.look(id).skipped(); // that is a version of its own
    }
    if (registers.look(id).skipped()) {
      return true;
    }
    Optional<JobId> chunk = firstChunk(ticket, definition).filter(first -> ticket.version() > 1);
    return chunk.isPresent() && registers.look(chunk.get()).skipped();
  }

  /** The first of the chunks that the ticket is for; empty if there are no such chunks. */
  private static Optional<JobId> firstChunk(Ticket ticket, JobDefinition definition) {
    Block block = definition.block();
    return ticket
        .chunks()
        .filter(definition::has)
        .filter(chunks -> block != null)
        .map(chunks -> Objects.requireNonNull(block).chunk(ticket.node().id(), chunks.first()));
  }

  /** Whether the job has failed just now and is to be left alone for a while. */
  boolean isTooEarly(WorkerSession session, Ticket ticket, Candidate read) throws IOException {
    if (ticket.version() <= 1 || read.definition() == null || source.hasPaused(ticket)) {
      return false; // it has never been tried, is damaged, or was left alone long enough
    }
    Optional<JobId> chunk = firstChunk(ticket, read.definition());
    if (ticket.chunks().isPresent() && chunk.isEmpty()) {
      return false; // what is to become of it is settled once it is taken
    }
    Optional<RegisterName> register = registers.look(chunk.orElse(ticket.node().id())).register();
    if (register.isEmpty() || register.get().state() != JobState.WAITING) {
      return false;
    }
    Ticket present = ofFirst(ticket).withVersion(register.get().version());
    if (source.hasPaused(present)) {
      return false;
    }
    RetryPolicy policy = read.definition().options().retry();
    Duration left = Backoff.left(register.get(), policy, session.name(), queue.now());
    if (!left.isZero()) {
      source.pause(ticket, left);
      source.pause(present, left);
    }
    return !left.isZero();
  }

  /** The ticket that takes its place when it is taken and is older than the register. */
  private static Ticket ofFirst(Ticket ticket) {
    return ticket
        .chunks()
        .map(chunks -> ticket.withChunks(ChunkRange.of(chunks.first())))
        .orElse(ticket);
  }
}
