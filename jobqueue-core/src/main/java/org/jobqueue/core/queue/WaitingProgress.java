package org.jobqueue.core.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.ChunkLatch;
import org.jobqueue.core.protocol.ChunkWalk;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/**
 * How far a job is that waits for others, as its latches tell: a directory is listed, whatever the
 * number of sub-jobs at all levels, and none of them is read.
 */
final class WaitingProgress {
  private final QueueDirectory queue;

  WaitingProgress(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Of the direct sub-jobs those that are done. */
  AttemptStatus ofSubJobs(JobDefinition job) {
    int all = job.subJobs().size();
    long left = 0;
    try {
      left =
          queue.listOrEmpty(queue.layout().latch(job.node().id())).stream()
              .filter(QueueLayout::isLatchToken)
              .count();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().latch(job.node().id()), e);
    }
    return of(all - left, all, "sub-jobs");
  }

  /** Of the chunks of a block those that are done. */
  AttemptStatus ofChunks(JobDefinition job) {
    long all = block(job).count();
    return of(all - chunksLeft(job.node().id()), all, "chunks");
  }

  private static AttemptStatus of(long done, long all, String what) {
    long some = Math.max(0, done);
    int percent = all == 0 ? 0 : (int) (100 * some / all);
    return new AttemptStatus(percent, some + " of " + all + " " + what + " done");
  }

  private static Block block(JobDefinition job) {
    return Objects.requireNonNull(job.block());
  }

  /** How many chunks of a block are not done, as far as its latch knows. */
  long chunksLeft(JobId block) {
    return unfinished(block).stream().mapToLong(ChunkRange::size).sum();
  }

  /** The chunks in the tokens of a latch; those of several may overlap. */
  private List<ChunkRange> unfinished(JobId block) {
    try {
      return ChunkRange.disjoint(
          new ChunkLatch(queue).tokens(block).stream().map(ChunkToken::chunks).toList());
    } catch (IOException e) {
      throw Failures.reading(queue.layout().chunkLatch(block), e);
    }
  }

  /** Chunks that are perhaps not done, at most {@code limit}. */
  Stream<JobId> unfinishedChunks(JobDefinition job, int limit) {
    JobId id = job.node().id();
    Block frames = block(job);
    return unfinished(id).stream()
        .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()))
        .limit(limit)
        .mapToObj(index -> frames.chunk(id, index));
  }

  /** The chunks of a block that a worker has come to. */
  List<JobId> chunks(JobDefinition block) {
    try {
      List<JobId> all = new ArrayList<>();
      ChunkWalk walk = new ChunkWalk(queue, block);
      Optional<JobId> chunk = walk.next();
      while (chunk.isPresent()) {
        all.add(chunk.get());
        chunk = walk.next();
      }
      return all;
    } catch (IOException e) {
      throw Failures.reading(queue.layout().frames(block.node().id()), e);
    }
  }
}
