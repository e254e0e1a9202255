package org.jobqueue.core.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.core.work.ClaimExecution.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of a worker. Each is a thread that claims jobs and runs them, one after the other; the
 * procedure of a job runs in that very thread, since to hand it to another and back would take
 * longer than many a job.
 *
 * <p>Two more threads look after the procedures that run. If one of them goes on although it was
 * stopped, that thread is left behind with it, and a new one is the slot from then on.
 */
final class Slots {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
  private static final int MOST_LOST_RACES = 20;

  private final WorkerOptions options;
  private final WorkerAdmission admission;
  private final FailureWatch failures;
  private final Claims claims;
  private final ClaimExecution execution;
  private final Emptiness emptiness;
  private final Pacing pacing;
  private final Map<Result, AtomicLong> counts = new EnumMap<>(Result.class);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final CountDownLatch allEnded = new CountDownLatch(1);
  // What may wait for a file has a thread of its own: the other one is always there to stop things.
  private final List<AttemptWatch<Slot>> watches =
      List.of(
          new AttemptWatch<>(
              "jobqueue-watch",
              RunningAttempt.LOOK_MILLIS,
              allEnded,
              Slot::isRunning,
              Slot::lookAfter),
          new AttemptWatch<>(
              "jobqueue-status",
              RunningAttempt.STATUS_MILLIS,
              allEnded,
              Slot::isRunning,
              Slot::flushStatus));
  private volatile List<Slot> slots = List.of();
  private volatile boolean stopping;
  private volatile boolean idle;

  /** Slots that have not started. */
  Slots(
      QueueDirectory queue,
      ProcRegistry types,
      WorkerOptions options,
      WorkerAdmission admission,
      FailureWatch failures,
      Excuses excuses,
      Pacing pacing) {
    this.options = options;
    this.admission = admission;
    this.failures = failures;
    this.claims = new Claims(queue);
    this.execution = new ClaimExecution(queue, types, failures, excuses, claims::refresh);
    this.emptiness = new Emptiness(queue);
    this.pacing = pacing;
    for (Result result : Result.values()) {
      counts.put(result, new AtomicLong());
    }
  }

  /**
   * Starts them.
   *
   * @param ended called by the last slot at its end
   */
  void start(SessionKeeper keeper, Runnable ended) {
    List<Slot> all = new ArrayList<>();
    for (int i = 0; i < options.slots(); i++) {
      all.add(new Slot("jobqueue-slot-" + (i + 1), keeper, ended));
    }
    open.set(all.size());
    slots = List.copyOf(all);
    watches.forEach(watch -> watch.start(slots));
    all.forEach(Slot::start);
  }

  /** Takes no more jobs. */
  void stop() {
    stopping = true;
    pacing.wakeAll();
  }

  /** Takes no more jobs, and stops those that run. */
  void interrupt() {
    stopping = true;
    slots.forEach(Slot::interrupt);
  }

  /** Whether the last look for a job found nothing. */
  boolean areIdle() {
    return idle;
  }

  long count(Result result) {
    return Objects.requireNonNull(counts.get(result)).get();
  }

  private final class Slot {
    private final String name;
    private final SessionKeeper keeper;
    private final Runnable ended;
    private final SlotAdmission allowed = new SlotAdmission(admission);
    private long signalsBefore; // when it began to look for a job
    private @Nullable WorkerSession session; // in whose name it looked
    private Optional<Claim> next = Optional.empty();
    private @Nullable Thread thread; // guarded by this
    private boolean interrupted; // guarded by this
    private volatile @Nullable RunningAttempt attempt; // changed by the slot, guarded by this
    private Optional<AttemptEnd> givenUp = Optional.empty(); // of the thread that looks after it

    Slot(String name, SessionKeeper keeper, Runnable ended) {
      this.name = name;
      this.keeper = keeper;
      this.ended = ended;
    }

    void start() {
      begin(this::look);
    }

    private synchronized void begin(Step first) {
      Thread fresh = new Thread(() -> work(first), name);
      fresh.setDaemon(true);
      thread = fresh;
      fresh.start();
    }

    synchronized void interrupt() {
      interrupted = true;
      RunningAttempt present = attempt;
      if (present != null) {
        present.stop();
      } else if (thread != null) {
        thread.interrupt();
      }
    }

    /** All that the slot does, from one step to the next, unless its thread is left behind. */
    private void work(Step first) {
      boolean leftBehind = false;
      try {
        Step step = first;
        while (true) {
          try {
            if (!isTaken(step)) {
              leftBehind = true;
              return;
            }
          } catch (InterruptedException e) {
            if (!stopping) {
              LOG.warn("a slot was interrupted by nobody who may; it goes on", e);
            }
          }
          if (next.isPresent()) {
            step = this::run;
          } else if (stopping) {
            return;
          } else {
            step = this::look;
          }
        }
      } catch (RuntimeException | Error e) {
        LOG.error("a slot of this worker ended unexpectedly", e);
        throw e;
      } finally {
        if (!leftBehind) {
          end();
        }
      }
    }

    private boolean isTaken(Step step) throws InterruptedException {
      try {
        return step.take();
      } catch (IOException e) {
        LOG.warn("the queue cannot be read or written; trying again", e);
        pacing.pauseAfterTrouble();
        return true;
      }
    }

    private void end() {
      if (open.decrementAndGet() == 0) {
        stopping = true;
        allEnded.countDown();
        watches.forEach(AttemptWatch::wake);
        ended.run();
      }
    }

    /** Looks for a job; afterwards there is one to run next, or there was none and a pause. */
    private boolean look() throws IOException, InterruptedException {
      if (stopping) {
        return true;
      }
      signalsBefore = pacing.signals();
      WorkerSession present = keeper.session();
      session = present;
      busy.incrementAndGet();
      try {
        Claims.Search search = claims.next(present, allowed.in(present), MOST_LOST_RACES);
        idle = search.claim().isEmpty() && !search.more();
        next = search.claim();
        if (next.isPresent()) {
          pacing.passOn();
          return true;
        }
        if (search.more()) {
          waitForOthers(search.lostRaces());
          return true;
        }
      } finally {
        if (next.isEmpty()) {
          free();
        }
      }
      if (options.untilEmpty() && busy.get() == 0 && emptiness.isReached(claims, admission)) {
        stop();
      } else {
        pacing.pause(signalsBefore);
      }
      return true;
    }

    /** There is work, only others were quicker, or nothing of it is for this worker so far. */
    private void waitForOthers(int lostRaces) throws InterruptedException {
      if (lostRaces > MOST_LOST_RACES) {
        pacing.pause(signalsBefore); // as when this worker was declared dead and does not know yet
      } else {
        pacing.pauseBriefly();
      }
    }

    /** Runs the job that was claimed; false if its procedure keeps this thread. */
    private boolean run() throws IOException, InterruptedException {
      Claim claim = next.orElseThrow();
      WorkerSession present = Objects.requireNonNull(session);
      boolean freed = false;
      try {
        Optional<RunningAttempt> begun =
            execution.begin(keeper, present, claim, allowed.allotment());
        if (begun.isEmpty()) {
          freed = true;
          over(claim, Result.TROUBLE);
          return true;
        }
        Optional<AttemptEnd> end = runHere(begun.get());
        freed = true; // by the next step, or by whoever is the slot now
        return end.isPresent() && finish(begun.get(), end.get());
      } finally {
        if (!freed) {
          next = Optional.empty();
          free();
        }
      }
    }

    private Optional<AttemptEnd> runHere(RunningAttempt begun) {
      synchronized (this) {
        attempt = begun;
        if (interrupted) {
          begun.stop();
        }
      }
      watches.forEach(AttemptWatch::wake);
      Optional<AttemptEnd> end;
      try {
        end = begun.run();
      } catch (RuntimeException | Error e) {
        execution.loseTrack(keeper, Objects.requireNonNull(session), begun);
        notRunning();
        throw e;
      }
      if (end.isPresent()) {
        notRunning();
      }
      return end;
    }

    private synchronized void notRunning() {
      attempt = null;
    }

    boolean isRunning() {
      return attempt != null;
    }

    /** Looks after the procedure that runs here; one that was given up needs a new thread. */
    void lookAfter() {
      RunningAttempt present = attempt;
      if (present == null) {
        return;
      }
      if (givenUp.isEmpty()) {
        givenUp = present.look();
      }
      if (givenUp.isPresent()) {
        AttemptEnd end = givenUp.get();
        synchronized (this) {
          begin( // if there can be no thread now, the next look tries again
              () -> {
                present.close();
                return finish(present, end);
              });
          attempt = null;
        }
        givenUp = Optional.empty();
      }
    }

    void flushStatus() {
      RunningAttempt present = attempt;
      if (present != null) {
        present.flushStatus();
      }
    }

    private boolean finish(RunningAttempt over, AttemptEnd end)
        throws IOException, InterruptedException {
      WorkerSession present = Objects.requireNonNull(session);
      boolean finished = false;
      try {
        Result result = execution.finish(keeper, present, over, end);
        finished = true;
        over(over.claim(), result);
      } finally {
        if (!finished) {
          next = Optional.empty();
          free();
        }
      }
      return true;
    }

    /** Counts a job, and goes on with the next chunk of its block, if more were taken with it. */
    private void over(Claim claim, Result result) throws IOException, InterruptedException {
      next = Optional.empty();
      try {
        Objects.requireNonNull(counts.get(result)).incrementAndGet();
        if (result == Result.TROUBLE) {
          claims.avoid(claim.definition().ticket(claim.running().version() + 1));
        }
        next = execution.following(claims.chunks(), claim, result, goesOn(claim));
      } finally {
        if (next.isEmpty()) {
          free();
        }
      }
      if (next.isPresent()) {
        return;
      }
      if (result == Result.TROUBLE && !stopping) {
        pacing.pauseAfterTrouble();
      } else {
        pacing.workFound();
      }
    }

    private boolean goesOn(Claim claim) {
      return !stopping && failures.mayTake(claim.definition().type());
    }

    /** The slot has nothing in hand. */
    private void free() {
      if (allowed.release()) {
        claims.reconsider();
      }
      busy.decrementAndGet();
    }
  }

  /** False if the thread that took the step is no more the one of the slot. */
  @FunctionalInterface
  private interface Step {
    boolean take() throws IOException, InterruptedException;
  }
}
