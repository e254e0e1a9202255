package org.jobqueue.core.format;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.util.OptionalLong;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;

/**
 * The frames of a job that stands for many: it is cut into chunks, each of which becomes a sub-job
 * of its own when a worker comes to it.
 *
 * @param frames all of them, in the order in which they run
 * @param chunkSize how many frames a chunk has; the last one may have fewer
 */
public record Block(
    @JsonSerialize(using = ToStringSerializer.class) FrameRange frames, int chunkSize) {
  /** More are not accepted. */
  public static final int MOST_CHUNKS = 100_000_000;

  /** Checks the size. */
  public Block {
    if (chunkSize < 1 || frames.chunkCount(chunkSize) > MOST_CHUNKS) {
      throw new IllegalArgumentException("chunkSize is " + chunkSize);
    }
  }

  /** How many chunks there are. */
  public long count() {
    return frames.chunkCount(chunkSize);
  }

  /** All chunks. */
  public ChunkRange all() {
    return new ChunkRange(0, count() - 1);
  }

  /** The frames of a chunk. */
  public FrameRange frames(long index) {
    return frames.chunk(index, chunkSize);
  }

  /** Whether the block has all of these chunks. */
  public boolean has(ChunkRange chunks) {
    return chunks.last() < count();
  }

  /** The name of a chunk. */
  public JobId chunk(JobId block, long index) {
    return block.chunk(frames.frame(index * chunkSize));
  }

  /** The index of the chunk that begins with a frame; empty if there is none. */
  public OptionalLong indexOf(int firstFrame) {
    OptionalLong position = frames.indexOf(firstFrame);
    return position.isPresent() && position.getAsLong() % chunkSize == 0
        ? OptionalLong.of(position.getAsLong() / chunkSize)
        : OptionalLong.empty();
  }
}
