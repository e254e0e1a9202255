package org.jobqueue.core.work;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.QueueContendedException;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs single jobs in the thread of the caller: a worker that lives for one job. Remembers between
 * calls what it saw of other workers, as a hint.
 */
public final class NextJob {
  private static final Logger LOG = LoggerFactory.getLogger(NextJob.class);
  private static final int MOST_WORKERS_WATCHED = 64;

  private final QueueDirectory queue;
  private final Claims claims;
  private final ClaimExecution execution;
  private final Reaper reaper;
  private final IntentRecovery intents;
  private final WorkerAdmission admission;

  /** Runs jobs of the types known here. */
  public NextJob(QueueDirectory queue, ProcRegistry types) {
    this.queue = queue;
    FailureWatch failures = new FailureWatch(queue, 0);
    FreeSpace space = new FreeSpace(queue);
    this.claims = new Claims(queue, 1);
    this.execution = new ClaimExecution(queue, types, failures, new Excuses(space), () -> {});
    this.reaper = new Reaper(queue);
    this.intents = new IntentRecovery(queue);
    this.admission = new WorkerAdmission(queue, types, Optional.empty(), failures, space);
  }

  /**
   * Runs the next job to its end; see {@link org.jobqueue.api.JobQueue#runNextAvailableJob(int)}.
   */
  public synchronized boolean run(int retries) throws IOException {
    claims.refresh();
    claims.reconsider();
    if (!claims.anyCandidate(admission::mayRun)
        && !(recovered() && claims.anyCandidate(admission::mayRun))) {
      return false;
    }
    SessionKeeper keeper = new SessionKeeper(queue);
    ExitHook hook = ExitHook.of(keeper::stopCommands);
    SlotAdmission slot = new SlotAdmission(admission);
    try {
      Claims.Search search = claims.next(keeper.session(), slot.in(keeper.session()), retries);
      Optional<Claim> claim = search.claim();
      if (claim.isEmpty() && search.lostRaces() > retries) {
        throw new QueueContendedException(
            "other workers were quicker " + search.lostRaces() + " times in a row");
      }
      if (claim.isPresent()) {
        execute(keeper, claim.get(), slot.allotment());
      }
      return claim.isPresent();
    } finally {
      boolean unused = slot.release();
      hook.close();
      keeper.endCommands(true);
      keeper.signOff();
    }
  }

  private boolean recovered() throws IOException {
    return reaper.lookAround(queue.environment().newToken(), MOST_WORKERS_WATCHED)
            + intents.lookAround()
        > 0;
  }

  private void execute(SessionKeeper keeper, Claim claim, Allotment allotment) throws IOException {
    ScheduledExecutorService beats =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "jobqueue-keeper");
              thread.setDaemon(true);
              return thread;
            });
    try {
      long pause = queue.beatNanos();
      var unused =
          beats.scheduleWithFixedDelay(() -> tick(keeper), pause, pause, TimeUnit.NANOSECONDS);
      ClaimExecution.Result result = execution.run(keeper, keeper.session(), claim, allotment);
      claims.chunks().endPiece(claim, result == ClaimExecution.Result.DONE);
    } finally {
      beats.shutdown();
    }
  }

  private static void tick(SessionKeeper keeper) {
    try {
      keeper.tick();
      keeper.endCommands(false);
    } catch (IOException | RuntimeException e) {
      LOG.warn("a heartbeat failed; the next one tries again", e);
    }
  }
}
