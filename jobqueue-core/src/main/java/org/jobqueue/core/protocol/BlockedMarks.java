package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.QueueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks by which listings know that a job waits in vain: an empty file in the state directory
 * of each job above one that has failed or was cancelled.
 *
 * <p>They are hints for people. Nothing is decided by them, no step waits for them, and one that is
 * missing because its maker died, or that nobody has removed, does no harm but to a listing.
 * Whoever moves a job to failed makes the marks afterwards; whoever retries it removes them and
 * then looks for other failures, so that of the two, whichever comes last, one leaves the mark.
 */
final class BlockedMarks {
  private static final Logger LOG = LoggerFactory.getLogger(BlockedMarks.class);
  private static final byte[] EMPTY = new byte[0];

  private final QueueDirectory queue;
  private final Registers registers;

  BlockedMarks(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  /**
   * Marks the jobs above one that has failed; those above one that is marked already are as well.
   */
  void markAbove(JobDefinition failed) {
    Deque<JobDefinition> walk = new ArrayDeque<>();
    walk.push(failed);
    while (!walk.isEmpty()) {
      JobDefinition job = walk.pop();
      for (JobDefinition.Parent parent : job.parents()) {
        NodeRef node = job.parent(parent);
        try {
          if (tryMark(node.id())) {
            walk.push(queue.definition(node.id()));
          }
        } catch (IOException e) {
          LOG.debug("job {} cannot be marked as blocked", node.id(), e);
        }
      }
    }
  }

  /** The same where only the name of the job is known. */
  void markAbove(JobId failed) {
    try {
      markAbove(queue.definition(failed));
    } catch (IOException e) {
      LOG.debug("the jobs above {} cannot be marked as blocked", failed, e);
    }
  }

  /** Makes a mark; false if there was one. */
  private boolean tryMark(JobId job) throws IOException {
    try {
      queue.files().createFile(mark(job), EMPTY);
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException | NotDirectoryException e) {
      return false;
    }
  }

  private Path mark(JobId job) {
    return queue.layout().job(job).resolve(QueueLayout.BLOCKED);
  }

  /** Removes the marks of a job and of those above it that nothing else blocks. */
  void unmark(JobDefinition retried) {
    Deque<JobDefinition> walk = new ArrayDeque<>();
    Set<JobId> seen = new HashSet<>();
    walk.push(retried);
    while (!walk.isEmpty()) {
      JobDefinition job = walk.pop();
      try {
        queue.deleteFileIfExists(mark(job.node().id()));
        if (isBlocked(job)) {
          boolean unused = tryMark(job.node().id());
          continue;
        }
        for (JobDefinition.Parent parent : job.parents()) {
          JobId above = job.parent(parent).id();
          if (seen.add(above) && registers.look(above).blocked()) {
            walk.push(queue.definition(above));
          }
        }
      } catch (IOException e) {
        LOG.debug("whether job {} is blocked cannot be told", job.node().id(), e);
      }
    }
  }

  private boolean isBlocked(JobDefinition job) throws IOException {
    for (String local : job.subJobs()) {
      if (blocks(registers.look(new JobId(job.number(), local)))) {
        return true;
      }
    }
    if (job.hasChunks()) {
      ChunkWalk walk = new ChunkWalk(queue, job);
      Optional<JobId> chunk = walk.next();
      while (chunk.isPresent()) {
        if (blocks(registers.look(chunk.get()))) {
          return true;
        }
        chunk = walk.next();
      }
    }
    return false;
  }

  private static boolean blocks(StateView view) {
    return view.register()
        .filter(
            register ->
                register.state() == JobState.FAILED
                    || register.state() == JobState.CANCELLED
                    || (register.state() == JobState.WAITING && view.blocked()))
        .isPresent();
  }
}
