package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.WorkerInfo;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
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

  private final QueueDirectory queue;
  private final WorkerOptions options;
  private final WorkerAdmission admission;
  private final ProcRegistry types;
  private final EachBeat eachBeat;
  private final Pacing pacing;
  private final Slots slots;
  private final CountDownLatch slotsEnded = new CountDownLatch(1);
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable SessionKeeper keeper;
  private @Nullable Thread heartbeat;
  private @Nullable ExitHook exitHook;
  private volatile boolean interrupting;
  private volatile @Nullable JobQueueException failure;

  /** A worker that has not started. */
  public QueueWorker(QueueDirectory queue, ProcRegistry types, WorkerOptions options) {
    this.queue = queue;
    this.options = options;
    FreeSpace space = new FreeSpace(queue);
    FailureWatch failures = new FailureWatch(queue, options.blockAfter());
    this.admission = new WorkerAdmission(queue, types, options.resources(), failures, space);
    this.types = types;
    this.eachBeat = new EachBeat(queue, slotsEnded);
    this.pacing = new Pacing(options.longestPoll(), queue.environment().random());
    this.slots =
        new Slots(
            queue, types, options, admission, failures, new Excuses(space, stopAsked), pacing);
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
    heartbeat = newThread(() -> beat(started), "jobqueue-heartbeat");
    Thread upkeep = newThread(() -> lookAround(started), "jobqueue-upkeep");
    heartbeat.start();
    upkeep.start();
    slots.start(started, () -> end(started));
    started.introduce(); // while the first slot looks for a job
  }

  /** What this worker says of itself to others. */
  private WorkerInfo describe() {
    return new WorkerInfo(
        System.getProperty("user.name", ""),
        queue.now(),
        options.slots(),
        types.versions(),
        admission.resources().offer());
  }

  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean stop(Duration grace) throws InterruptedException {
    stopAsked.countDown();
    slots.stop();
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
    stopAsked.countDown();
    slots.stop();
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
    slots.interrupt();
  }

  @Override
  public Optional<JobQueueException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(
        slots.count(Result.DONE),
        slots.count(Result.FAILED),
        slots.count(Result.RETRIED),
        slots.count(Result.LOST));
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
      stopAsked.countDown();
      interruptSlots();
    }
  }

  /** Looks after other workers and after what they left half-done. */
  private void lookAround(SessionKeeper present) {
    Upkeep upkeep = new Upkeep(queue, admission, pacing);
    eachBeat.perform(
        "the queue cannot be read or written; looking after others is tried again",
        () -> upkeep.lookAround(present, slots.areIdle()));
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
