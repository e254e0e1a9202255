package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.fs.FileTooLargeException;

/**
 * A walk over the jobs of a hierarchy that lies in the queue, by their definitions: each once, in
 * the order in which they run. Jobs are read as the walk goes. What hangs below a job whose
 * definition cannot be read is left out.
 */
public final class HierarchyReader {
  private final QueueDirectory queue;
  private final boolean withChunks;
  private final Set<String> seen = new HashSet<>();
  private final Deque<Level> path = new ArrayDeque<>();

  /**
   * One job of the walk.
   *
   * @param id its name
   * @param definition empty if it cannot be read
   */
  public record Step(JobId id, Optional<JobDefinition> definition) {}

  private record Level(Step step, Iterator<String> rest, Optional<ChunkWalk> chunks) {
    /** The next chunk of the job, if it is a block. */
    Optional<Step> nextChunk() throws IOException {
      if (chunks.isEmpty()) {
        return Optional.empty();
      }
      Optional<JobId> chunk = chunks.get().next();
      return chunk.isPresent()
          ? Optional.of(
              new Step(
                  chunk.get(), Optional.of(step.definition().orElseThrow().ofChunk(chunk.get()))))
          : Optional.empty();
    }
  }

  /** A walk over {@code top} and all jobs below it, without chunks. */
  public HierarchyReader(QueueDirectory queue, JobId top) throws IOException {
    this(queue, top, false);
  }

  private HierarchyReader(QueueDirectory queue, JobId top, boolean withChunks) throws IOException {
    this.queue = queue;
    this.withChunks = withChunks;
    enter(top);
  }

  /** A walk that comes to the chunks of blocks as well, as far as a worker has come to them. */
  public static HierarchyReader withChunks(QueueDirectory queue, JobId top) throws IOException {
    return new HierarchyReader(queue, top, true);
  }

  /** The next job; empty at the end. */
  public Optional<Step> next() throws IOException {
    while (!path.isEmpty()) {
      Level level = path.element();
      if (!level.rest().hasNext()) {
        Optional<Step> chunk = level.nextChunk();
        if (chunk.isPresent()) {
          return chunk;
        }
        path.pop();
        return Optional.of(level.step());
      }
      JobId next = new JobId(level.step().id().number(), level.rest().next());
      if (!seen.contains(next.local())) {
        enter(next);
      }
    }
    return Optional.empty();
  }

  /** The job that the walk starts with. */
  Step entered() {
    return path.getLast().step();
  }

  private void enter(JobId id) throws IOException {
    seen.add(id.local());
    Optional<JobDefinition> definition = Optional.empty();
    try {
      definition = Optional.of(queue.definition(id));
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      // reported by whoever looks at that job itself
    }
    Iterator<String> subJobs =
        definition.map(d -> d.subJobs().iterator()).orElse(Collections.emptyIterator());
    Optional<ChunkWalk> chunks =
        withChunks && definition.filter(JobDefinition::hasChunks).isPresent()
            ? Optional.of(new ChunkWalk(queue, definition.get()))
            : Optional.empty();
    path.push(new Level(new Step(id, definition), subJobs, chunks));
  }
}
