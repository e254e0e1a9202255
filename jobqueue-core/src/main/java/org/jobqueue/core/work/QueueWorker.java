package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.core.work.ClaimExecution.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: a thread per slot that claims and runs jobs, and one that beats, looks after other
 * workers and completes what they left half-done.
 */
public final class QueueWorker implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
  private static final int NEIGHBOURS = 3;
  private static final int MOST_LOST_RACES = 20;

  private final QueueDirectory queue;
  private final WorkerOptions options;
  private final ProcRegistry types;
  private final Claims claims;
  private final ClaimExecution execution;
  private final Reaper reaper;
  private final IntentRecovery intents;
  private final Emptiness emptiness;
  private final Pacing pacing;
  private final Map<Result, AtomicLong> counts = new EnumMap<>(Result.class);
  private final AtomicInteger openSlots = new AtomicInteger();
  private final AtomicInteger busySlots = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> slots = new ArrayList<>();
  private @Nullable SessionKeeper keeper;
  private @Nullable Thread keeperThread;
  private volatile boolean stopping;
  private volatile boolean interrupting;

  /** A worker that has not started. */
  public QueueWorker(QueueDirectory queue, ProcRegistry types, WorkerOptions options) {
    this.queue = queue;
    this.options = options;
    this.types = types;
    this.claims = new Claims(queue);
    this.execution = new ClaimExecution(queue, types);
    this.reaper = new Reaper(queue);
    this.intents = new IntentRecovery(queue);
    this.emptiness = new Emptiness(queue);
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
      started = new SessionKeeper(queue);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
    keeper = started;
    openSlots.set(options.slots());
    keeperThread = newThread(() -> keep(started), "jobqueue-keeper");
    for (int i = 0; i < options.slots(); i++) {
      slots.add(newThread(() -> work(started), "jobqueue-slot-" + (i + 1)));
    }
    keeperThread.start();
    slots.forEach(Thread::start);
  }

  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean stop(Duration grace) throws InterruptedException {
    stopping = true;
    pacing.wakeAll();
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

  private void interruptSlots() {
    interrupting = true;
    slots.forEach(Thread::interrupt);
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
    try {
      while (!stopping) {
        try {
          workOnce(present);
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

  private void workOnce(SessionKeeper present) throws IOException, InterruptedException {
    long before = pacing.signals();
    WorkerSession session = present.session();
    busySlots.incrementAndGet();
    @Nullable Result result = null;
    try {
      Claims.Search search =
          claims.next(
              session, definition -> types.find(definition.type()).isPresent(), MOST_LOST_RACES);
      if (search.claim().isPresent()) {
        Claim claim = search.claim().get();
        result = execution.run(present, session, claim);
        counted(result).incrementAndGet();
      } else if (search.lostRaces() > 0) {
        pacing.pauseBriefly(); // there is work, only others were quicker
        return;
      }
    } finally {
      busySlots.decrementAndGet();
    }
    if (result == Result.TROUBLE) {
      pacing.pauseAfterTrouble();
    } else if (result != null) {
      claims.refresh();
      pacing.workFound();
    } else if (options.untilEmpty() && busySlots.get() == 0 && emptiness.isReached(claims, types)) {
      stopping = true;
      pacing.wakeAll();
    } else {
      pacing.pause(before);
    }
  }

  private void keep(SessionKeeper present) {
    boolean inTrouble = false;
    while (ended.getCount() > 0) {
      try {
        present.tick();
        int recovered =
            reaper.lookAround(present.session().name(), NEIGHBOURS) + intents.lookAround();
        if (recovered > 0) {
          pacing.wakeAll();
        }
        inTrouble = false;
      } catch (IOException e) {
        if (!inTrouble) {
          LOG.warn("the queue cannot be read or written; each heartbeat tries again", e);
        }
        inTrouble = true;
      } catch (RuntimeException e) {
        LOG.error("looking after the queue failed", e);
      }
      try {
        if (ended.await(queue.beatNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void end(SessionKeeper present) {
    present.signOff();
    ended.countDown();
  }
}
