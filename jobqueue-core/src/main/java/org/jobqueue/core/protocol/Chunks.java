package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;

/**
 * Claims the chunks of blocks.
 *
 * <p>A ticket for many chunks is divided: the rest goes back at once for others, then the ticket in
 * flight is renamed to the piece that is kept. The chunks of the piece get their directories and
 * registers. Then the block is looked at: whoever holds, cancels or deletes it changes its register
 * first and looks for chunks afterwards, so that he finds these or they find his change. After that
 * a chunk is claimed like any job, by a change of its register, but only in a version that its
 * ticket is good for.
 *
 * <p>How many chunks a piece has follows from how long those before took here: about a second's
 * work, and a small part of what is left, so that nobody waits long for the last ones.
 */
public final class Chunks {
  /** The most chunks that are taken at once; a ticket for more has not been divided yet. */
  public static final int LARGEST_PIECE = 100;

  private static final byte[] EMPTY = new byte[0];
  private static final int LOOKS = 5;
  private static final int PARTS_OF_REST = 16;
  private static final long PIECE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int REMEMBERED = 1000;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;
  private final int largestPiece;
  private final Runnable woken;
  private final Map<JobId, Long> nanosPerChunk = Collections.synchronizedMap(new Eldest());

  /** Forgets the eldest when it becomes large. */
  private static final class Eldest extends LinkedHashMap<JobId, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<JobId, Long> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** For what needs no claims. */
  Chunks(QueueDirectory queue) {
    this(queue, LARGEST_PIECE, () -> {});
  }

  /**
   * @param largestPiece how many chunks are taken at once at most
   * @param woken called when a block itself can run
   */
  Chunks(QueueDirectory queue, int largestPiece, Runnable woken) {
    this.largestPiece = largestPiece;
    this.woken = woken;
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
  }

  /** Takes a piece of a ticket in flight and claims the first of its chunks that can run. */
  Optional<Claim> take(WorkerSession session, RunTicket inFlight, JobDefinition block)
      throws IOException {
    ChunkRange all = inFlight.ticket().chunks().orElseThrow();
    long size = Math.min(all.size(), pieceSize(block.node().id(), all.size()));
    ChunkRange kept = new ChunkRange(all.first(), all.first() + size - 1);
    RunTicket ticket = inFlight;
    Optional<ChunkRange> rest = all.after(kept);
    if (rest.isPresent()) {
      tickets.issue(inFlight.ticket().withChunks(rest.get()));
      ticket = session.number(inFlight.ticket().withChunks(kept));
    }
    try {
      if (rest.isPresent() && !tickets.isRenamed(session.name(), inFlight, ticket)) {
        return Optional.empty(); // declared dead: others have the whole ticket
      }
      return begin(session, ticket, block);
    } catch (IOException e) {
      session.lostTrack(ticket);
      throw e;
    }
  }

  private Optional<Claim> begin(WorkerSession session, RunTicket ticket, JobDefinition block)
      throws IOException {
    Piece piece = new Piece(block, session, ticket, queue.environment().ticker().getAsLong());
    try {
      ChunkRange chunks = piece.chunks();
      for (long index = chunks.first(); index <= chunks.last(); index++) {
        open(piece.id(index), RegisterName.firstWaiting(session.name(), session.claimTime()));
      }
    } catch (NoSuchFileException e) {
      if (isRunnable(registers.look(block.node().id()))) {
        throw e;
      }
    }
    StateView view = registers.look(block.node().id());
    if (!isRunnable(view)) {
      // If this worker was slow, the chunks may be done, and have registers of others as well.
      for (long index = piece.chunks().first(); index <= piece.chunks().last(); index++) {
        StateView unused = registers.settled(piece.id(index));
      }
      tickets.drop(session.name(), ticket); // whoever lets it wait again issues new ones
      return Optional.empty();
    }
    return next(view.skipped() ? piece.skipped() : piece);
  }

  private long pieceSize(JobId block, long left) {
    Long nanos = nanosPerChunk.get(block);
    if (nanos == null) {
      return 1;
    }
    long bySpeed = PIECE_NANOS / Math.max(1, nanos);
    long byRest = (left + PARTS_OF_REST - 1) / PARTS_OF_REST;
    return Math.max(1, Math.min(largestPiece, Math.min(bySpeed, byRest)));
  }

  private static boolean isRunnable(StateView block) {
    return block.register().filter(register -> register.state() == JobState.WAITING).isPresent();
  }

  /**
   * Makes the directory of a chunk and its first register, unless it has one. Another may do so at
   * the same time: of several registers the greatest counts, and nobody changes one of several.
   */
  void open(JobId chunk, RegisterName first) throws IOException {
    Path directory = queue.layout().job(chunk);
    if (!isMade(directory, chunk) && registers.look(chunk).register().isPresent()) {
      return;
    }
    try {
      queue.files().createFile(directory.resolve(first.toString()), EMPTY);
    } catch (FileAlreadyExistsException e) {
      // made by this very call, with the reply lost
    }
  }

  /** Opens a chunk that no worker has come to; false if there is no such chunk. */
  boolean isOpened(JobId chunk) throws IOException {
    if (!chunk.isChunk() || registers.isCertainlyGone(chunk.block())) {
      return false;
    }
    try {
      JobDefinition unused = queue.definition(chunk);
      open(chunk, RegisterName.firstWaiting(queue.environment().newToken(), queue.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Makes the directory; false if it was there. Never makes that of the block: it may be gone. */
  private boolean isMade(Path directory, JobId chunk) throws IOException {
    for (int i = 0; ; i++) {
      try {
        queue.files().createDirectory(directory);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (NoSuchFileException e) {
        if (i == LOOKS) {
          throw e;
        }
        makeIfMissing(queue.layout().frames(chunk.block()));
        makeIfMissing(QueueLayout.directoryOf(directory));
      }
    }
  }

  private void makeIfMissing(Path directory) throws IOException {
    try {
      queue.files().createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // there already
    }
  }

  /**
   * Claims the next chunk of a piece that can run. When there is none, or when the piece takes much
   * longer than it should, the piece is over, and its ticket is gone.
   */
  private Optional<Claim> next(Piece piece) throws IOException {
    boolean slow =
        piece.begun() > 0
            && queue.environment().ticker().getAsLong() - piece.startNanos() > 2 * PIECE_NANOS;
    while (!slow && piece.hasNext() && !piece.session().fenced()) {
      Optional<Claim> claim = claim(piece, piece.advance());
      if (claim.isPresent()) {
        piece.addBegun();
        return claim;
      }
    }
    end(piece);
    return Optional.empty();
  }

  private Optional<Claim> claim(Piece piece, long index) throws IOException {
    JobId id = piece.id(index);
    Ticket ticket = piece.ticket().ticket();
    WorkerSession session = piece.session();
    for (int i = 0; i < LOOKS; i++) {
      StateView view = registers.settled(id);
      if (view.register().isEmpty()) {
        continue;
      }
      RegisterName present = view.register().get();
      if (present.state() == JobState.DONE) {
        piece.addDone(index);
        return Optional.empty();
      }
      if (present.state() != JobState.WAITING) {
        return Optional.empty();
      }
      if (present.version() > ticket.version()) {
        tickets.issue(ticket.withChunks(ChunkRange.of(index)).withVersion(present.version()));
        return Optional.empty();
      }
      RegisterName claimed = present.claimed(session.name(), session.claimTime());
      RegisterName running = isStillSkipped(piece) ? claimed.asSkipped() : claimed;
      if (registers.tryMove(id, present, running)) {
        return Optional.of(
            new Claim(
                piece.block().ofChunk(id),
                running,
                piece.ticket(),
                Optional.of(piece),
                running.skip()));
      }
    }
    tickets.issue(ticket.withChunks(ChunkRange.of(index)));
    return Optional.empty();
  }

  /**
   * Whether the block is to be skipped, by a look after that at the chunk: whoever takes that back
   * changes the block first, then the chunks.
   */
  private boolean isStillSkipped(Piece piece) throws IOException {
    return piece.skip() && registers.look(piece.block().node().id()).skipped();
  }

  /** Ends the piece of a claim after its first chunk; the others go back to the queue. */
  public void endPiece(Claim claim, boolean done) throws IOException {
    if (following(claim, done, false).isPresent()) {
      throw new IllegalStateException("a piece that has ended goes on");
    }
  }

  /**
   * What to run after a claim: the next chunk of its piece, if it has one.
   *
   * @param done whether the chunk is done
   * @param goOn false if no more is to be run; what the piece has left goes back to the queue
   */
  public Optional<Claim> following(Claim claim, boolean done, boolean goOn) throws IOException {
    if (claim.piece().isEmpty()) {
      return Optional.empty();
    }
    Piece piece = claim.piece().get();
    if (piece.session().fenced() || piece.session().hasLost(piece.ticket())) {
      return Optional.empty(); // all of it is recovered
    }
    if (done) {
      piece.addDone(claim.definition().chunkIndex());
    }
    try {
      if (goOn) {
        return next(piece);
      }
      end(piece);
      return Optional.empty();
    } catch (IOException e) {
      piece.session().lostTrack(piece.ticket());
      throw e;
    }
  }

  /**
   * Ends a piece: what it has not come to goes back to the queue, what is done leaves the latch of
   * the block, and the ticket goes last.
   */
  private void end(Piece piece) throws IOException {
    Ticket ticket = piece.ticket().ticket();
    if (piece.hasNext()) {
      tickets.issue(ticket.withChunks(piece.rest()));
    }
    boolean open = !piece.done().isEmpty() && latches.release(piece.block(), piece.done());
    tickets.drop(piece.session().name(), piece.ticket());
    if (piece.begun() > 0) {
      long nanos = queue.environment().ticker().getAsLong() - piece.startNanos();
      nanosPerChunk.put(piece.block().node().id(), nanos / piece.begun());
    }
    if (open) {
      woken.run();
    }
  }
}
