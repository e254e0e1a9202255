package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;

/**
 * That of a block no chunk is left out: all that are not done hold its latch, and those that can
 * run have a ticket. The chunks are read one by one and not kept.
 */
final class BlockRules {
  private final QueueReads queue;
  private final HierarchyLoader loader;
  private final HierarchyFacts hierarchy;
  private final List<Ticket> ready;
  private final Flight flight;
  private final Findings findings;
  private final Tally tally;

  /**
   * @param ready the tickets of the hierarchy that workers can take
   */
  BlockRules(
      QueueReads queue,
      HierarchyLoader loader,
      HierarchyFacts hierarchy,
      List<Ticket> ready,
      Flight flight,
      Findings findings,
      Tally tally) {
    this.queue = queue;
    this.loader = loader;
    this.hierarchy = hierarchy;
    this.ready = ready;
    this.flight = flight;
    this.findings = findings;
    this.tally = tally;
  }

  void check(JobFacts job) throws IOException {
    if (job.register().isEmpty() || job.definition().filter(JobDefinition::hasChunks).isEmpty()) {
      return;
    }
    JobDefinition definition = job.definition().get();
    Look look = new Look(job, definition, Objects.requireNonNull(definition.block()));
    look.readChunks();
    look.latch();
    look.tickets();
  }

  /** What lies below one block. */
  private final class Look {
    private final JobFacts job;
    private final JobDefinition definition;
    private final Block block;
    private final int count;
    private final BitSet done = new BitSet();
    private final BitSet idle = new BitSet(); // neither waiting nor without a state

    Look(JobFacts job, JobDefinition definition, Block block) {
      this.job = job;
      this.definition = definition;
      this.block = block;
      this.count = Math.toIntExact(block.count());
    }

    void readChunks() throws IOException {
      Path frames = queue.layout().frames(job.id());
      for (String bucket : queue.names(frames)) {
        for (String name : queue.names(frames.resolve(bucket))) {
          OptionalInt frame = QueueLayout.frame(name);
          if (frame.isPresent() && block.indexOf(frame.getAsInt()).isPresent()) {
            int index = (int) block.indexOf(frame.getAsInt()).getAsLong();
            chunk(index, loader.chunk(definition, job.id().chunk(frame.getAsInt())));
          }
        }
      }
    }

    private void chunk(int index, JobFacts chunk) {
      if (chunk.registers().isEmpty()) {
        return; // just being opened, which is as good as not there
      }
      tally.add(chunk);
      StateRules.check(chunk, findings);
      if (chunk.register().isEmpty()) {
        idle.set(index);
        return;
      }
      RegisterName register = chunk.register().get();
      done.set(index, register.state() == JobState.DONE);
      idle.set(index, register.state() != JobState.WAITING);
      boolean recorded =
          flight.ticketsOf(job.id()).stream()
              .filter(ticket -> ticket.worker().equals(register.by()))
              .flatMap(ticket -> ticket.ticket().ticket().chunks().stream())
              .anyMatch(range -> range.contains(index));
      if (register.state() == JobState.RUNNING && !recorded) {
        findings.add(
            Rule.RECORD,
            chunk.id(),
            register + ", but its worker has no ticket in flight: nobody would give it back");
      }
    }

    void latch() throws IOException {
      RegisterName register = job.register().orElseThrow();
      boolean latched = queue.names(queue.layout().job(job.id())).contains(QueueLayout.CHUNK_LATCH);
      int missing = done.nextClearBit(0);
      if (register.attempt() > 0) {
        if (latched) {
          findings.add(Rule.LATCH, job.id(), "it was claimed, but still has a latch of chunks");
        }
        if (missing < count) {
          findings.add(
              Rule.ORDER,
              job.id(),
              register + " was claimed, but its chunk " + name(missing) + " is not done");
        }
        return;
      }
      BitSet held = new BitSet();
      for (ChunkToken token : tokens()) {
        ChunkRange range = token.chunks();
        set(held, range);
        boolean useless = done.nextClearBit((int) range.first()) > range.last();
        if (useless && flight.ticketsOf(job.id()).isEmpty()) {
          findings.add(
              Rule.LATCH,
              job.id(),
              "its latch waits for the chunks " + range + ", done, and nobody will release them");
        }
      }
      held.or(done);
      if (held.nextClearBit(0) < count) {
        findings.add(
            Rule.LATCH,
            job.id(),
            "its latch does not wait for chunk " + name(held.nextClearBit(0)) + ", not done");
      }
    }

    private void set(BitSet bits, ChunkRange range) {
      bits.set((int) Math.min(count, range.first()), (int) Math.min(count, range.last() + 1));
    }

    private List<ChunkToken> tokens() throws IOException {
      return ChunkToken.among(queue.names(queue.layout().chunkLatch(job.id())));
    }

    private JobId name(int index) {
      return block.chunk(job.id(), index);
    }

    void tickets() {
      List<ChunkRange> known = new ArrayList<>();
      ready.stream()
          .filter(ticket -> ticket.node().equals(definition.node()))
          .flatMap(ticket -> ticket.chunks().stream())
          .forEach(known::add);
      flight.ticketsOf(job.id()).stream()
          .flatMap(ticket -> ticket.ticket().ticket().chunks().stream())
          .forEach(known::add);
      BitSet covered = new BitSet();
      for (ChunkRange range : known) {
        set(covered, range);
      }
      covered.or(idle);
      int lost = covered.nextClearBit(0);
      if (lost < count && job.isIn(JobState.WAITING) && canRun() && !isRemembered()) {
        findings.add(
            Rule.LOST,
            name(lost),
            "it could run, but has no ticket, and nobody is about to issue one");
      }
    }

    private boolean canRun() {
      return job.isOpen()
          && hierarchy.subJobs(definition).stream().allMatch(sub -> sub.isIn(JobState.DONE));
    }

    private boolean isRemembered() {
      return flight.hasTicketIssuer(job.id().number())
          || hierarchy.subJobs(definition).stream()
              .anyMatch(subJob -> !flight.ticketsOf(subJob.id()).isEmpty());
    }
  }
}
