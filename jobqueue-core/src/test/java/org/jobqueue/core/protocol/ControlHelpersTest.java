package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users and workers who help the owner of an operation on a job that runs at first, and fails. */
class ControlHelpersTest {
  private static final JobId JOB = JobId.ofRoot(1);
  private static final Duration LEASE_AND_MORE = Duration.ofSeconds(9);

  @TempDir Path directory;
  private int runs;
  private World world;
  private Client worker;
  private WorkerSession session;
  private Claim claim;

  private interface Step {
    void take() throws IOException;
  }

  @BeforeEach
  void claimJob() throws IOException {
    world = new World(directory.resolve("queue" + runs++));
    worker = world.client();
    worker.submit(World.root());
    session = WorkerSession.register(worker.queue());
    claim = new Claims(worker.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
  }

  private void failJob() throws IOException {
    AttemptResult failed = AttemptResult.ofError(JobError.of("broken"), worker.queue().now());
    Completion.Outcome unused =
        new Completion(worker.queue()).commit(session.name(), claim, failed);
    session.signOff();
  }

  /** Takes a step before the operation of a client that has this number. */
  private static void before(Client client, int number, Step step) {
    before(client, number, step, -1, () -> {});
  }

  private static void before(Client client, int number, Step step, int other, Step second) {
    AtomicInteger operations = new AtomicInteger();
    client
        .files()
        .beforeEach(
            () -> {
              int operation = operations.getAndIncrement();
              try {
                if (operation == number) {
                  step.take();
                } else if (operation == other) {
                  second.take();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static boolean isDead(Client client, Step step) throws IOException {
    try {
      step.take();
      return false;
    } catch (Crash e) {
      client.die();
      return true;
    }
  }

  private void assertHasTicket(String when) throws IOException {
    world.client().recover();
    world.client().recover();
    assertThat(world.violations()).as(when).isEmpty();
    assertThat(world.layout().intents()).as(when).isEmptyDirectory();
  }

  /**
   * A user changes the priority, and so helps the owner of a retry. The job fails behind the user
   * and before the owner, who makes it wait and dies before the ticket, while the user goes on to
   * the end and withdraws the intent. No clock moves.
   */
  @Test
  void anOwnerWhoDiesWhileAUserHelpsLeavesATicket() throws IOException {
    int dead = 0;
    for (int begin = 1; begin < 9; begin++) {
      for (int rest = 3; rest < 14; rest++) {
        claimJob();
        Client owner = world.client();
        Client user = world.client();
        Sleeper[] helper = new Sleeper[1];
        int until = rest;
        owner.files().arm(Fault.CRASH, 3); // the two intents, the register, not the ticket
        before(
            owner,
            begin,
            () -> {
              helper[0] =
                  new Sleeper(user, until, () -> new Control(user.queue()).setPriority(JOB, 700));
              failJob();
            });
        boolean died =
            isDead(owner, () -> new Control(owner.queue()).change(Operation.RETRY, JOB, true));
        dead += died ? 1 : 0;
        helper[0].goOn();
        assertHasTicket("begins at " + begin + ", rests at " + rest);
      }
    }
    assertThat(dead).isPositive();
  }

  /**
   * A user stands still for the lease while he helps an owner who beats, so that his own intent to
   * issue tickets is taken over; he wakes, and dies after he has changed the job. The owner had
   * passed the job while it ran.
   */
  @ParameterizedTest
  @EnumSource(names = {"RETRY", "SKIP"})
  void aUserWhoseIntentWasTakenOverLeavesATicket(Operation operation) throws IOException {
    int dead = 0;
    for (int death = 1; death < 4; death++) {
      for (int rest = 3; rest < 9; rest++) {
        for (int end = rest + 1; end < rest + 9; end++) {
          claimJob();
          Client owner = world.client();
          IntentName name = IntentName.forJobs(operation, JOB, true, "owner");
          Intent.declare(owner.queue(), name);
          Client user = world.client();
          user.files().arm(Fault.CRASH, death);
          boolean[] ended = new boolean[1];
          before(
              user,
              rest,
              () -> {
                standStill(name);
                failJob();
              },
              end,
              () -> {
                new Intents(owner.queue()).withdraw(name);
                ended[0] = true;
              });
          boolean died = isDead(user, () -> new Control(user.queue()).setPriority(JOB, 700));
          if (died && ended[0]) {
            dead++;
            assertHasTicket("rests at " + rest + ", owner ends at " + end + ", dies at " + death);
          }
        }
      }
    }
    assertThat(dead).isPositive();
  }

  /** All time goes by that it takes to be taken for dead, while the owner of the intent beats. */
  private void standStill(IntentName name) throws IOException {
    Path first = world.layout().intents().resolve(name.toString());
    IntentRecovery recovery = new IntentRecovery(world.client().queue());
    recovery.lookAround();
    world.advance(LEASE_AND_MORE);
    if (Files.exists(first)) {
      Files.move(first, first.resolveSibling(name.nextBeat().toString()));
    }
    recovery.lookAround();
  }

  /** A directory may show neither name of a file that is being renamed. */
  @Test
  void anIntentThatIsNotSeenWhileItBeatsIsNotTakenForWithdrawn() throws IOException {
    for (int blink = 0; blink < 20; blink++) {
      claimJob();
      failJob();
      IntentName name = IntentName.forJobs(Operation.RETRY, JOB, true, "owner");
      Intent.declare(world.client().queue(), name);
      Path first = world.layout().intents().resolve(name.toString());
      Path between = first.resolveSibling("between");
      Path second = first.resolveSibling(name.nextBeat().toString());
      Client user = world.client();
      before(
          user,
          blink,
          () -> moveIfThere(first, between),
          blink + 1,
          () -> moveIfThere(between, second));
      new Control(user.queue()).setPriority(JOB, 700);
      if (!Files.exists(first) && !Files.exists(between) && !Files.exists(second)) {
        assertThat(world.state(JOB)).as("unseen at %d", blink).isEqualTo(JobState.WAITING);
      }
    }
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to);
    }
  }

  @Test
  void whatCannotBeReadLeavesNoMoreThanOneIntentOfAWorker() throws IOException {
    worker.submit(World.diamond());
    assertFewIntents(
        JobId.ofRoot(2), helper -> helper.hide(world.layout().job(JobId.parse("2/0"))));
  }

  @Test
  void norDoesATicketThatCannotBeIssued() throws IOException {
    world.client().submit(World.root());
    JobId job = JobId.ofRoot(2);
    try (Stream<Path> ready = Files.walk(world.layout().ready())) {
      for (Path file : ready.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> ready = Files.walk(world.layout().ready())) {
      Path[] all = ready.toArray(Path[]::new);
      assertFewIntents(job, helper -> helper.deny(all));
    }
  }

  private interface Trouble {
    void make(FaultyFiles files);
  }

  private void assertFewIntents(JobId job, Trouble trouble) throws IOException {
    Client owner = world.client();
    Intent.declare(owner.queue(), IntentName.forJobs(Operation.RETRY, job, true, "owner"));
    owner.die();
    Client helper = world.client();
    trouble.make(helper.files());
    IntentRecovery recovery = new IntentRecovery(helper.queue());
    for (int i = 0; i < 100; i++) {
      recovery.lookAround();
      world.advance(Duration.ofSeconds(2));
    }
    try (Stream<Path> left = Files.list(world.layout().intents())) {
      assertThat(left).hasSizeBetween(1, 2);
    }
  }
}
