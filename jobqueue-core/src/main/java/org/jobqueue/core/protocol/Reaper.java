package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.RunTicket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after other workers, and gives the jobs of dead ones back to the queue.
 *
 * <p>Workers form a ring in the order of their names; each watches the next few after itself. A
 * worker is declared dead when its heartbeat has stood still for the lease on this observer's
 * clock, or at once when its process is certainly gone from this machine. Declaring renames the
 * heartbeat, so either the worker's next beat or the declaration succeeds. Then the processes that
 * its commands have left on this machine are ended, each of its tickets in flight is recovered,
 * which may be done by several at once and any number of times, and its run directory is removed:
 * after that it cannot take tickets any more.
 */
public final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
  private static final int SWEEPS = 100;
  private static final String NO_HEARTBEAT = "none";

  private final QueueDirectory queue;
  private final LeaseWatch watch;
  private int others;
  private final TicketRecovery recovery;
  private final Map<String, Optional<ProcessIdentity>> identities = new HashMap<>();

  /** An observer of the workers of a queue; remembers between looks what it saw. */
  public Reaper(QueueDirectory queue) {
    this.queue = queue;
    this.watch = new LeaseWatch(queue.environment().ticker(), queue.leaseNanos());
    this.recovery = new TicketRecovery(queue);
  }

  /**
   * Takes one look at the next {@code neighbours} workers after {@code self} in the ring.
   *
   * @param self the name of the observing worker, or any text to start from
   * @return how many dead workers were cleaned up after
   */
  public int lookAround(String self, int neighbours) throws IOException {
    TreeSet<String> workers = new TreeSet<>(workers());
    workers.remove(self);
    List<String> ring = new ArrayList<>(workers.tailSet(self));
    ring.addAll(workers.headSet(self));
    others = workers.size();
    watch.retain(workers);
    identities.keySet().retainAll(workers);
    int reaped = 0;
    for (int i = 0; i < ring.size(); i++) {
      String worker = ring.get(i);
      try {
        if ((i < neighbours || isGoneFromThisHost(worker, self)) && isDead(worker)) {
          reap(worker, self);
          reaped++;
        }
      } catch (IOException e) {
        LOG.warn("cannot clean up after worker {} now; the next look tries again", worker, e);
      }
    }
    return reaped;
  }

  /** How many other workers the last look saw, alive or not. */
  public int others() {
    return others;
  }

  /** The names of all workers, also of those that have lost their heartbeat. */
  public Set<String> workers() throws IOException {
    TreeSet<String> workers = new TreeSet<>(queue.listOrEmpty(queue.layout().workers()));
    workers.addAll(queue.listOrEmpty(queue.layout().run()));
    workers.removeIf(name -> !Environment.isToken(name));
    return workers;
  }

  /**
   * Declares a worker dead that showed this heartbeat last, and cleans up after it.
   *
   * @return false if it beats again, or if something is left to be done by the next try
   */
  public boolean bury(String worker, Optional<HeartbeatName> last, String self) throws IOException {
    boolean dead = last.isEmpty() || last.get().dead() || declareDead(worker, last.get());
    return dead && reap(worker, self);
  }

  /** Costs no look at the queue but the first, so it can be asked for more than the neighbours. */
  private boolean isGoneFromThisHost(String worker, String self) {
    return Environment.areOfSameHost(self, worker) && isCertainlyGone(worker);
  }

  /** True once the worker's death is declared, by this call if need be. */
  private boolean isDead(String worker) throws IOException {
    Optional<HeartbeatName> heartbeat = heartbeat(worker);
    if (heartbeat.isPresent() && heartbeat.get().dead()) {
      return true;
    }
    String shown = heartbeat.map(HeartbeatName::toString).orElse(NO_HEARTBEAT);
    boolean stoodStill = watch.hasStoodStill(worker, shown);
    if (heartbeat.isEmpty()) {
      return stoodStill; // half registered or half signed off; nobody beats there any more
    }
    boolean gone = isCertainlyGone(worker);
    if (!gone && !stoodStill) {
      return false;
    }
    if (!declareDead(worker, heartbeat.get())) {
      return false;
    }
    LOG.warn(
        "worker {} is dead: {}; its jobs go back to the queue",
        worker,
        gone ? "its process is gone" : "no heartbeat for " + queue.options().lease());
    queue
        .events()
        .happened(
            Occurrence.ofWorker(EventType.WORKER_LOST, worker)
                .message(gone ? "its process is gone" : "no heartbeat for the lease"));
    return true;
  }

  /** The heartbeat that a worker shows now; empty if it has none. */
  public Optional<HeartbeatName> heartbeat(String worker) throws IOException {
    Optional<HeartbeatName> last = Optional.empty();
    for (String name : queue.listOrEmpty(queue.layout().worker(worker))) {
      Optional<HeartbeatName> found = HeartbeatName.parse(name);
      if (found.isPresent() && (last.isEmpty() || found.get().dead())) {
        last = found;
      }
    }
    return last;
  }

  private boolean declareDead(String worker, HeartbeatName last) throws IOException {
    Path directory = queue.layout().worker(worker);
    try {
      queue
          .files()
          .rename(
              directory.resolve(last.toString()),
              directory.resolve(last.declaredDead().toString()));
      return true;
    } catch (NoSuchFileException e) {
      // It beat meanwhile, or another observer declared it dead, or the reply was lost.
      return heartbeat(worker).filter(HeartbeatName::dead).isPresent();
    }
  }

  /** Whether the process of a worker is gone from this machine. */
  public boolean isCertainlyGone(String worker) {
    Optional<ProcessIdentity> identity = identities.computeIfAbsent(worker, this::readIdentity);
    return identity.isPresent() && queue.environment().processes().isCertainlyGone(identity.get());
  }

  private Optional<ProcessIdentity> readIdentity(String worker) {
    Path info = queue.layout().worker(worker).resolve(WorkerSession.INFO);
    try {
      byte[] content = queue.files().read(info, ProcessIdentity.SIZE_LIMIT);
      return Optional.of(ProcessIdentity.parse(content));
    } catch (IOException e) {
      LOG.debug("no readable identity of worker {}; only the lease tells", worker, e);
      return Optional.empty();
    }
  }

  /** False if something is left to be done by the next try. */
  private boolean reap(String worker, String self) throws IOException {
    endCommands(worker);
    Path run = queue.layout().runDirectory(worker);
    boolean complete = true;
    for (int sweep = 0; sweep < SWEEPS && complete; sweep++) {
      for (String name : queue.listOrEmpty(run)) {
        Optional<RunTicket> inFlight = RunTicket.parse(name);
        if (inFlight.isPresent()) {
          complete &= tryRecover(worker, inFlight.get(), self);
        } else {
          new Trees(queue.files()).delete(run.resolve(name));
        }
      }
      if (complete && isRemoved(run)) {
        new Trees(queue.files()).delete(queue.layout().worker(worker));
        return true;
      }
    }
    return false;
  }

  /** Before its jobs can run again. No other process has the token of the worker in its marker. */
  private void endCommands(String worker) {
    int ended =
        queue.environment().processes().endCommands(marker -> marker.worker().equals(worker));
    if (ended > 0) {
      LOG.info("ended {} processes that worker {} has left behind", ended, worker);
    }
  }

  /** One job that cannot be recovered does not keep the others from it. */
  private boolean tryRecover(String worker, RunTicket inFlight, String self) {
    try {
      recovery.recover(worker, inFlight, self);
      return true;
    } catch (IOException e) {
      LOG.warn("cannot recover {} now; the next look tries again", inFlight, e);
      return false;
    }
  }

  /** False if the worker took another ticket before it noticed that it is dead. */
  private boolean isRemoved(Path run) throws IOException {
    try {
      queue.files().deleteDirectory(run);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }
}
