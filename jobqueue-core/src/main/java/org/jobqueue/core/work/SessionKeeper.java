package org.jobqueue.core.work;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.WorkerInfo;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.TicketRecovery;
import org.jobqueue.core.protocol.WorkerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker alive in the queue: beats, stops attempts that lost the right to commit, and after
 * the worker was declared dead registers it anew.
 */
final class SessionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);

  private final QueueDirectory queue;
  private final Optional<Supplier<WorkerInfo>> description;
  private final Completion completion;
  private final TicketRecovery recovery;
  private final Set<RunningAttempt> running = ConcurrentHashMap.newKeySet();
  private final Set<String> withCommands = ConcurrentHashMap.newKeySet();
  private volatile WorkerSession session;
  private volatile boolean draining;
  private boolean registering; // used by the keeper's thread only
  private boolean signedOff; // guarded by this

  /** Registers a worker of which nobody needs to know more than its name. */
  SessionKeeper(QueueDirectory queue) throws IOException {
    this(queue, Optional.empty());
  }

  /** Registers a worker that says of itself what {@code description} gives, once it is asked to. */
  SessionKeeper(QueueDirectory queue, Supplier<WorkerInfo> description) throws IOException {
    this(queue, Optional.of(description));
  }

  private SessionKeeper(QueueDirectory queue, Optional<Supplier<WorkerInfo>> description)
      throws IOException {
    this.description = description;
    this.queue = queue;
    this.completion = new Completion(queue);
    this.recovery = new TicketRecovery(queue);
    this.session = registered();
  }

  private WorkerSession registered() throws IOException {
    queue.requireThere(); // else the directories would be made where the queue is not mounted
    WorkerSession registered = WorkerSession.register(queue);
    if (draining) {
      tell(registered, WorkerInfo.DRAINING, new byte[0]);
    }
    return registered;
  }

  /**
   * Says of the worker what its description gives. Not done by the registration, since no job needs
   * to wait for it; after the end it would leave a directory behind.
   */
  synchronized void introduce() {
    if (!signedOff && description.isPresent()) {
      tell(session, WorkerInfo.FILE, description.get().get().toBytes());
    }
  }

  /** Nothing depends on it: a worker works without. */
  private void tell(WorkerSession registered, String file, byte[] content) {
    try {
      queue.files().createFile(queue.layout().worker(registered.name()).resolve(file), content);
    } catch (IOException e) {
      LOG.debug("worker {} cannot say more of itself", registered.name(), e);
    }
  }

  /** Tells others that this worker takes nothing more; one that signs off has nothing to tell. */
  synchronized void announceDraining() {
    draining = true;
    if (!signedOff) {
      tell(session, WorkerInfo.DRAINING, new byte[0]);
    }
  }

  WorkerSession session() {
    return session;
  }

  void track(RunningAttempt attempt) {
    running.add(attempt);
  }

  void forget(RunningAttempt attempt) {
    if (attempt.ranCommands()) {
      withCommands.add(attempt.claim().running().by());
    }
    running.remove(attempt);
  }

  /**
   * Ends what commands have left behind: all of it, or that of former sessions, which were declared
   * dead. May take some seconds.
   */
  void endCommands(boolean all) {
    String present = session.name();
    for (String name : List.copyOf(withCommands)) {
      if (all || !name.equals(present)) {
        queue.environment().processes().endCommands(marker -> marker.worker().equals(name));
        withCommands.remove(name);
      }
    }
  }

  /** Stops whatever runs, because the virtual machine exits. */
  void stopCommands() {
    running.forEach(
        attempt -> {
          attempt.cancel();
          withCommands.add(attempt.claim().running().by());
        });
    endCommands(true);
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  /** One beat. */
  void tick() throws IOException {
    WorkerSession present = session;
    if (!present.beat()) {
      if (!registering) {
        registering = true;
        LOG.warn("worker {} counts as dead; what it runs does not count", present.name());
        cancelAll();
      }
      session = registered();
      registering = false;
      introduce();
      LOG.info("worker {} goes on as {}", present.name(), session.name());
      queue
          .events()
          .happened(
              Occurrence.ofWorker(EventType.WORKER_STARTED, session.name())
                  .message("was " + present.name() + ", which was declared dead"));
      return;
    }
    for (RunTicket lost : present.takeLost()) {
      recover(present, lost);
    }
    for (RunningAttempt attempt : running) {
      stopIfTakenAway(attempt);
    }
  }

  /** One job that makes trouble does not keep the others from being looked after. */
  private void recover(WorkerSession present, RunTicket lost) {
    JobId id = lost.ticket().node().id();
    boolean isRunning =
        running.stream().anyMatch(attempt -> attempt.claim().definition().node().id().equals(id));
    try {
      recovery.recoverOwn(present.name(), lost, isRunning);
    } catch (IOException e) {
      LOG.warn("job {} cannot be given back now; the next heartbeat tries again", id, e);
      present.lostTrack(lost);
    }
  }

  private void stopIfTakenAway(RunningAttempt attempt) {
    JobId id = attempt.claim().definition().node().id();
    try {
      if (!completion.stillOwns(attempt.claim())) {
        LOG.info("job {} was taken away from this worker; stopping it", id);
        attempt.cancel();
      }
    } catch (IOException e) {
      LOG.warn("the state of job {} cannot be read now", id, e);
    }
  }

  void cancelAll() {
    running.forEach(RunningAttempt::cancel);
  }

  /** Ends the session; why that failed, if it did. */
  synchronized Optional<IOException> signOff() {
    signedOff = true;
    try {
      session.signOff();
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("worker {} could not sign off; others will find out", session.name(), e);
      return Optional.of(e);
    }
  }
}
