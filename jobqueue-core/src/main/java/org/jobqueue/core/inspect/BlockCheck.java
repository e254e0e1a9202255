package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.ChunkWalk;
import org.jobqueue.core.protocol.Latches;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;
import org.jobqueue.core.protocol.Tickets;

/** The latch and the tickets of a block, compared with the states of its chunks. */
final class BlockCheck {
  private final QueueDirectory queue;
  private final Flight flight;
  private final Foreigners foreigners;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;

  BlockCheck(QueueDirectory queue, Flight flight, Foreigners foreigners) {
    this.queue = queue;
    this.flight = flight;
    this.foreigners = foreigners;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
  }

  /**
   * Looks at a block.
   *
   * @param free whether its sub-jobs do not hold it
   * @return true if its chunks do not hold it either
   */
  boolean look(JobView job, JobDefinition definition, boolean free, Consumer<Suspicion> out)
      throws IOException {
    if (!definition.hasChunks()) {
      return true;
    }
    Comparison found = new Comparison(job, definition);
    found.read(out);
    if (job.isIn(JobState.RUNNING, JobState.DONE)) {
      found.lookForUnfinished(out);
    } else if (job.mayWait()) {
      found.lookAtTokens(out);
      found.lookForUnheld(out);
      if (free && job.isIn(JobState.WAITING)) {
        found.lookForTickets(out);
      }
    }
    return !job.names().contains(QueueLayout.CHUNK_LATCH);
  }

  /** One look at everything that concerns the chunks of a block. */
  private final class Comparison {
    private final JobView job;
    private final JobDefinition definition;
    private final Block block;
    private final int count;
    private final Path latch;
    private final List<ChunkToken> tokens = new ArrayList<>();
    private final BitSet done = new BitSet();
    private final BitSet idle = new BitSet(); // with a state, but not waiting
    private long highestVersion = 1;

    Comparison(JobView job, JobDefinition definition) {
      this.job = job;
      this.definition = definition;
      this.block = Objects.requireNonNull(definition.block());
      this.count = Math.toIntExact(block.count());
      this.latch = queue.layout().chunkLatch(job.id());
    }

    void read(Consumer<Suspicion> out) throws IOException {
      // The tokens first: a chunk that is done leaves them only after its state is there.
      for (String name : queue.listOrEmpty(latch)) {
        Optional<ChunkToken> token = ChunkToken.parse(name);
        token.ifPresent(tokens::add);
        if (token.isEmpty() && !Foreigners.isOfTheFileSystem(name)) {
          out.accept(foreigners.at(latch.resolve(name), Optional.of(job.id())));
        }
      }
      ChunkWalk walk = new ChunkWalk(queue, definition);
      Optional<JobId> chunk = walk.next();
      while (chunk.isPresent()) {
        int frame = chunk.get().frame().orElseThrow();
        if (block.indexOf(frame).isPresent()) {
          read(chunk.get(), (int) block.indexOf(frame).getAsLong());
        }
        chunk = walk.next();
      }
    }

    private void read(JobId chunk, int index) throws IOException {
      Optional<RegisterName> register = registers.look(chunk).register();
      if (register.isEmpty()) {
        return; // as good as one that no worker has come to
      }
      done.set(index, register.get().state() == JobState.DONE);
      idle.set(index, register.get().state() != JobState.WAITING);
      if (register.get().state() == JobState.WAITING) {
        highestVersion = Math.max(highestVersion, register.get().version());
      }
    }

    void lookForUnfinished(Consumer<Suspicion> out) {
      int first = done.nextClearBit(0);
      if (first < count) {
        JobId chunk = block.chunk(job.id(), first);
        out.accept(
            suspicion(
                Damage.SUB_JOB_NOT_DONE,
                queue.layout().job(chunk),
                "job " + job.id() + " ran although its chunk " + chunk + " is not done",
                Repair.IMPOSSIBLE));
      }
    }

    void lookAtTokens(Consumer<Suspicion> out) throws IOException {
      for (ChunkToken token : tokens) {
        ChunkRange range = token.chunks();
        Path file = latch.resolve(token.toString());
        if (range.last() >= count) {
          Repair repair =
              () -> {
                queue.deleteFileIfExists(file);
                latches.releaseDone(definition);
                return true;
              };
          String message = "holds job " + job.id() + " for chunks that it does not have";
          out.accept(suspicion(Damage.UNKNOWN_LATCH_TOKEN, file, message, repair));
        } else if (done.nextClearBit((int) range.first()) > range.last()
            && !flight.hasTicket(job.id()::equals)) {
          String message =
              "holds job " + job.id() + " for the chunks " + range + ", which are done";
          out.accept(suspicion(Damage.STALE_LATCH_TOKEN, file, message, this::isReleased));
        }
      }
      if (tokens.isEmpty()
          && job.names().contains(QueueLayout.CHUNK_LATCH)
          && done.nextClearBit(0) >= count
          && !flight.hasTicket(job.id()::equals)) {
        String message = "the latch of job " + job.id() + " is empty, and nobody has opened it";
        out.accept(suspicion(Damage.STALE_LATCH_TOKEN, latch, message, this::isReleased));
      }
    }

    private boolean isReleased() throws IOException {
      latches.releaseDone(definition);
      return true;
    }

    void lookForUnheld(Consumer<Suspicion> out) {
      BitSet held = (BitSet) done.clone();
      for (ChunkToken token : tokens) {
        set(held, token.chunks());
      }
      List<ChunkRange> missing = clear(held);
      if (!missing.isEmpty()) {
        String message =
            "job " + job.id() + " is not held by its chunks " + missing + ", which are not done";
        Repair repair = () -> isHeldAgain(missing);
        out.accept(suspicion(Damage.LATCH_MISSING, latch, message, repair));
      }
    }

    /**
     * The version goes up after the tokens are there, so that nobody who has seen the latch open
     * can claim the job any more.
     */
    private boolean isHeldAgain(List<ChunkRange> missing) throws IOException {
      try {
        queue.files().createDirectory(latch);
      } catch (FileAlreadyExistsException e) {
        // some tokens are left, or somebody else restores it too
      }
      for (ChunkRange range : missing) {
        ChunkToken token = new ChunkToken(range, queue.environment().newToken());
        queue.files().createFile(latch.resolve(token.toString()), new byte[0]);
      }
      RegisterName present = job.register().orElseThrow();
      if (LatchRestoration.hasEnded(present)) {
        latches.releaseDone(definition); // chunks that were done meanwhile
        return registers.look(job.id()).register().equals(Optional.of(present));
      }
      String by = queue.environment().newToken();
      RegisterName next = present.next(present.state(), by, queue.now());
      if (!registers.tryMove(job.id(), present, next)) {
        return false;
      }
      queue.syncTransition(job.directory(queue));
      latches.releaseDone(definition); // chunks that were done meanwhile
      StateView view = registers.look(job.id());
      if (next.state() == JobState.WAITING && view.chunked()) {
        tickets.issue(definition.ticket(next.version()), view);
      }
      return true;
    }

    void lookForTickets(Consumer<Suspicion> out) throws IOException {
      Priorities priorities = Priorities.of(queue, definition);
      BitSet covered = (BitSet) idle.clone();
      // In flight in between: a ticket that was taken or put back is found in one of the looks.
      ready(priorities, covered);
      flight.chunks(job.id()).forEach(range -> set(covered, range));
      ready(priorities, covered);
      List<ChunkRange> missing = clear(covered);
      if (missing.isEmpty() || flight.hasIntent(job.id().number()) || isBeingWoken()) {
        return;
      }
      Ticket any = definition.ticket(highestVersion).withPriority(priorities.present());
      Ticket first = any.withChunks(missing.get(0));
      out.accept(
          suspicion(
              Damage.JOB_WITHOUT_TICKET,
              queue.layout().ticketBucket(first).resolve(first.toString()),
              "the chunks " + missing + " of job " + job.id() + " could run, but have no ticket",
              () -> {
                for (ChunkRange range : missing) {
                  tickets.issue(any.withChunks(range));
                }
                return true;
              }));
    }

    /** Whoever finishes a sub-job issues the tickets of the chunks before he drops his own. */
    private boolean isBeingWoken() throws IOException {
      return flight.hasTicket(
          id -> id.number() == job.id().number() && definition.subJobs().contains(id.local()));
    }

    private void ready(Priorities priorities, BitSet covered) throws IOException {
      for (int priority : priorities.allowed()) {
        Ticket any = definition.ticket(1).withPriority(priority).withChunks(ChunkRange.of(0));
        Path directory = QueueLayout.directoryOf(queue.layout().ticketBucket(any));
        for (String bucket : queue.listOrEmpty(directory)) {
          for (String name : queue.listOrEmpty(directory.resolve(bucket))) {
            Ticket.parse(name)
                .filter(ticket -> ticket.node().equals(definition.node()))
                .flatMap(Ticket::chunks)
                .ifPresent(range -> set(covered, range));
          }
        }
      }
    }

    private void set(BitSet bits, ChunkRange range) {
      bits.set((int) Math.min(count, range.first()), (int) Math.min(count, range.last() + 1));
    }

    /** The chunks that are not in a set. */
    private List<ChunkRange> clear(BitSet bits) {
      List<ChunkRange> ranges = new ArrayList<>();
      int first = bits.nextClearBit(0);
      while (first < count) {
        int next = bits.nextSetBit(first);
        int last = next < 0 ? count - 1 : next - 1;
        ranges.add(new ChunkRange(first, last));
        first = bits.nextClearBit(last + 1);
      }
      return ranges;
    }

    private Suspicion suspicion(Damage kind, Path where, String message, Repair repair) {
      return new Suspicion(kind, where, Optional.of(job.id()), job.registerText(), message, repair);
    }
  }
}
