package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.ChunkRange;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the parents of a job that is done.
 *
 * <p>A parent's latch is a directory with one token per sub-job that is not done. The sub-job
 * removes its token and then tries to remove the directory, which the file server allows only when
 * it is empty: a countdown without a counter. Of several who finish at the same time at least one
 * finds the latch gone and issues the parent's ticket. Every step may be repeated by anyone.
 */
public final class Latches {
  private static final Logger LOG = LoggerFactory.getLogger(Latches.class);
  private static final int STRAY_LOOK = 4;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final ChunkLatch chunks;

  /** The latches of a queue. */
  public Latches(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.chunks = new ChunkLatch(queue);
  }

  /**
   * Propagates that {@code done} is done to each of its parents; true if one can run now.
   *
   * <p>Before a parent's latch loses its token the transition to done is forced to disk, no matter
   * who made it: its maker may have died before he did.
   */
  boolean propagate(JobDefinition done) throws IOException {
    queue.syncTransition(queue.layout().job(done.node().id()));
    if (done.node().id().isChunk()) {
      return false; // it leaves the latch of its block with the others of its piece
    }
    boolean anyWoken = false;
    for (JobDefinition.Parent parent : done.parents()) {
      NodeRef node = done.parent(parent);
      if (releases(node, done.order())) {
        wake(node, done.priority());
        anyWoken = true;
      }
    }
    return anyWoken;
  }

  private void wake(NodeRef parent, int priority) throws IOException {
    StateView view = registers.look(parent.id());
    Optional<RegisterName> register = view.register();
    if (register.isEmpty() && !registers.isCertainlyGone(parent.id())) {
      LOG.error("job {} could run now, but has no readable state", parent.id());
    } else if (register.isPresent() && register.get().state() == JobState.WAITING) {
      tickets.issue(new Ticket(parent, priority, register.get().version()), view);
    }
  }

  /** Releases chunks that are done; true if their block can run now. */
  boolean release(JobDefinition block, List<ChunkRange> done) throws IOException {
    boolean open = chunks.releases(block, done);
    if (open) {
      wake(block.node(), block.priority());
    }
    return open;
  }

  /**
   * Removes the tokens of chunks that are all done, and issues the block's ticket if it is open.
   */
  public void releaseDone(JobDefinition block) throws IOException {
    if (chunks.releasesDone(block)) {
      wake(block.node(), block.priority());
    }
  }

  /** Removes one token of a job's latch, and issues the job's ticket if that leaves it open. */
  public void release(NodeRef node, int order, int priority) throws IOException {
    if (releases(node, order)) {
      wake(node, priority);
    }
  }

  /** Removes the latch of a job if no token is in it, and issues the job's ticket then. */
  public void openIfEmpty(NodeRef node, int priority) throws IOException {
    if (isOpen(node)) {
      wake(node, priority);
    }
  }

  /** Whether no sub-job holds the latch any more; the file server decides. */
  public boolean isOpen(NodeRef node) throws IOException {
    return opens(queue.layout().latch(node.id()));
  }

  /** Removes one token; true if that leaves the latch open. */
  private boolean releases(NodeRef parent, int order) throws IOException {
    Path latch = queue.layout().latch(parent.id());
    queue.deleteFileIfExists(latch.resolve(QueueLayout.latchToken(order)));
    return opens(latch);
  }

  private boolean opens(Path latch) throws IOException {
    try {
      queue.files().deleteDirectory(latch);
      return true;
    } catch (NoSuchFileException e) {
      return true; // open already, perhaps by this very call with the reply lost
    } catch (DirectoryNotEmptyException e) {
      return removesStrays(latch);
    }
  }

  /**
   * A latch may be held up by files that do not belong there, such as those that desktop programs
   * leave behind. A look at a few names is enough: where one is a token, nothing is to be done.
   */
  private boolean removesStrays(Path latch) throws IOException {
    try {
      List<String> some = queue.files().listSome(latch, STRAY_LOOK);
      if (some.stream().anyMatch(QueueLayout::isLatchToken)) {
        return false;
      }
      List<String> all = queue.files().list(latch);
      if (all.stream().anyMatch(QueueLayout::isLatchToken)) {
        return false;
      }
      for (String stray : all) {
        new Trees(queue.files()).delete(latch.resolve(stray));
      }
      queue.files().deleteDirectory(latch);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }
}
