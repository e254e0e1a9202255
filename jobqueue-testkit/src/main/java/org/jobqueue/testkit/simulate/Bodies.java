package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.protocol.Admission;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Completion;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.TicketRecovery;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Programs;

/** What the processes of random simulations do. */
public final class Bodies {
  private static final int IDLE_POLLS = 8;
  private static final int PATIENCE = 20;

  private Bodies() {}

  /** Submits random hierarchies, with pauses between. */
  public static Simulation.Body submitter(int hierarchies) {
    return (client, promises) -> {
      for (int i = 0; i < hierarchies; i++) {
        try {
          JobId root = Programs.submit(client, RandomHierarchy.of(client.random()));
          promises.submitted(root);
        } catch (IOException | org.jobqueue.api.JobQueueException e) {
          // not submitted, or not known to be: nothing was promised
        }
        client.pause(Duration.ofMillis(client.random().nextInt(2_000)));
      }
    };
  }

  /**
   * Cancels, retries, holds, releases, skips, reprioritises and deletes what it finds, and repairs.
   */
  public static Simulation.Body operator(int operations) {
    return (client, promises) -> {
      for (int i = 0; i < operations; i++) {
        client.pause(Duration.ofMillis(client.random().nextInt(3_000)));
        try {
          Optional<JobId> root = anyRoot(client);
          if (root.isPresent()) {
            operate(client, promises, root.get());
          }
        } catch (IOException | org.jobqueue.api.JobQueueException e) {
          // others complete it
        }
      }
    };
  }

  /** Skips, cancels and retries what it finds, so that others get in its way. */
  public static Simulation.Body skipper(int operations) {
    List<Operation> all = List.of(Operation.SKIP, Operation.CANCEL, Operation.RETRY);
    return (client, promises) -> {
      for (int i = 0; i < operations; i++) {
        client.pause(Duration.ofMillis(client.random().nextInt(300)));
        try {
          Optional<JobId> root = anyRoot(client);
          if (root.isPresent()) {
            Operation next = all.get(client.random().nextInt(all.size()));
            new Control(client.queue()).change(next, root.get(), true);
          }
        } catch (IOException | org.jobqueue.api.JobQueueException e) {
          // others complete it
        }
      }
    };
  }

  private static Optional<JobId> anyRoot(Client client) throws IOException {
    List<Long> numbers =
        client.queue().listOrEmpty(client.queue().layout().jobBucket(1)).stream()
            .flatMapToLong(name -> QueueLayout.jobNumber(name).stream())
            .boxed()
            .toList();
    return numbers.isEmpty()
        ? Optional.empty()
        : Optional.of(JobId.ofRoot(numbers.get(client.random().nextInt(numbers.size()))));
  }

  private static void operate(Client client, Promises promises, JobId root) throws IOException {
    Control control = new Control(client.queue());
    switch (client.random().nextInt(8)) {
      case 0 -> control.change(Operation.CANCEL, root, true);
      case 1 -> control.change(Operation.HOLD, root, true);
      case 2 -> control.change(Operation.RELEASE, root, true);
      case 3 -> control.setPriority(root, client.random().nextInt(1_000));
      case 4 -> {
        promises.deleting(root);
        if (new Removal(client.queue()).delete(root)) {
          promises.deleted(root);
        }
      }
      case 5 -> repair(client);
      case 6 -> control.change(Operation.SKIP, root, true);
      default -> control.change(Operation.RETRY, root, true);
    }
  }

  private static void repair(Client client) throws IOException {
    Programs.repair(
        client,
        time -> {
          client.pause(time);
          return true;
        });
  }

  /**
   * Looks after others, claims, runs and commits, until there has been nothing to do for a while.
   */
  public static Simulation.Body worker() {
    return (client, promises) -> new Worker(client, promises).run();
  }

  private static final class Worker {
    private final Client client;
    private final Promises promises;
    private final Reaper reaper;
    private final IntentRecovery intents;
    private final Claims claims;
    private final Completion completion;

    Worker(Client client, Promises promises) {
      this.client = client;
      this.promises = promises;
      this.reaper = new Reaper(client.queue());
      this.intents = new IntentRecovery(client.queue());
      this.claims = new Claims(client.queue());
      this.completion = new Completion(client.queue());
    }

    void run() throws IOException {
      WorkerSession session = register();
      int idle = 0;
      while (idle < IDLE_POLLS) {
        try {
          if (!session.beat()) {
            session = register();
          }
          recoverLost(session);
          reaper.lookAround(session.name(), 3);
          intents.lookAround();
          claims.refresh();
          Optional<Claim> claim = claims.next(session, Admission.ALL, PATIENCE).claim();
          idle = claim.isPresent() ? 0 : idle + 1;
          while (claim.isPresent()) {
            boolean done = execute(session, claim.get());
            boolean goOn = done && client.random().nextInt(8) > 0;
            claim = claims.chunks().following(claim.get(), done, goOn);
          }
        } catch (IOException e) {
          idle++;
        }
        client.pause(client.queue().options().lease().dividedBy(idle > 0 ? 4 : 100));
      }
      signOff(session);
    }

    private WorkerSession register() throws IOException {
      for (int i = 0; ; i++) {
        try {
          return WorkerSession.register(client.queue());
        } catch (IOException e) {
          if (i == PATIENCE) {
            throw e;
          }
          client.pause(Duration.ofSeconds(1));
        }
      }
    }

    private void signOff(WorkerSession session) {
      try {
        session.signOff();
      } catch (IOException e) {
        // others find out
      }
    }

    private void recoverLost(WorkerSession session) {
      TicketRecovery recovery = new TicketRecovery(client.queue());
      for (RunTicket lost : session.takeLost()) {
        try {
          recovery.recoverOwn(session.name(), lost, false);
        } catch (IOException e) {
          session.lostTrack(lost);
        }
      }
    }

    /** Runs a job; true if it is done. */
    private boolean execute(WorkerSession session, Claim claim) throws IOException {
      promises.begun(claim.definition().node().id());
      try {
        client.files().createDirectory(completion.attemptDirectory(claim));
      } catch (FileAlreadyExistsException e) {
        // a repetition
      } catch (IOException e) {
        persistently(session, claim, () -> completion.handBack(session.name(), claim));
        return false;
      }
      for (int beats = client.random().nextInt(3); beats > 0; beats--) {
        client.pause(client.queue().options().lease().dividedBy(4));
        if (!session.beat() || !completion.stillOwns(claim)) {
          break; // the real one kills the command; here it goes on, and must not succeed
        }
      }
      boolean succeeds = claim.skip() || client.random().nextInt(10) > 0;
      AttemptResult result = result(succeeds);
      boolean[] done = {false};
      persistently(
          session,
          claim,
          () -> {
            if (!succeeds) {
              completion.fail(session.name(), claim, result);
            } else if (completion.commit(session.name(), claim, result)
                == Completion.Outcome.COMMITTED) {
              promises.done(claim.definition().node().id());
              done[0] = true;
            }
          });
      return done[0];
    }

    private interface Ending {
      void end() throws IOException;
    }

    private void persistently(WorkerSession session, Claim claim, Ending ending) {
      for (int i = 0; i < 3; i++) {
        try {
          ending.end();
          return;
        } catch (IOException e) {
          client.pause(Duration.ofMillis(100));
        }
      }
      session.lostTrack(claim.ticket());
    }

    private AttemptResult result(boolean succeeds) {
      Instant now = client.queue().now();
      return new AttemptResult(
          succeeds ? JobAttempt.Outcome.SUCCEEDED : JobAttempt.Outcome.FAILED,
          now,
          now,
          succeeds ? Optional.empty() : Optional.of(failure()));
    }

    /** By anybody's fault. */
    private JobError failure() {
      ErrorClass[] classes = ErrorClass.values();
      return JobError.of("planned")
          .withErrorClass(classes[client.random().nextInt(classes.length)]);
    }
  }
}
