package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.output.OutputCheck;
import org.jobqueue.core.plugin.RegisteredType;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A procedure at work. An interrupt that stops it is over when it has ended, and never disturbs
 * what its thread has to say to the queue afterwards.
 *
 * <p>While one thread runs it, another looks after it now and then: that writes what the procedure
 * reports, stops it when it breaks a time limit, and gives it up when it goes on although it was
 * stopped. Either the thread that runs it or the one that gives it up says how it has ended, never
 * both.
 */
final class RunningAttempt {
  /** How long at most between two looks after an attempt. */
  static final long LOOK_MILLIS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempt.class);

  /** How long at most until what a procedure reports is written. */
  static final long STATUS_MILLIS = 500;

  private static final long STATUS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(STATUS_MILLIS);
  private static final long LONGEST_STOP_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int MOST_PROBLEMS = 5;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final QueueDirectory queue;
  private final Claim claim;
  private final @Nullable RegisteredType type;
  private final AttemptContext context;
  private final CompletableFuture<AttemptEnd> end = new CompletableFuture<>();
  private final Interruptible procedure = new Interruptible();
  private final Instant start;
  private Optional<String> brokenLimit = Optional.empty(); // guarded by this
  private long givenUpAt = Long.MAX_VALUE; // guarded by this
  private long statusAt; // of the thread that awaits it

  /**
   * An attempt that has not started.
   *
   * @param type the type of the job; null for one that runs nothing
   */
  RunningAttempt(
      QueueDirectory queue, Claim claim, @Nullable RegisteredType type, AttemptContext context) {
    this.queue = queue;
    this.claim = claim;
    this.type = type;
    this.context = context;
    this.start = queue.now();
    this.statusAt = now() + STATUS_PAUSE_NANOS;
  }

  private long now() {
    return queue.environment().ticker().getAsLong();
  }

  Claim claim() {
    return claim;
  }

  /** Whether the procedure ran a command. */
  boolean ranCommands() {
    return context.ranCommands();
  }

  /** Ends what the commands of the procedure have left behind. */
  void endCommands() {
    context.endCommands();
  }

  /** Why one of the logs is not complete, if that is so. */
  Optional<IOException> logFailure() {
    return context.logFailure();
  }

  /** Asks the procedure to stop, and waits for it as long as that takes. */
  void cancel() {
    context.cancel();
    procedure.interrupt();
  }

  /** Asks the procedure to stop; if it does not, it is given up after a while. */
  void stop() {
    synchronized (this) {
      givenUpAt = Math.min(givenUpAt, now() + LONGEST_STOP_NANOS);
    }
    cancel();
  }

  /**
   * Runs the procedure in this thread.
   *
   * @return how it has ended; empty if it was given up meanwhile
   */
  Optional<AttemptEnd> run() {
    String name = "job-" + claim.definition().node().id();
    ClassLoader loader = type == null ? RunningAttempt.class.getClassLoader() : type.classLoader();
    AttemptEnd[] reached = {
      ended(
          AttemptEnd.Kind.FAILED,
          Optional.of(JobError.of("the procedure failed, and so did the report of its failure")))
    };
    try {
      procedure.perform(name, loader, () -> reached[0] = reportedOutcome(reached[0]));
      noteBrokenLimit();
      reached[0] = withBrokenLimit(reached[0]);
    } catch (RuntimeException | Error e) {
      if (end.complete(reached[0])) {
        throw e;
      }
    }
    return end.complete(reached[0]) ? Optional.of(reached[0]) : Optional.empty();
  }

  /** True if a limit is broken, and nobody has asked the procedure to stop so far. */
  private boolean noteBrokenLimit() {
    Optional<String> broken = context.life().broken();
    if (broken.isEmpty() || context.cancelled()) {
      return false;
    }
    LOG.info("job {} is stopped: {}", claim.definition().node().id(), broken.get());
    synchronized (this) {
      brokenLimit = broken;
    }
    return true;
  }

  /**
   * Looks after the procedure while another thread runs it; waits for no file.
   *
   * @return how it counts as ended if it was given up now: the thread that runs it is lost, and the
   *     attempt is to be {@linkplain #close() closed} by another
   */
  Optional<AttemptEnd> look() {
    if (noteBrokenLimit()) {
      stop();
    }
    synchronized (this) {
      if (now() < givenUpAt || end.isDone()) {
        return Optional.empty();
      }
    }
    AttemptEnd given = withBrokenLimit(ended(AttemptEnd.Kind.STOPPED, Optional.empty()));
    if (!end.complete(given)) {
      return Optional.empty();
    }
    LOG.warn(
        "job {} goes on although it was stopped; its thread is left behind",
        claim.definition().node().id());
    return Optional.of(given);
  }

  /** Writes what the procedure has reported and is not written yet. */
  void flushStatus() {
    context.flushStatus();
  }

  /** What a procedure that was given up writes from now on is ignored. */
  void close() {
    context.finish();
  }

  /** What a procedure says of its end does not count after it has broken a time limit. */
  private synchronized AttemptEnd withBrokenLimit(AttemptEnd reached) {
    if (brokenLimit.isEmpty()) {
      return reached;
    }
    JobError error = JobError.of("stopped by a time limit: " + brokenLimit.get());
    return new AttemptEnd(
        AttemptEnd.Kind.FAILED, reached.start(), reached.end(), Optional.of(context.judged(error)));
  }

  /** Waits for the end of an attempt that another thread runs, and looks after it meanwhile. */
  AttemptEnd await() throws InterruptedException {
    // To be put to sleep and woken takes longer than a procedure that does next to nothing.
    long begin = System.nanoTime();
    while (!end.isDone() && System.nanoTime() - begin < SPIN_NANOS) {
      Thread.onSpinWait();
    }
    while (true) {
      try {
        return end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (look().isPresent()) {
          close();
        }
        if (now() - statusAt >= 0) {
          statusAt = now() + STATUS_PAUSE_NANOS;
          flushStatus();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("an attempt always ends with a value", e);
      }
    }
  }

  // Whatever a procedure throws, errors included, is the failure of its job and of nothing else.
  @SuppressWarnings("CatchThrowable")
  private AttemptEnd reportedOutcome(AttemptEnd otherwise) {
    try {
      return outcome();
    } catch (Throwable e) {
      LOG.error("the end of job {} cannot be reported", claim.definition().node().id());
      return otherwise;
    }
  }

  @SuppressWarnings("CatchThrowable")
  private AttemptEnd outcome() {
    try {
      JobDefinition definition = claim.definition();
      if (claim.runsNothing()) {
        return nothingRun(claim.skip() ? "skipped" : "");
      }
      if (definition.options().skipExisting() && outputProblems().isEmpty()) {
        return nothingRun("all expected files were there; nothing was run");
      }
      JobProc procedure = Objects.requireNonNull(type).create(definition.parameters(), queue::here);
      context.blame().add(procedure.errorRules());
      procedure.runIn(context);
      context.finish();
      return endOfReturn();
    } catch (Throwable e) {
      context.finish();
      return context.cancelled()
          ? ended(AttemptEnd.Kind.STOPPED, Optional.empty())
          : ended(AttemptEnd.Kind.FAILED, Optional.of(context.judged(ThrownError.of(e))));
    }
  }

  private AttemptEnd nothingRun(String why) {
    if (!why.isEmpty()) {
      context.setStatusLine(why);
    }
    context.finish();
    return ended(AttemptEnd.Kind.SUCCEEDED, Optional.empty());
  }

  private AttemptEnd endOfReturn() {
    Optional<JobError> error =
        context
            .reportedError()
            .or(() -> context.logFailure().map(RunningAttempt::incompleteLog))
            .or(() -> context.life().tooFast().map(JobError::of))
            .or(this::wrongOutputs)
            .map(context::judged);
    return ended(error.isPresent() ? AttemptEnd.Kind.FAILED : AttemptEnd.Kind.SUCCEEDED, error);
  }

  /** The disk of the queue is full, or something like that; no fault of the job. */
  private static JobError incompleteLog(IOException e) {
    return JobError.of("the log of the attempt is not complete: " + e)
        .withErrorClass(ErrorClass.TRANSIENT);
  }

  private Optional<JobError> wrongOutputs() {
    List<String> problems = outputProblems();
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    String more = problems.size() > MOST_PROBLEMS ? ", and more" : "";
    return Optional.of(
        JobError.of(
            String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)))
                + more));
  }

  /** What is wrong with the files that the job has to leave; not all of it if it is much. */
  private List<String> outputProblems() {
    JobDefinition definition = claim.definition();
    if (definition.options().outputs().isEmpty()) {
      return List.of();
    }
    return new OutputCheck(context.attemptDirectory(), queue::here)
        .problems(definition.options().outputs(), definition.frames())
        .limit(MOST_PROBLEMS + 1L)
        .toList();
  }

  private AttemptEnd ended(AttemptEnd.Kind kind, Optional<JobError> error) {
    Instant now = queue.now();
    // A clock that was set back meanwhile must not make the attempt end before it started.
    return new AttemptEnd(kind, start, now.isBefore(start) ? start : now, error);
  }
}
