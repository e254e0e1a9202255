package org.jobqueue.testkit.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.Submission;
import org.jobqueue.core.protocol.TicketRecovery;
import org.jobqueue.core.protocol.WorkerSession;

/** What processes do with a queue, each as the threads of the real worker do it, one at a time. */
public final class Programs {
  private static final int PATIENCE = 20;

  private Programs() {}

  /** Submits a hierarchy. */
  public static Program submitter(java.util.function.Supplier<RootNode> root) {
    return (client, prepared) -> submit(client, root.get());
  }

  /** Submits a hierarchy and returns its id. */
  public static JobId submit(Client client, RootNode root) throws IOException {
    SubmissionPlan plan = SubmissionPlan.of(root, client.queue().options().keepJobsInRepository());
    return new Submission(client.queue()).submit(plan);
  }

  /** Removes a hierarchy. */
  public static Program deleter(JobId root) {
    return (client, prepared) -> new Removal(client.queue()).delete(root);
  }

  /**
   * Registers before others interfere; then claims, runs and commits until nothing is left.
   *
   * @param jobs ends after so many jobs
   */
  public static Program worker(int jobs) {
    return new Worker(jobs, false);
  }

  /** A worker whose first attempt of each job fails. */
  public static Program failingWorker(int jobs) {
    return new Worker(jobs, true);
  }

  /**
   * Looks after others once, believing that the processes it can tell of are gone; then once more
   * after the lease, if {@code afterLease}.
   */
  public static Program observer(boolean afterLease) {
    return (client, prepared) -> {
      Reaper reaper = new Reaper(client.queue());
      IntentRecovery intents = new IntentRecovery(client.queue());
      reaper.lookAround("", PATIENCE);
      intents.lookAround();
      if (afterLease) {
        client.advance(client.queue().options().lease().plusSeconds(1));
        reaper.lookAround("", PATIENCE);
        intents.lookAround();
      }
    };
  }

  /** What a fresh worker does: cleans up after everybody, and runs what waits. */
  public static void finish(Client client) throws IOException {
    Reaper reaper = new Reaper(client.queue());
    IntentRecovery intents = new IntentRecovery(client.queue());
    for (int i = 0; i < 3; i++) {
      reaper.lookAround("", PATIENCE);
      intents.lookAround();
      client.advance(client.queue().options().lease().plusSeconds(1));
    }
    Worker worker = new Worker(Integer.MAX_VALUE, false);
    worker.run(client, worker.prepare(client));
  }

  private record Worker(int jobs, boolean firstFails) implements Program {
    @Override
    public Object prepare(Client client) throws IOException {
      return WorkerSession.register(client.queue());
    }

    @Override
    public void run(Client client, Object prepared) throws IOException {
      WorkerSession session = (WorkerSession) prepared;
      for (int ran = 0; ran < jobs; ran++) {
        if (!session.beat()) {
          return;
        }
        recoverLost(client, session);
        client.checkpoint(ran);
        Claims claims = new Claims(client.queue());
        Optional<Claim> claim = claims.next(session, definition -> true, PATIENCE).claim();
        if (claim.isEmpty()) {
          break;
        }
        client.checkpoint(ran + " " + claim.get());
        execute(client, session, claim.get());
      }
      client.checkpoint("end");
      session.signOff();
    }

    /** The real worker does this at its next beat. */
    private static void recoverLost(Client client, WorkerSession session) throws IOException {
      TicketRecovery recovery = new TicketRecovery(client.queue());
      for (RunTicket lost : session.takeLost()) {
        recovery.recoverOwn(session.name(), lost, false);
      }
    }

    private void execute(Client client, WorkerSession session, Claim claim) throws IOException {
      Completion completion = new Completion(client.queue());
      try {
        client.files().createDirectory(completion.attemptDirectory(claim));
      } catch (FileAlreadyExistsException e) {
        // a lost reply; nobody else makes that name
      }
      if (firstFails && claim.running().attempt() == 1) {
        completion.fail(session.name(), claim, result(client, JobAttempt.Outcome.FAILED));
      } else {
        completion.commit(session.name(), claim, result(client, JobAttempt.Outcome.SUCCEEDED));
      }
    }

    private static AttemptResult result(Client client, JobAttempt.Outcome outcome) {
      Instant now = client.queue().now();
      Optional<JobError> error =
          outcome == JobAttempt.Outcome.FAILED
              ? Optional.of(JobError.of("planned"))
              : Optional.empty();
      return new AttemptResult(outcome, now, now, error);
    }
  }
}
