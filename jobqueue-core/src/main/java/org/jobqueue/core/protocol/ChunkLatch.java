package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/**
 * The latch of a block: a directory with tokens, each for a range of chunks. Every chunk that is
 * not done is in the range of a token; some that are done may be as well.
 *
 * <p>Chunks that are done leave a token by a rename of its exact present name, after tokens for
 * what remains of it have been made: of several who cut the same token one succeeds, and the others
 * look again. What a loser has made is in nobody's way, except if the chunks in it were all done
 * before; whoever makes a token that may be of that kind looks for that himself.
 */
public final class ChunkLatch {
  private static final byte[] EMPTY = new byte[0];
  private static final int TOKENS_TO_PROVE = 3;

  private final QueueDirectory queue;
  private final Registers registers;

  /** The latches of the blocks of a queue. */
  public ChunkLatch(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  /** The tokens, by their first chunks; none if the latch is open. */
  public List<ChunkToken> tokens(JobId block) throws IOException {
    return ChunkToken.among(queue.listOrEmpty(queue.layout().chunkLatch(block)));
  }

  /** Whether no chunk holds the block any more; the file server decides. */
  public boolean isOpen(JobId block) throws IOException {
    try {
      queue.files().deleteDirectory(queue.layout().chunkLatch(block));
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /**
   * Releases chunks that are done, and whose transition to done is on disk as the queue's
   * durability asks. May be repeated, and by several at once.
   *
   * @return true if the latch is open now
   */
  public boolean releases(JobDefinition block, List<ChunkRange> done) throws IOException {
    JobId id = block.node().id();
    List<ChunkToken> tokens = tokens(id);
    List<ChunkToken> leftovers = new ArrayList<>();
    for (ChunkRange range : done) {
      Optional<ChunkToken> token = overlapping(tokens, range);
      while (token.isPresent()) {
        cut(id, token.get(), range).ifPresent(leftovers::add);
        tokens = tokens(id);
        token = overlapping(tokens, range);
      }
    }
    for (ChunkToken leftover : leftovers) {
      removeIfDone(block, leftover);
    }
    // One who died between two steps may have left a token that nobody else looks after.
    for (ChunkToken token : few(tokens)) {
      removeIfDone(block, token);
    }
    return isOpen(id);
  }

  /** Removes the tokens of which all chunks are done; true if the latch is open then. */
  public boolean releasesDone(JobDefinition block) throws IOException {
    for (ChunkToken token : tokens(block.node().id())) {
      removeIfDone(block, token);
    }
    return isOpen(block.node().id());
  }

  private List<ChunkToken> few(List<ChunkToken> tokens) {
    if (tokens.size() <= TOKENS_TO_PROVE) {
      return tokens;
    }
    return List.of(tokens.get(queue.environment().random().nextInt(tokens.size())));
  }

  private static Optional<ChunkToken> overlapping(List<ChunkToken> tokens, ChunkRange range) {
    return tokens.stream().filter(token -> token.chunks().overlaps(range)).findFirst();
  }

  /** Cuts a range out of a token; what was made for nothing because another was quicker. */
  private Optional<ChunkToken> cut(JobId block, ChunkToken token, ChunkRange range)
      throws IOException {
    Path latch = queue.layout().chunkLatch(block);
    Optional<ChunkToken> before = token.chunks().before(range).map(this::newToken);
    Optional<ChunkToken> after = token.chunks().after(range).map(this::newToken);
    Optional<ChunkToken> left = before.isPresent() && after.isPresent() ? before : Optional.empty();
    try {
      if (left.isPresent()) {
        queue.files().createFile(latch.resolve(left.get().toString()), EMPTY);
      }
      Optional<ChunkToken> next = after.or(() -> before);
      if (next.isPresent()) {
        queue.files().rename(latch.resolve(token.toString()), latch.resolve(next.get().toString()));
      } else {
        queue.files().deleteFile(latch.resolve(token.toString()));
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return left; // another was quicker, or the reply was lost
    }
  }

  private ChunkToken newToken(ChunkRange range) {
    return new ChunkToken(range, queue.environment().newToken());
  }

  private void removeIfDone(JobDefinition block, ChunkToken token) throws IOException {
    Block frames = Objects.requireNonNull(block.block());
    ChunkRange range = token.chunks();
    // From the end, where those are that have not begun.
    for (long index = range.last(); index >= range.first(); index--) {
      JobId chunk = frames.chunk(block.node().id(), index);
      Optional<RegisterName> register = registers.look(chunk).register();
      if (register.filter(r -> r.state() == JobState.DONE).isEmpty()) {
        return;
      }
      queue.syncTransition(queue.layout().job(chunk));
    }
    queue.deleteFileIfExists(
        queue.layout().chunkLatch(block.node().id()).resolve(token.toString()));
  }
}
