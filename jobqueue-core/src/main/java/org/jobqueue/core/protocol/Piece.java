package org.jobqueue.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RunTicket;

/**
 * Chunks of a block that one slot of a worker has taken with one ticket, and runs one after the
 * other. Used by one thread at a time.
 */
public final class Piece {
  private final JobDefinition block;
  private final WorkerSession session;
  private final RunTicket ticket;
  private final ChunkRange chunks;
  private final long startNanos;
  private final List<ChunkRange> done = new ArrayList<>();
  private long next;
  private long begun;
  private boolean skip;

  Piece(JobDefinition block, WorkerSession session, RunTicket ticket, long startNanos) {
    this.block = block;
    this.session = session;
    this.ticket = ticket;
    this.chunks = ticket.ticket().chunks().orElseThrow();
    this.startNanos = startNanos;
    this.next = chunks.first();
  }

  /** The definition of the block. */
  JobDefinition block() {
    return block;
  }

  WorkerSession session() {
    return session;
  }

  /** The same piece, whose chunks are to count as done without being run. */
  Piece skipped() {
    skip = true;
    return this;
  }

  boolean skip() {
    return skip;
  }

  /** The ticket in flight, which stands for all chunks of the piece. */
  RunTicket ticket() {
    return ticket;
  }

  ChunkRange chunks() {
    return chunks;
  }

  long startNanos() {
    return startNanos;
  }

  boolean hasNext() {
    return next <= chunks.last();
  }

  /** The chunks that it has not come to. */
  ChunkRange rest() {
    return new ChunkRange(next, chunks.last());
  }

  /** The index of the next chunk. */
  long advance() {
    return next++;
  }

  JobId id(long index) {
    return frames().chunk(block.node().id(), index);
  }

  Block frames() {
    return Objects.requireNonNull(block.block());
  }

  void addBegun() {
    begun++;
  }

  /** How many of its chunks were run. */
  long begun() {
    return begun;
  }

  void addDone(long index) {
    ChunkRange.add(done, index);
  }

  List<ChunkRange> done() {
    return done;
  }
}
