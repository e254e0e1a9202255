package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.jobqueue.core.verify.Verification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to processes and their file systems, a queue always passes verification. */
class VerifyHistoriesTest {
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final int HISTORIES = 300;
  private static final int MANY_HISTORIES = 1500;
  private static final List<Operation> CONTROL =
      List.of(Operation.CANCEL, Operation.RETRY, Operation.HOLD, Operation.RELEASE);
  private static final int STEPS = 6;
  private static final int LATEST_FAULT = 45;

  @TempDir Path directory;

  @Test
  void noHistoryRaisesAFalseAlarm() throws IOException {
    run(HISTORIES);
  }

  @Test
  @Tag("long")
  void noneOfManyHistoriesRaisesAFalseAlarm() throws IOException {
    run(MANY_HISTORIES);
  }

  private void run(int histories) throws IOException {
    String given = System.getProperty("jobqueue.test.seed", "");
    long seed = given.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(given);
    long jobs = 0;
    Map<JobState, Long> states = new EnumMap<>(JobState.class);
    long gone = 0;
    long halfDone = 0;
    for (int i = 0; i < histories; i++) {
      History history = new History(seed + i);
      QueueVerification end = history.play();
      jobs += end.jobs();
      end.states().forEach((state, count) -> states.merge(state, count, Long::sum));
      gone += end.gone();
      halfDone += history.halfDone;
    }
    assertThat(jobs).as("jobs in the end, jobqueue.test.seed=%d", seed).isGreaterThan(histories);
    assertThat(states)
        .as("what the histories lead to")
        .containsKeys(JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.HELD);
    assertThat(gone).isPositive();
    assertThat(halfDone).isGreaterThan(histories / 10);
  }

  /** Several processes one after another, most of which die or lose their file system. */
  private final class History {
    private final long seed;
    private final Random random;
    private final World world;
    private final List<String> log = new ArrayList<>();
    private long halfDone;

    private interface Deed {
      void by(Client client) throws IOException;
    }

    History(long seed) throws IOException {
      this.seed = seed;
      this.random = new Random(seed);
      this.world = new World(directory.resolve("queue" + seed));
    }

    QueueVerification play() throws IOException {
      world.client().submit(tree());
      for (int step = 0; step < STEPS; step++) {
        disturbed(deed());
        verify();
      }
      world.client().recover();
      verify();
      world.client().drain();
      return verify();
    }

    private void disturbed(Deed deed) throws IOException {
      Client client = world.client();
      if (random.nextInt(4) > 0) {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        int change = random.nextInt(LATEST_FAULT);
        log.add("with " + fault + " at change " + change);
        client.files().arm(fault, change);
      }
      try {
        deed.by(client);
      } catch (Crash e) {
        log.add("died");
      } catch (IOException | JobQueueException e) {
        log.add("failed: " + e);
      }
      client.die();
    }

    private Deed deed() {
      int choice = random.nextInt(12);
      JobId root = JobId.ofRoot(1 + random.nextInt(3));
      return switch (choice) {
        case 0, 1 -> named("submit", client -> client.submit(tree()));
        case 2, 3, 4, 5 -> named("work", this::work);
        case 6, 7 -> named("recover", Client::recover);
        case 8 -> named("delete " + root, client -> new Removal(client.queue()).delete(root));
        case 9 ->
            named(
                "priority of " + root,
                client -> {
                  if (exists(client, root)) {
                    new Control(client.queue()).setPriority(root, random.nextInt(1000));
                  }
                });
        case 10 ->
            named(
                "error in " + root, client -> new OutsideError(client.queue()).set(root, "broken"));
        default -> control(root);
      };
    }

    private Deed control(JobId root) {
      Operation operation = CONTROL.get(random.nextInt(CONTROL.size()));
      boolean recursive = random.nextBoolean();
      return named(
          operation + " " + root,
          client -> {
            if (exists(client, root)) {
              new Control(client.queue()).change(operation, root, recursive);
            }
          });
    }

    private boolean exists(Client client, JobId root) throws IOException {
      return new Registers(client.queue())
          .look(root)
          .register()
          .filter(r -> r.state() != JobState.BUILDING && r.state() != JobState.DELETED)
          .isPresent();
    }

    private Deed named(String name, Deed deed) {
      log.add(name);
      return deed;
    }

    private void work(Client client) throws IOException {
      WorkerSession session = WorkerSession.register(client.queue());
      Claims claims = new Claims(client.queue());
      for (int jobs = random.nextInt(6); jobs >= 0; jobs--) {
        claims.refresh();
        Optional<Claim> claim = claims.next(session, Admission.ALL, 20).claim();
        if (claim.isEmpty()) {
          break;
        }
        end(client, session, claim.get());
      }
      if (random.nextBoolean()) {
        session.signOff();
      }
    }

    private void end(Client client, WorkerSession session, Claim claim) throws IOException {
      Completion completion = new Completion(client.queue());
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          client.files().createDirectory(completion.attemptDirectory(claim));
          Instant now = client.queue().now();
          completion.fail(
              session.name(),
              claim,
              new AttemptResult(
                  JobAttempt.Outcome.FAILED, now, now, Optional.of(JobError.of("failed"))));
        }
        case 2 -> completion.handBack(session.name(), claim);
        case 3 -> log.add("left " + claim.definition().node().id() + " running");
        default -> client.run(session, claim);
      }
    }

    private RootNode tree() {
      RootNode root = random.nextInt(3) == 0 ? World.root() : World.diamond();
      root.setAttempts(1 + random.nextInt(3));
      if (random.nextInt(3) == 0) {
        root.createJob("more", Map.of()).setAttempts(2);
      }
      return root;
    }

    private QueueVerification verify() throws IOException {
      List<Violation> violations = new ArrayList<>();
      QueueVerification verified =
          new Verification(new LocalFiles(), world.layout(), () -> {}, violations::add).run();
      assertThat(violations).as("jobqueue.test.seed=%d: %s", seed, log).isEmpty();
      halfDone += verified.deleting() + verified.uncommitted() + verified.in(JobState.RUNNING);
      return verified;
    }
  }
}
