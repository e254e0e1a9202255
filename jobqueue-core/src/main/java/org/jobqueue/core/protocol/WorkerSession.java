package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;

/**
 * One life of a worker in the queue: from its registration until it signs off or is declared dead.
 *
 * <p>The heartbeat is a file that the worker renames to the next number. Whoever declares it dead
 * renames the same file to another name, so exactly one of the two succeeds, and a worker that was
 * declared dead learns it at its next beat.
 */
public final class WorkerSession {
  /** The file with the worker's {@link org.jobqueue.core.format.ProcessIdentity}. */
  public static final String INFO = "info.json";

  private final QueueDirectory queue;
  private final String name;
  private final AtomicLong lastClaim = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final Set<RunTicket> lostChunks = ConcurrentHashMap.newKeySet();
  private final Queue<RunTicket> lost = new ConcurrentLinkedQueue<>();
  private HeartbeatName heartbeat = new HeartbeatName(false, 0);
  private volatile boolean fenced;

  private WorkerSession(QueueDirectory queue, String name) {
    this.queue = queue;
    this.name = name;
  }

  /**
   * Registers a new worker. Its run directory comes last: no ticket without a heartbeat.
   *
   * @throws IOException if the queue cannot be written; then nothing of the worker is left, if
   *     possible
   */
  public static WorkerSession register(QueueDirectory queue) throws IOException {
    WorkerSession session = new WorkerSession(queue, queue.environment().newToken());
    try {
      session.makeDirectories();
    } catch (IOException e) {
      try {
        new Trees(queue.files()).delete(session.directory());
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    return session;
  }

  private void makeDirectories() throws IOException {
    byte[] identity = queue.environment().processes().self().toBytes();
    queue.createDirectories(directory());
    queue.files().createFile(directory().resolve(INFO), identity);
    queue.files().createFile(directory().resolve(heartbeat.toString()), new byte[0]);
    queue.createDirectories(queue.layout().runDirectory(name));
  }

  /** The name of the worker in the queue; no other worker ever has it. */
  public String name() {
    return name;
  }

  /** True once the worker knows that it was declared dead. */
  public boolean fenced() {
    return fenced;
  }

  /**
   * Shows that the worker lives.
   *
   * @return false if it was declared dead: nothing it runs counts any more
   * @throws IOException if the file system failed; the worker may still be alive for others
   */
  public synchronized boolean beat() throws IOException {
    if (fenced) {
      return false;
    }
    HeartbeatName next = heartbeat.nextBeat();
    try {
      queue
          .files()
          .rename(directory().resolve(heartbeat.toString()), directory().resolve(next.toString()));
    } catch (NoSuchFileException e) {
      List<String> names = queue.listOrEmpty(directory());
      if (!names.contains(next.toString())) {
        if (names.isEmpty()) {
          requireWorkers();
        }
        fenced = true;
        return false;
      }
    }
    heartbeat = next;
    return true;
  }

  /** Nobody has declared a worker dead whose whole queue is gone or not mounted. */
  private void requireWorkers() throws IOException {
    try {
      queue.files().list(queue.layout().workers());
    } catch (NoSuchFileException e) {
      queue.requireThere();
    }
  }

  /** Others have cleaned up after this worker: it was declared dead. */
  void fence() {
    fenced = true;
  }

  /** The file system failed while this ticket was taken or claimed: nobody knows how far it got. */
  public void lostTrack(RunTicket inFlight) {
    lostChunks.addAll(inFlight.ticket().chunks().isPresent() ? Set.of(inFlight) : Set.of());
    lost.add(inFlight);
  }

  /** Whether the worker has lost track of the ticket of a piece, which is recovered then. */
  boolean hasLost(RunTicket piece) {
    return lostChunks.contains(piece);
  }

  /** The tickets that this worker has lost track of since the last call. */
  public List<RunTicket> takeLost() {
    List<RunTicket> taken = new ArrayList<>();
    RunTicket next = lost.poll();
    while (next != null) {
      taken.add(next);
      next = lost.poll();
    }
    return taken;
  }

  /**
   * The time for the register of a claim: later than that of every claim of this worker before, so
   * that no two of its slots ever make the same name.
   */
  Instant claimTime() {
    long now = queue.now().toEpochMilli();
    return Instant.ofEpochMilli(lastClaim.updateAndGet(last -> Math.max(now, last + 1)));
  }

  /** A name for a ticket in flight that this worker has not used before. */
  RunTicket number(Ticket ticket) {
    return new RunTicket(ticket, taken.incrementAndGet());
  }

  /**
   * Ends the session. Tickets still in flight are left to the others, which are told at once that
   * this worker is gone.
   */
  public synchronized void signOff() throws IOException {
    if (fenced) {
      return;
    }
    fenced = true;
    try {
      queue.files().deleteDirectory(queue.layout().runDirectory(name));
    } catch (NoSuchFileException e) {
      // declared dead, and cleaned up after already
    } catch (DirectoryNotEmptyException e) {
      HeartbeatName dead = heartbeat.declaredDead();
      queue
          .files()
          .rename(directory().resolve(heartbeat.toString()), directory().resolve(dead.toString()));
      return;
    }
    new Trees(queue.files()).delete(directory());
  }

  private Path directory() {
    return queue.layout().worker(name);
  }
}
