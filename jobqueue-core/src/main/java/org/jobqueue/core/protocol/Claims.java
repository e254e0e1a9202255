package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.RestingTickets.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs for a worker.
 *
 * <p>The worker takes a ticket by moving it into its run directory, which records what it is about
 * to do for whoever has to clean up after it. Then it moves the job's register from waiting to
 * running, with its own name in it: that is the claim. A ticket whose job has moved on is dropped,
 * after issuing one for the version in which the job waits now.
 *
 * <p>Damage is confined to the job that has it: one whose definition cannot be read fails, one
 * without a readable state has its ticket set aside.
 */
public final class Claims {
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
  private static final String DENIED =
      "access to its files is denied; 'jobqueue fsck' says where, and its owner may --repair it";
  private static final int LOOKS = 5;
  private static final int MOST_EXAMINED = 2000;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;
  private final Chunks chunks;
  private final ChunkLatch chunkLatch;
  private final TicketSource source;
  private final TicketScreening screening;

  /**
   * What one search came to.
   *
   * @param claim the job to run, if there was one
   * @param lostRaces how often another worker was quicker
   * @param more false if all tickets were looked at, and none is for this worker
   */
  public record Search(Optional<Claim> claim, int lostRaces, boolean more) {}

  /** Claims from a queue; the slots of one worker share an instance. */
  public Claims(QueueDirectory queue) {
    this(queue, Chunks.LARGEST_PIECE);
  }

  /** The same for a worker that takes at most so many chunks of a block at once. */
  public Claims(QueueDirectory queue, int largestPiece) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
    this.chunkLatch = new ChunkLatch(queue);
    this.source = new TicketSource(queue);
    this.screening = new TicketScreening(queue, source);
    this.chunks = new Chunks(queue, largestPiece, source::refresh);
  }

  /** Tickets were issued by this worker: look at them before going on in the old order. */
  public void refresh() {
    source.refresh();
  }

  /**
   * Whether there seems to be a ticket for this worker; a hint that costs no claim. Tickets of jobs
   * that are not accepted are passed over; one that is only avoided for a while counts.
   */
  public boolean anyCandidate(Predicate<JobDefinition> accepts) throws IOException {
    for (int examined = 0; examined < MOST_EXAMINED; examined++) {
      Optional<Ticket> candidate = source.next();
      if (candidate.isEmpty()) {
        return source.anyForLater();
      }
      Optional<JobDefinition> definition = Optional.empty();
      try {
        definition = Optional.of(queue.definition(candidate.get().node().id()));
      } catch (JobDefinition.NewerFormatException e) {
        source.rest(candidate.get(), Reason.NEVER);
        continue;
      } catch (IOException e) {
        // damaged or gone: claiming it settles that
      }
      if (definition.isEmpty()
          || accepts.test(definition.get())
          || TicketScreening.endsBlock(candidate.get(), definition.get())
          || screening.isToBeSkipped(candidate.get(), definition.get())) {
        source.refresh();
        return true;
      }
      source.rest(candidate.get(), Reason.NEVER);
    }
    return true;
  }

  /** The chunks of the pieces that were taken here. */
  public Chunks chunks() {
    return chunks;
  }

  /** Something that jobs need is free again: tries those that were to wait for it. */
  public void reconsider() {
    source.reconsider();
  }

  /** Does not try this ticket for a while: the job cannot be run here now. */
  public void avoid(Ticket ticket) {
    source.rest(ticket, Reason.TROUBLE);
  }

  /**
   * Claims the next job that is admitted. The last question was for the job of the claim.
   *
   * @param mostLostRaces gives up after that many tickets that others were quicker to take
   */
  public Search next(WorkerSession session, Admission admission, int mostLostRaces)
      throws IOException {
    int lostRaces = 0;
    for (int examined = 0; lostRaces <= mostLostRaces; examined++) {
      if (examined == MOST_EXAMINED) {
        return new Search(Optional.empty(), lostRaces, true);
      }
      Optional<Ticket> candidate = source.next();
      if (candidate.isEmpty()) {
        break;
      }
      Candidate read = Candidate.read(queue, candidate.get().node().id());
      if (read.isUnreadableNow()) {
        source.rest(candidate.get(), Reason.TROUBLE);
        continue;
      }
      if (read.isForNewerWorkers()) {
        source.rest(candidate.get(), Reason.NEVER);
        continue;
      }
      try {
        if (screening.isTooEarly(session, candidate.get(), read)
            || !screening.isAdmitted(admission, candidate.get(), read)) {
          continue;
        }
      } catch (AccessDeniedException e) {
        leaveAlone(candidate.get(), e);
        continue;
      }
      RunTicket inFlight = session.number(candidate.get());
      try {
        if (!tickets.tryTake(candidate.get(), session, inFlight)) {
          if (session.fenced()) {
            break;
          }
          lostRaces++;
          source.lostRace(candidate.get());
          continue;
        }
        source.wonRace();
        Optional<Claim> claim = settle(session, inFlight, read);
        // A useless ticket may be the work of others who declared this worker dead: it finds out
        // now, and does not go on taking what they issue.
        if (claim.isPresent() || !session.beat()) {
          return new Search(claim, lostRaces, true);
        }
      } catch (AccessDeniedException e) {
        leaveToOthers(session, inFlight);
        leaveAlone(candidate.get(), e);
      } catch (IOException e) {
        session.lostTrack(inFlight);
        throw e;
      }
    }
    return new Search(Optional.empty(), lostRaces, lostRaces > 0);
  }

  /** One job that this user may not touch is no reason to leave the others alone. */
  private void leaveAlone(Ticket ticket, AccessDeniedException e) {
    source.rest(ticket, Reason.TROUBLE);
    LOG.warn("job {} cannot be taken: {}", ticket.node().id(), DENIED, e);
  }

  /** Another user may be able to run it. */
  private void leaveToOthers(WorkerSession session, RunTicket inFlight) {
    try {
      tickets.giveBack(session.name(), inFlight);
    } catch (IOException e) {
      session.lostTrack(inFlight);
    }
  }

  private Optional<Claim> settle(WorkerSession session, RunTicket inFlight, Candidate read)
      throws IOException {
    Ticket ticket = inFlight.ticket();
    JobId id = ticket.node().id();
    boolean forChunks = ticket.chunks().isPresent();
    Optional<Claim> first = firstClaim(session, inFlight, read);
    if (first.isPresent()) {
      return first;
    }
    for (int i = 0; i < LOOKS; i++) {
      StateView view = registers.look(id);
      if (view.register().isEmpty()) {
        if (registers.isCertainlyGone(id)) {
          tickets.drop(session.name(), inFlight);
          return Optional.empty();
        }
        continue;
      }
      RegisterName present = view.register().get();
      if ((present.version() < ticket.version() && !forChunks)
          || present.state() == JobState.BUILDING) {
        continue; // an old listing
      }
      if ((present.version() > ticket.version() && !forChunks)
          || present.state() != JobState.WAITING) {
        helpAndDrop(session, inFlight, view, present);
        return Optional.empty();
      }
      if (view.latched() && !latches.isOpen(ticket.node())) {
        tickets.drop(session.name(), inFlight); // whoever opens the latch issues another one
        return Optional.empty();
      }
      if (read.definition() == null && !Candidate.read(queue, id).isDamaged()) {
        tickets.giveBack(session.name(), inFlight); // it was only invisible from here for a moment
        return Optional.empty();
      }
      if (read.definition() == null) {
        if (isFailed(session, inFlight, present, String.valueOf(read.damage()))) {
          return Optional.empty();
        }
        continue;
      }
      if (forChunks && !read.definition().has(ticket.chunks().get())) {
        dropStray(session, inFlight, view, present);
        return Optional.empty();
      }
      if (forChunks) {
        source.refresh(); // what is left of the ticket is new
        return chunks.take(session, inFlight, read.definition());
      }
      if (view.chunked() && !chunkLatch.isOpen(id)) {
        tickets.drop(session.name(), inFlight); // whoever opens it issues another one
        return Optional.empty();
      }
      RegisterName running = present.claimed(session.name(), session.claimTime());
      if (registers.tryMove(id, present, running)) {
        return Optional.of(new Claim(read.definition(), running, inFlight, view.skipped()));
      }
    }
    setAside(session, inFlight);
    return Optional.empty();
  }

  /** Of a job that nothing has happened to the register is known without a look. */
  private Optional<Claim> firstClaim(WorkerSession session, RunTicket inFlight, Candidate read)
      throws IOException {
    JobDefinition definition = read.definition();
    Optional<RegisterName> waiting =
        definition == null || inFlight.ticket().version() > 1
            ? Optional.empty()
            : definition.firstRegister();
    if (definition == null || waiting.isEmpty()) {
      return Optional.empty();
    }
    RegisterName running = waiting.get().claimed(session.name(), session.claimTime());
    return registers.tryMove(definition.node().id(), waiting.get(), running)
        ? Optional.of(new Claim(definition, running, inFlight, false))
        : Optional.empty();
  }

  /** The one rule that is easy to forget: the newer version must have a ticket before this goes. */
  private void helpAndDrop(
      WorkerSession session, RunTicket inFlight, StateView view, RegisterName present)
      throws IOException {
    if (present.state() == JobState.WAITING) {
      tickets.issue(inFlight.ticket().withVersion(present.version()), view);
      source.refresh();
    }
    tickets.drop(session.name(), inFlight);
  }

  /** A ticket for chunks that the job does not have; it may stand in the place of a good one. */
  private void dropStray(
      WorkerSession session, RunTicket inFlight, StateView view, RegisterName present)
      throws IOException {
    Ticket stray = inFlight.ticket();
    tickets.issue(new Ticket(stray.node(), stray.priority(), present.version()), view);
    source.refresh();
    tickets.drop(session.name(), inFlight);
    LOG.warn("job {} has no such chunks: {}", stray.node().id(), stray);
  }

  private boolean isFailed(
      WorkerSession session, RunTicket inFlight, RegisterName present, String damage)
      throws IOException {
    JobId id = inFlight.ticket().node().id();
    RegisterName failed = present.next(JobState.FAILED, session.name(), queue.now());
    AttemptResult error = AttemptResult.ofError(JobError.of(damage), queue.now());
    queue.writeError(queue.layout().error(id, failed), error.toBytes());
    if (!registers.tryMove(id, present, failed)) {
      return false;
    }
    queue.syncTransition(queue.layout().job(id));
    tickets.drop(session.name(), inFlight);
    LOG.error("job {} failed: {}", id, damage);
    queue.events().happened(Occurrence.of(EventType.FAILED, id, false).message(damage));
    return true;
  }

  private void setAside(WorkerSession session, RunTicket inFlight) throws IOException {
    JobId id = inFlight.ticket().node().id();
    if (registers.look(id).register().isPresent()) {
      tickets.giveBack(session.name(), inFlight);
      source.rest(inFlight.ticket(), Reason.TROUBLE);
      return;
    }
    tickets.quarantine(session.name(), inFlight);
    LOG.error("job {} has no readable state; its ticket was moved to quarantine/", id);
  }
}
