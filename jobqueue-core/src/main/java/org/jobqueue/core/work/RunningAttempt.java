package org.jobqueue.core.work;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jobqueue.api.JobError;
import org.jobqueue.api.proc.CommandFailedException;
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
  private static final long STATUS_PAUSE_MILLIS = 500;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final QueueDirectory queue;
  private final Claim claim;
  private final RegisteredType type;
  private final AttemptContext context;
  private final CompletableFuture<AttemptEnd> end = new CompletableFuture<>();
  private final AttemptThreads threads;
  private final Instant start;
  private AttemptThreads.@Nullable Run run;

  RunningAttempt(
      QueueDirectory queue,
      Claim claim,
      RegisteredType type,
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
    run = threads.start(name, type.classLoader(), this::run);
  }

  /** Whether the procedure ran a command. */
  boolean ranCommands() {
    return context.ranCommands();
  }

  /** Ends what the commands of the procedure have left behind. */
  void endCommands() {
    context.endCommands();
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
        return end.get(STATUS_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        context.flushStatus();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an attempt always ends with a value", e);
      }
    }
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
      if (!claim.definition().hasChunks()) { // all the work of a block is done by its chunks
        type.create(claim.definition().parameters()).runIn(context);
      }
      context.finish();
      return endOfReturn();
    } catch (Throwable e) {
      context.finish();
      return context.cancelled()
          ? ended(AttemptEnd.Kind.STOPPED, Optional.empty())
          : ended(AttemptEnd.Kind.FAILED, Optional.of(errorOf(e)));
    }
  }

  private AttemptEnd endOfReturn() {
    Optional<JobError> error =
        context
            .reportedError()
            .map(JobError::of)
            .or(
                () ->
                    context
                        .logFailure()
                        .map(e -> JobError.of("the log of the attempt is not complete: " + e)));
    return ended(error.isPresent() ? AttemptEnd.Kind.FAILED : AttemptEnd.Kind.SUCCEEDED, error);
  }

  private AttemptEnd ended(AttemptEnd.Kind kind, Optional<JobError> error) {
    Instant now = queue.now();
    // A clock that was set back meanwhile must not make the attempt end before it started.
    return new AttemptEnd(kind, start, now.isBefore(start) ? start : now, error);
  }

  private static JobError errorOf(Throwable thrown) {
    if (thrown instanceof CommandFailedException failed) {
      return new JobError(String.valueOf(failed.getMessage()), failed.exitCode(), Optional.empty());
    }
    Optional<Integer> exitCode =
        thrown.getCause() instanceof CommandFailedException failed
            ? failed.exitCode()
            : Optional.empty();
    String message = thrown.getMessage();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    boolean speaksForItself = message != null && !message.isBlank() && !(thrown instanceof Error);
    return new JobError(
        speaksForItself ? String.valueOf(message) : thrown.toString(),
        exitCode,
        Optional.of(trace.toString()));
  }
}
