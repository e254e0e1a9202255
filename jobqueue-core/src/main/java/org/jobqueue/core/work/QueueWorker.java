package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.WorkerInfo;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.core.work.ClaimExecution.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: a thread per slot that claims and runs jobs, one that beats, and one that looks after
 * other workers and completes what they left half-done.
 */
public final class QueueWorker implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
  private static final Duration LONGEST_EXIT = Duration.ofSeconds(20);
  private static final int MOST_LOST_RACES = 20;

  private final QueueDirectory queue;
  private final WorkerOptions options;
  private final WorkerAdmission admission;
  private final FailureWatch failures;
  private final ProcRegistry types;
  private final Claims claims;
  private final ClaimExecution execution;
  private final Emptiness emptiness;
  private final EachBeat eachBeat;
  private final Pacing pacing;
  private final Map<Result, AtomicLong> counts = new EnumMap<>(Result.class);
  private final AtomicInteger openSlots = new AtomicInteger();
  private final AtomicInteger busySlots = new AtomicInteger();
  private final CountDownLatch slotsEnded = new CountDownLatch(1);
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> slots = new ArrayList<>();
  private @Nullable SessionKeeper keeper;
  private @Nullable Thread heartbeat;
  private volatile boolean idle;
  private @Nullable ExitHook exitHook;
  private volatile boolean stopping;
  private volatile boolean interrupting;
  private volatile @Nullable JobQueueException failure;

  /** A worker that has not started. */
  public QueueWorker(QueueDirectory queue, ProcRegistry types, WorkerOptions options) {
    this.queue = queue;
    this.options = options;
    FreeSpace space = new FreeSpace(queue);
    this.failures = new FailureWatch(queue, options.blockAfter());
    this.admission = new WorkerAdmission(queue, types, options.resources(), failures, space);
    this.types = types;
    this.claims = new Claims(queue);
    this.execution =
        new ClaimExecution(queue, types, failures, new Excuses(space, stopAsked), claims::refresh);
    this.emptiness = new Emptiness(queue);
    this.eachBeat = new EachBeat(queue, slotsEnded);
    for (Result result : Result.values()) {
      counts.put(result, new AtomicLong());
    }
    this.pacing = new Pacing(options.longestPoll(), queue.environment().random());
  }

  @Override
  public String name() {
    SessionKeeper present = keeper;
    if (present == null) {
      throw new IllegalStateException("the worker has not been started");
    }
    return present.session().name();
  }

  @Override
  public synchronized void start() {
    if (keeper != null) {
      throw new IllegalStateException("the worker has been started before");
    }
    SessionKeeper started;
    try {
      started = new SessionKeeper(queue, this::describe);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
    keeper = started;
    queue
        .events()
        .happened(
            Occurrence.ofWorker(EventType.WORKER_STARTED, started.session().name())
                .message("slots: " + options.slots()));
    exitHook = ExitHook.of(() -> giveUp(started));
    openSlots.set(options.slots());
    heartbeat = newThread(() -> beat(started), "jobqueue-heartbeat");
    Thread upkeep = newThread(() -> lookAround(started), "jobqueue-upkeep");
    for (int i = 0; i < options.slots(); i++) {
      slots.add(newThread(() -> work(started), "jobqueue-slot-" + (i + 1)));
    }
    heartbeat.start();
    upkeep.start();
    slots.forEach(Thread::start);
  }

  /** What this worker says of itself to others. */
  private WorkerInfo describe() {
    return new WorkerInfo(
        System.getProperty("user.name", ""),
        queue.now(),
        options.slots(),
        types.types().stream()
            .collect(
                Collectors.groupingBy(
                    JobTypeInfo::name,
                    Collectors.mapping(JobTypeInfo::version, Collectors.toList()))),
        admission.resources().offer());
  }

  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean stop(Duration grace) throws InterruptedException {
    stopping = true;
    stopAsked.countDown();
    pacing.wakeAll();
    SessionKeeper present = keeper;
    if (present != null) {
      present.announceDraining();
    }
    try {
      if (awaitTermination(grace)) {
        return !interrupting;
      }
    } catch (InterruptedException e) {
      interruptSlots();
      throw e;
    }
    interruptSlots();
    ended.await();
    return false;
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    synchronized (this) {
      if (keeper == null) {
        return true;
      }
    }
    return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    stopping = true;
    stopAsked.countDown();
    synchronized (this) {
      if (keeper == null) {
        return;
      }
    }
    interruptSlots();
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands the running jobs back, as far as that is possible in a few seconds. */
  private void giveUp(SessionKeeper present) {
    stopping = true;
    stopAsked.countDown();
    interruptSlots();
    try {
      if (!ended.await(LONGEST_EXIT.toNanos(), TimeUnit.NANOSECONDS)) {
        present.stopCommands();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void interruptSlots() {
    interrupting = true;
    slots.forEach(Thread::interrupt);
  }

  @Override
  public Optional<JobQueueException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(
        count(Result.DONE), count(Result.FAILED), count(Result.RETRIED), count(Result.LOST));
  }

  private long count(Result result) {
    return counted(result).get();
  }

  private AtomicLong counted(Result result) {
    return Objects.requireNonNull(counts.get(result));
  }

  private void work(SessionKeeper present) {
    SlotAdmission slot = new SlotAdmission(admission);
    try {
      while (!stopping) {
        try {
          workOnce(present, slot);
        } catch (IOException e) {
          LOG.warn("the queue cannot be read or written; trying again", e);
          pacing.pauseAfterTrouble();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("a slot of this worker was interrupted to stop it");
    } catch (RuntimeException | Error e) {
      LOG.error("a slot of this worker ended unexpectedly", e);
      throw e;
    } finally {
      if (openSlots.decrementAndGet() == 0) {
        stopping = true;
        end(present);
      }
    }
  }

  private void workOnce(SessionKeeper present, SlotAdmission slot)
      throws IOException, InterruptedException {
    long before = pacing.signals();
    WorkerSession session = present.session();
    busySlots.incrementAndGet();
    @Nullable Result result = null;
    try {
      Claims.Search search = claims.next(session, slot.in(session), MOST_LOST_RACES);
      idle = search.claim().isEmpty() && !search.more();
      if (search.claim().isPresent()) {
        pacing.passOn();
        result = run(present, session, search.claim().get(), slot.allotment());
      } else if (search.more()) {
        waitForOthers(before, search.lostRaces());
        return;
      }
    } finally {
      if (slot.release()) {
        claims.reconsider();
      }
      busySlots.decrementAndGet();
    }
    if (result == Result.TROUBLE) {
      pacing.pauseAfterTrouble();
    } else if (result != null) {
      pacing.workFound();
    } else if (options.untilEmpty()
        && busySlots.get() == 0
        && emptiness.isReached(claims, admission)) {
      stopping = true;
      pacing.wakeAll();
    } else {
      pacing.pause(before);
    }
  }

  /** Runs a job, or the chunks of a block that were taken together. */
  private Result run(SessionKeeper present, WorkerSession session, Claim first, Allotment allotment)
      throws IOException {
    Optional<Claim> next = Optional.of(first);
    Result result = Result.DONE;
    while (next.isPresent()) {
      Claim claim = next.get();
      result = execution.run(present, session, claim, allotment);
      counted(result).incrementAndGet();
      if (result == Result.TROUBLE) {
        claims.avoid(claim.definition().ticket(claim.running().version() + 1));
      }
      next = execution.following(claims.chunks(), claim, result, goesOn(claim));
    }
    return result;
  }

  /** Whether more chunks of the block are to be run. */
  private boolean goesOn(Claim claim) {
    return !stopping && failures.mayTake(claim.definition().type());
  }

  /** There is work, only others were quicker, or nothing of it is for this worker so far. */
  private void waitForOthers(long before, int lostRaces) throws InterruptedException {
    if (lostRaces > MOST_LOST_RACES) {
      pacing.pause(before); // as happens when this worker was declared dead and does not know yet
    } else {
      pacing.pauseBriefly();
    }
  }

  /** Beats, and nothing else that could take long. */
  private void beat(SessionKeeper present) {
    QueueContact contact = new QueueContact(queue, options.patience());
    eachBeat.perform(
        "the queue cannot be written; each heartbeat tries again",
        () -> {
          try {
            present.tick();
            contact.made();
          } catch (IOException e) {
            contact.lostForGood().ifPresent(this::abandon);
            throw e;
          }
        });
  }

  /** Ends, since the queue will not come back. */
  private void abandon(JobQueueException why) {
    if (failure == null) {
      LOG.error("this worker gives up: {}", why.getMessage());
      failure = why;
      stopping = true;
      stopAsked.countDown();
      interruptSlots();
    }
  }

  /** Looks after other workers and after what they left half-done. */
  private void lookAround(SessionKeeper present) {
    Upkeep upkeep = new Upkeep(queue, admission, pacing);
    eachBeat.perform(
        "the queue cannot be read or written; looking after others is tried again",
        () -> upkeep.lookAround(present, idle));
  }

  /** The last slot signs off, after the heartbeat has ended: it might just register anew. */
  private void end(SessionKeeper present) {
    present.endCommands(true);
    slotsEnded.countDown();
    boolean interrupted = Thread.interrupted();
    try {
      Objects.requireNonNull(heartbeat).join(queue.options().lease().toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    Optional<IOException> left = present.signOff();
    if (left.isPresent() && failure == null) {
      failure = Failures.writing(queue.layout().location(), left.get());
    }
    queue
        .events()
        .happened(Occurrence.ofWorker(EventType.WORKER_STOPPED, present.session().name()));
    Objects.requireNonNull(exitHook).close();
    ended.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
