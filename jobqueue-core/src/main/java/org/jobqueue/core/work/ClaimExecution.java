package org.jobqueue.core.work;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.command.CommandRunner;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.plugin.RegisteredType;
import org.jobqueue.core.protocol.Chunks;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Completion.Outcome;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.WorkerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a claimed job from the attempt directory to the commit. */
final class ClaimExecution {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimExecution.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2000;

  private final QueueDirectory queue;
  private final ProcRegistry types;
  private final Completion completion;
  private final CommandRunner commands = new CommandRunner();
  private final AttemptThreads threads = new AttemptThreads();
  private final Runnable ticketsIssued;
  private final FailureWatch failures;
  private final Excuses excuses;

  /** What came of a claim. */
  enum Result {
    DONE,
    RETRIED,
    FAILED,
    LOST,
    HANDED_BACK,
    /** The queue could not be written; the job was given back. */
    TROUBLE
  }

  /**
   * Executions of claims in a queue.
   *
   * @param failures is told what failed and what succeeded here
   * @param excuses knows failures that are no fault of the job
   * @param ticketsIssued called when the end of a job has made others ready
   */
  ClaimExecution(
      QueueDirectory queue,
      ProcRegistry types,
      FailureWatch failures,
      Excuses excuses,
      Runnable ticketsIssued) {
    this.excuses = excuses;
    this.failures = failures;
    this.queue = queue;
    this.ticketsIssued = ticketsIssued;
    this.types = types;
    this.completion = new Completion(queue);
  }

  /**
   * Runs the job in another thread, and ends the claim. If the calling thread is interrupted, the
   * job is stopped and handed back, and the interrupt flag is set again.
   *
   * @param allotment what the job has while it runs
   */
  Result run(SessionKeeper keeper, WorkerSession session, Claim claim, Allotment allotment) {
    Optional<RunningAttempt> begun = begin(keeper, session, claim, allotment);
    if (begun.isEmpty()) {
      return Result.TROUBLE;
    }
    RunningAttempt attempt = begun.get();
    try {
      threads.start(attempt::run);
    } catch (RuntimeException | Error e) {
      loseTrack(keeper, session, attempt);
      throw e;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return finish(keeper, session, attempt, attempt.await());
        } catch (InterruptedException e) {
          interrupted = true;
          attempt.stop();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Prepares the attempt of a claim.
   *
   * @return what is to be run, and finished afterwards; empty if it could not be prepared, and the
   *     job was handed back
   */
  Optional<RunningAttempt> begin(
      SessionKeeper keeper, WorkerSession session, Claim claim, Allotment allotment) {
    RegisteredType type = claim.runsNothing() ? null : typeOf(claim.definition());
    Path directory = completion.attemptDirectory(claim);
    try {
      queue.files().createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // The name is unique to this claim: made by this very call, with the reply lost.
    } catch (IOException e) {
      LOG.warn("job {} cannot be started here now", claim.definition().node().id(), e);
      handBack(session, claim);
      return Optional.empty();
    }
    queue.events().happened(Occurrence.ofAttempt(EventType.STARTED, claim));
    AttemptContext context = new AttemptContext(queue, claim, directory, allotment, commands);
    RunningAttempt attempt = new RunningAttempt(queue, claim, type, context);
    keeper.track(attempt);
    return Optional.of(attempt);
  }

  /** An attempt has ended in a way that nobody knows; the heartbeat gives the job back. */
  void loseTrack(SessionKeeper keeper, WorkerSession session, RunningAttempt attempt) {
    session.lostTrack(attempt.claim().ticket());
    keeper.forget(attempt);
  }

  /** Ends the claim of an attempt that has ended. */
  Result finish(
      SessionKeeper keeper, WorkerSession session, RunningAttempt attempt, AttemptEnd reached) {
    Claim claim = attempt.claim();
    AttemptEnd end = reached;
    try {
      if (end.kind() != AttemptEnd.Kind.SUCCEEDED) {
        attempt.endCommands(); // before the job can run elsewhere
      }
      Excuses.Kind excuse = excuses.of(end, attempt.logFailure());
      if (excuse != Excuses.Kind.NONE) {
        LOG.warn(
            "job {} is given back and not failed, since {}: {}",
            claim.definition().node().id(),
            excuse.text(),
            end.error().map(JobError::message).orElse(""));
        end = new AttemptEnd(AttemptEnd.Kind.STOPPED, end.start(), end.end(), Optional.empty());
      }
      Result result = complete(session, claim, end);
      if (excuse == Excuses.Kind.DISK && result == Result.HANDED_BACK) {
        result = Result.TROUBLE; // nothing is taken for a moment
      }
      if (result == Result.LOST) {
        attempt.endCommands();
      }
      return result;
    } catch (RuntimeException | Error e) {
      session.lostTrack(claim.ticket());
      throw e;
    } finally {
      keeper.forget(attempt);
    }
  }

  /** In just the version that has checked the parameters; only jobs of known types are claimed. */
  private RegisteredType typeOf(JobDefinition job) {
    return types.find(job.type(), job.typeVersion()).orElseThrow();
  }

  /** The next chunk of the piece that a claim belongs to; {@code goOn} if more may be run. */
  Optional<Claim> following(Chunks chunks, Claim claim, Result result, boolean goOn)
      throws IOException {
    boolean ended = result == Result.DONE || result == Result.FAILED || result == Result.RETRIED;
    return chunks.following(claim, result == Result.DONE, goOn && ended);
  }

  private Result complete(WorkerSession session, Claim claim, AttemptEnd end) {
    Result result = persistently(session, claim, () -> completeOnce(session, claim, end));
    LOG.atInfo()
        .setMessage("job {} '{}': {}{}")
        .addArgument(claim.definition().node().id())
        .addArgument(claim.definition().label())
        .addArgument(() -> result.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
        .addArgument(() -> end.error().map(error -> ": " + error.message()).orElse(""))
        .log();
    queue.events().happened(occurrence(eventOf(result), claim, end));
    watch(session, claim, end, result);
    return result;
  }

  private void watch(WorkerSession session, Claim claim, AttemptEnd end, Result result) {
    String type = claim.definition().type();
    if (result == Result.DONE && !claim.skip()) {
      failures.succeeded(type);
    }
    boolean ofMachine =
        end.error().filter(error -> error.errorClass() == ErrorClass.WORKER).isPresent();
    if (result == Result.FAILED || (result == Result.RETRIED && ofMachine)) {
      JobId job = claim.definition().node().id();
      end.error().ifPresent(error -> failures.failed(job, type, error, session.name()));
    }
  }

  private static EventType eventOf(Result result) {
    return switch (result) {
      case DONE -> EventType.DONE;
      case RETRIED -> EventType.RETRIED;
      case FAILED -> EventType.FAILED;
      case LOST -> EventType.REVOKED;
      case HANDED_BACK -> EventType.HANDED_BACK;
      case TROUBLE -> EventType.HANDED_BACK; // by the heartbeat, some time
    };
  }

  private static Occurrence occurrence(EventType type, Claim claim, AttemptEnd end) {
    Occurrence ended =
        Occurrence.ofAttempt(type, claim).took(Duration.between(end.start(), end.end()));
    return end.error().map(error -> ended.message(error.message())).orElse(ended);
  }

  private Result completeOnce(WorkerSession session, Claim claim, AttemptEnd end)
      throws IOException {
    String worker = session.name();
    return switch (end.kind()) {
      case SUCCEEDED ->
          ofOutcome(completion.commit(worker, claim, end.result(), ticketsIssued), Result.RETRIED);
      case FAILED -> ofOutcome(completion.fail(worker, claim, end.result()), Result.RETRIED);
      case STOPPED -> ofOutcome(completion.handBack(worker, claim), Result.HANDED_BACK);
    };
  }

  private void handBack(WorkerSession session, Claim claim) {
    persistently(
        session,
        claim,
        () -> ofOutcome(completion.handBack(session.name(), claim), Result.HANDED_BACK));
  }

  private Result ofOutcome(Outcome outcome, Result whenWaiting) throws IOException {
    if (outcome == Outcome.LOST) {
      queue.requireThere(); // else the right to end the attempt may be there when the queue is back
    }
    return switch (outcome) {
      case COMMITTED -> Result.DONE;
      case RETRIED -> {
        ticketsIssued.run();
        yield whenWaiting;
      }
      case FAILED -> Result.FAILED;
      case LOST -> Result.LOST;
    };
  }

  @FunctionalInterface
  private interface Step {
    Result take() throws IOException;
  }

  /**
   * A claim must end, or the job would hang. While it cannot be ended this is tried again for as
   * long as a lease; then the heartbeat goes on trying to give the job back.
   */
  private Result persistently(WorkerSession session, Claim claim, Step step) {
    long deadline = queue.environment().ticker().getAsLong() + queue.leaseNanos();
    long pause = FIRST_PAUSE_MILLIS;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return step.take();
        } catch (IOException e) {
          if (queue.environment().ticker().getAsLong() - deadline > 0) {
            LOG.error(
                "job {} could not be ended by worker {}; it is given back to the queue",
                claim.definition().node().id(),
                session.name(),
                e);
            session.lostTrack(claim.ticket());
            return Result.TROUBLE;
          }
          LOG.warn("job {} could not be ended; trying again", claim.definition().node().id(), e);
        }
        try {
          TimeUnit.MILLISECONDS.sleep(pause);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
