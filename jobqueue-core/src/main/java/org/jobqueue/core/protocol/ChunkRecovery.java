package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.FileTooLargeException;

/**
 * Finishes what a dead worker was doing with chunks. Every step may be repeated, and by several at
 * once.
 *
 * <p>Each chunk that it has not come to is opened by the finder, in a version that its ticket is
 * not good for, so that the worker, should it wake, cannot claim one any more. A ticket for so many
 * chunks that it has not been divided yet is issued again as it is: the worker would find out when
 * it divides it.
 */
final class ChunkRecovery {
  private static final int LOOKS = 10;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Chunks chunks;
  private final Latches latches;
  private final TicketRecovery jobs;

  ChunkRecovery(QueueDirectory queue, TicketRecovery jobs) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.chunks = new Chunks(queue);
    this.latches = new Latches(queue);
    this.jobs = jobs;
  }

  /** Recovers one ticket in flight of {@code worker} and removes it. */
  void recover(String worker, RunTicket inFlight, String reaper) throws IOException {
    Ticket ticket = inFlight.ticket();
    JobId block = ticket.node().id();
    Optional<JobDefinition> definition = Optional.empty();
    try {
      definition = Optional.of(queue.definition(block));
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      // who takes the ticket finds that out, if the block is not gone
    }
    if (!registers.isCertainlyGone(block)) {
      if (definition.isEmpty()
          || !definition.get().has(ticket.chunks().orElseThrow())
          || ticket.chunks().orElseThrow().size() > Chunks.LARGEST_PIECE) {
        tickets.issue(ticket.withVersion(ticket.version() + 1));
      } else {
        new Recovery(worker, ticket, reaper, definition.get()).run();
      }
    }
    tickets.drop(worker, inFlight);
  }

  /** What was found of one piece. */
  private final class Recovery {
    private final String worker;
    private final Ticket ticket;
    private final String reaper;
    private final JobDefinition block;
    private final List<ChunkRange> waiting = new ArrayList<>();
    private final List<ChunkRange> done = new ArrayList<>();
    private long version;

    Recovery(String worker, Ticket ticket, String reaper, JobDefinition block) {
      this.worker = worker;
      this.ticket = ticket;
      this.reaper = reaper;
      this.block = block;
      this.version = ticket.version() + 2; // more than a worker reaches that opens a chunk now
    }

    void run() throws IOException {
      Block frames = Objects.requireNonNull(block.block());
      ChunkRange range = ticket.chunks().orElseThrow();
      for (long index = range.first(); index <= range.last(); index++) {
        settle(index, frames.chunk(block.node().id(), index));
      }
      for (ChunkRange some : waiting) {
        tickets.issue(ticket.withChunks(some).withVersion(version));
      }
      if (!done.isEmpty()) {
        boolean unused = latches.release(block, done);
      }
    }

    private void settle(long index, JobId chunk) throws IOException {
      for (int i = 0; i < LOOKS; i++) {
        Optional<RegisterName> present = registers.settled(chunk).register();
        if (present.isEmpty()) {
          String by = reaper.isEmpty() ? queue.environment().newToken() : reaper;
          // In the first version: another may be opening it too, and have done it by then.
          chunks.open(chunk, RegisterName.firstWaiting(by, queue.now()));
        } else if (isSettled(index, chunk, present.get())) {
          return;
        }
      }
      throw new IOException("the state of chunk " + chunk + " cannot be read now");
    }

    private boolean isSettled(long index, JobId chunk, RegisterName present) throws IOException {
      switch (present.state()) {
        case WAITING -> {
          RegisterName next = present;
          if (present.version() <= ticket.version()) {
            String by = reaper.isEmpty() ? queue.environment().newToken() : reaper;
            next = present.waitingIn(version, by, queue.now());
            if (!registers.tryMove(chunk, present, next)) {
              return false;
            }
          }
          version = Math.max(version, next.version());
          ChunkRange.add(waiting, index);
          return true;
        }
        case RUNNING -> {
          if (!present.by().equals(worker)) {
            return true;
          }
          Optional<RegisterName> next = jobs.revoke(chunk, present, reaper);
          if (next.filter(register -> register.state() == JobState.WAITING).isPresent()) {
            version = Math.max(version, next.get().version());
            ChunkRange.add(waiting, index);
          }
          return next.isPresent();
        }
        case DONE -> {
          queue.syncTransition(queue.layout().job(chunk));
          ChunkRange.add(done, index);
          return true;
        }
        case BUILDING, BLOCKED, HELD, FAILED, CANCELLED, DELETED, QUARANTINED -> {
          return true;
        }
      }
      throw new IllegalStateException(present.toString());
    }
  }
}
