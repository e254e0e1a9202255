package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;

/**
 * A walk over the chunks of a block that a worker has come to, one directory of them at a time and
 * in each in the order in which they run. The others are nowhere on disk.
 */
public final class ChunkWalk {
  private final QueueDirectory queue;
  private final JobId block;
  private final Block frames;
  private final Deque<String> buckets = new ArrayDeque<>();
  private final Deque<JobId> chunks = new ArrayDeque<>();

  /** A walk over the chunks of a block. */
  public ChunkWalk(QueueDirectory queue, JobDefinition block) throws IOException {
    this.queue = queue;
    this.block = block.node().id();
    this.frames = Objects.requireNonNull(block.block());
    queue.listOrEmpty(queue.layout().frames(this.block)).stream()
        .filter(name -> QueueLayout.frameBucket(name).isPresent())
        .sorted(Comparator.comparingLong(this::order))
        .forEach(buckets::add);
  }

  /** Backward ranges run from high frames to low ones. */
  private long order(String bucket) {
    long number = QueueLayout.frameBucket(bucket).orElseThrow();
    return frames.frames().first() <= frames.frames().last() ? number : -number;
  }

  /** The next chunk; empty at the end. */
  public Optional<JobId> next() throws IOException {
    while (chunks.isEmpty() && !buckets.isEmpty()) {
      queue.listOrEmpty(queue.layout().frames(block).resolve(buckets.remove())).stream()
          .map(QueueLayout::frame)
          .flatMapToInt(OptionalInt::stream)
          .filter(frame -> frames.indexOf(frame).isPresent())
          .mapToObj(Integer::valueOf)
          .sorted(Comparator.comparingLong(f -> frames.indexOf(f).orElseThrow()))
          .forEach(frame -> chunks.add(block.chunk(frame)));
    }
    return Optional.ofNullable(chunks.poll());
  }
}
