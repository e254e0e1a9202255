package org.jobqueue.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.inspect.QueueCheck;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Completion.Outcome;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.Submission;
import org.jobqueue.core.protocol.TicketRecovery;
import org.jobqueue.core.protocol.WorkerSession;

/** What processes do with a queue, each as the threads of the real worker do it, one at a time. */
public final class Programs {
  /** What an attempt of a logging worker leaves in {@code stdout}. */
  public static final String LOG = "frame 1 is rendered\n";

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

  /** Checks the queue and mends what is damaged. */
  public static void repair(Client client, QueueCheck.Pause pause) throws IOException {
    CheckOptions options = CheckOptions.defaults().withRepair(true);
    Environment environment = client.queue().environment();
    new QueueCheck(client.queue().layout(), environment, options, finding -> {}, pause).run();
  }

  /** Removes a hierarchy. */
  public static Program deleter(JobId root) {
    return (client, prepared) -> new Removal(client.queue()).delete(root);
  }

  /** Cancels, retries, holds or releases a hierarchy. */
  public static Program controller(Operation operation, JobId root) {
    return (client, prepared) -> new Control(client.queue()).change(operation, root, true);
  }

  /** Changes the priority of a hierarchy. */
  public static Program prioritizer(JobId root, int priority) {
    return (client, prepared) -> new Control(client.queue()).setPriority(root, priority);
  }

  /**
   * Registers before others interfere; then claims, runs and commits until nothing is left.
   *
   * @param jobs ends after so many jobs
   */
  public static Program worker(int jobs) {
    return new Worker(jobs, false, false, false);
  }

  /** A worker whose attempts each write {@link #LOG} to their standard output. */
  public static Program loggingWorker(int jobs) {
    return new Worker(jobs, false, true, false);
  }

  /** The same, of which the first attempt of each job fails. */
  public static Program failingWorker(int jobs) {
    return new Worker(jobs, true, true, false);
  }

  /**
   * Looks after each worker and each intent once, as the upkeep of a worker does; with a suspicious
   * process all of them count as dead.
   */
  public static Program observer() {
    return (client, prepared) -> {
      for (String worker : workers(client)) {
        client.checkpoint(worker);
        String before = worker.substring(0, worker.length() - 1); // in the order of names
        new Reaper(client.queue()).lookAround(before, 1);
      }
      client.checkpoint("intents");
      new IntentRecovery(client.queue()).lookAround();
    };
  }

  private static Set<String> workers(Client client) throws IOException {
    Set<String> workers = new TreeSet<>();
    workers.addAll(client.queue().listOrEmpty(client.queue().layout().workers()));
    workers.addAll(client.queue().listOrEmpty(client.queue().layout().run()));
    return workers;
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
    Worker worker = new Worker(Integer.MAX_VALUE, false, true, true);
    worker.run(client, worker.prepare(client));
  }

  /** The worker waits for jobs that are left alone for a while if it is patient. */
  private record Worker(int jobs, boolean firstFails, boolean logs, boolean patient)
      implements Program {
    private static final int TRIES = 3;
    private static final Duration LONGER_THAN_ANY_PAUSE = Duration.ofDays(2);

    @Override
    public Object prepare(Client client) throws IOException {
      return WorkerSession.register(client.queue());
    }

    @Override
    public void run(Client client, Object prepared) throws IOException {
      WorkerSession session = (WorkerSession) prepared;
      boolean anyLeft = true;
      for (int ran = 0; ran < jobs && anyLeft; ran++) {
        try {
          if (!session.beat()) {
            return;
          }
          recoverLost(client, session);
          client.checkpoint(ran);
          anyLeft = runNext(client, session, ran);
        } catch (IOException e) {
          // the real worker goes on as well, after a pause
        }
      }
      client.checkpoint("end");
      session.signOff();
    }

    /** The real worker does this at its next beat. */
    private static void recoverLost(Client client, WorkerSession session) throws IOException {
      TicketRecovery recovery = new TicketRecovery(client.queue());
      for (RunTicket lost : session.takeLost()) {
        try {
          recovery.recoverOwn(session.name(), lost, false);
        } catch (IOException e) {
          session.lostTrack(lost);
        }
      }
    }

    private boolean runNext(Client client, WorkerSession session, int ran) throws IOException {
      Claims claims = new Claims(client.queue());
      Optional<Claim> claim = claims.next(session, Admission.ALL, PATIENCE).claim();
      if (claim.isEmpty() && patient) {
        client.advance(LONGER_THAN_ANY_PAUSE);
        claim = claims.next(session, Admission.ALL, PATIENCE).claim();
      }
      if (claim.isEmpty()) {
        return false;
      }
      while (claim.isPresent()) {
        client.checkpoint(ran + " " + claim.get());
        boolean done = execute(client, session, claim.get());
        claim = claims.chunks().following(claim.get(), done, done);
      }
      return true;
    }

    /** Runs a job; true if it is done. */
    private boolean execute(Client client, WorkerSession session, Claim claim) {
      Completion completion = new Completion(client.queue());
      String worker = session.name();
      try {
        Path directory = completion.attemptDirectory(claim);
        makeOnce(() -> client.files().createDirectory(directory));
        if (logs) {
          makeOnce(
              () -> client.files().createFile(directory.resolve("stdout"), LOG.getBytes(UTF_8)));
        }
      } catch (IOException e) {
        persistently(session, claim, () -> completion.handBack(worker, claim));
        return false;
      }
      if (firstFails && claim.running().attempt() == 1) {
        AttemptResult failed = result(client, JobAttempt.Outcome.FAILED);
        persistently(session, claim, () -> completion.fail(worker, claim, failed));
        return false;
      }
      AttemptResult succeeded = result(client, JobAttempt.Outcome.SUCCEEDED);
      boolean[] done = {false};
      persistently(
          session,
          claim,
          () -> done[0] = completion.commit(worker, claim, succeeded) == Outcome.COMMITTED);
      return done[0];
    }

    private interface Ending {
      void end() throws IOException;
    }

    private static void makeOnce(Ending making) throws IOException {
      try {
        making.end();
      } catch (FileAlreadyExistsException e) {
        // a lost reply; nobody else makes that name
      }
    }

    private static void persistently(WorkerSession session, Claim claim, Ending ending) {
      for (int i = 0; i < TRIES; i++) {
        try {
          ending.end();
          return;
        } catch (IOException e) {
          // again
        }
      }
      session.lostTrack(claim.ticket());
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
