package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
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
 * A procedure at work, in a thread of its own: an interrupt that stops it never reaches the thread
 * that talks to the queue.
 */
final class RunningAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempt.class);
  private static final long STATUS_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
  private static final int MOST_PROBLEMS = 5;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final QueueDirectory queue;
  private final Claim claim;
  private final @Nullable RegisteredType type;
  private final AttemptContext context;
  private final CompletableFuture<AttemptEnd> end = new CompletableFuture<>();
  private final AttemptThreads threads;
  private final Instant start;
  private AttemptThreads.@Nullable Run run;

  /**
   * An attempt that has not started.
   *
   * @param type the type of the job; null for one that runs nothing
   */
  RunningAttempt(
      QueueDirectory queue,
      Claim claim,
      @Nullable RegisteredType type,
      AttemptContext context,
      AttemptThreads threads) {
    this.queue = queue;
    this.claim = claim;
    this.type = type;
    this.context = context;
    this.start = queue.now();
    this.threads = threads;
  }

  Claim claim() {
    return claim;
  }

  synchronized void start() {
    String name = "job-" + claim.definition().node().id();
    ClassLoader loader = type == null ? RunningAttempt.class.getClassLoader() : type.classLoader();
    run = threads.start(name, loader, this::run);
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

  /** Asks the procedure to stop. */
  synchronized void cancel() {
    context.cancel();
    if (run != null) {
      run.interrupt();
    }
  }

  /** Waits for the end, and meanwhile writes what the procedure reports. */
  AttemptEnd await() throws InterruptedException {
    // To be put to sleep and woken takes longer than a procedure that does next to nothing.
    long start = System.nanoTime();
    while (!end.isDone() && System.nanoTime() - start < SPIN_NANOS) {
      Thread.onSpinWait();
    }
    while (true) {
      try {
        return end.get(context.life().nanosToNextLook(STATUS_PAUSE_NANOS), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        context.flushStatus();
        Optional<String> broken = context.life().broken();
        if (broken.isPresent() && !context.cancelled()) {
          return timedOut(broken.get());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("an attempt always ends with a value", e);
      }
    }
  }

  /** Stops an attempt that has broken a time limit; what it says of its end does not count. */
  private AttemptEnd timedOut(String broken) throws InterruptedException {
    LOG.info("job {} is stopped: {}", claim.definition().node().id(), broken);
    cancel();
    AttemptEnd stopped = awaitStopped(LONGEST_STOP);
    JobError error = context.judged(JobError.of("stopped by a time limit: " + broken));
    return new AttemptEnd(
        AttemptEnd.Kind.FAILED, stopped.start(), stopped.end(), Optional.of(error));
  }

  /** Waits for the end, but not longer; a procedure that ignores its interrupt is left behind. */
  AttemptEnd awaitStopped(Duration longest) throws InterruptedException {
    try {
      return end.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      context.finish();
      return ended(AttemptEnd.Kind.STOPPED, Optional.empty());
    } catch (ExecutionException e) {
      throw new IllegalStateException("an attempt always ends with a value", e);
    }
  }

  // Whatever a procedure throws, errors included, is the failure of its job and of nothing else.
  @SuppressWarnings("CatchThrowable")
  private void run() {
    AttemptEnd result =
        ended(
            AttemptEnd.Kind.FAILED,
            Optional.of(JobError.of("the procedure failed, and so did the report of its failure")));
    try {
      result = outcome();
    } catch (Throwable e) {
      LOG.error("the end of job {} cannot be reported", claim.definition().node().id());
    } finally {
      end.complete(result);
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
