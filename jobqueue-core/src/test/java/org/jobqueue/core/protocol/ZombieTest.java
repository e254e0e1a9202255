package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that stood still for longer than the lease and then go on. */
class ZombieTest {
  @TempDir Path directory;
  private World world;
  private Client zombie;
  private WorkerSession session;

  @BeforeEach
  void aWorker() throws IOException {
    world = new World(directory.resolve("queue"));
    zombie = world.client();
    session = WorkerSession.register(zombie.queue());
  }

  private Claim claim() throws IOException {
    return new Claims(zombie.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
  }

  @Test
  void aBeatInTimeKeepsAWorkerAlive() throws IOException {
    Reaper reaper = new Reaper(world.client().queue());
    for (int i = 0; i < 20; i++) {
      assertThat(reaper.lookAround("observer", 3)).isZero();
      world.advance(Duration.ofSeconds(7)); // the lease is 8 s
      assertThat(session.beat()).isTrue();
    }
  }

  @Test
  void aWorkerIsDeclaredDeadAfterTheLeaseAndNotBefore() throws IOException {
    Reaper reaper = new Reaper(world.client().queue());
    assertThat(reaper.lookAround("observer", 3)).isZero();
    world.advance(Duration.ofMillis(7_999));
    assertThat(reaper.lookAround("observer", 3)).isZero();
    world.advance(Duration.ofMillis(1));
    assertThat(reaper.lookAround("observer", 3)).isEqualTo(1);
    assertThat(session.beat()).isFalse();
    assertThat(session.fenced()).isTrue();
  }

  @Test
  void whatAZombieFinishesDoesNotCount() throws IOException {
    JobId job = world.client().submit(World.root());
    Claim claim = claim();
    world.client().recover();
    assertThat(world.state(job)).isEqualTo(JobState.WAITING);
    zombie.run(session, claim);
    assertThat(world.committed()).isEmpty();
    Path uncounted = new Completion(zombie.queue()).attemptDirectory(claim);
    assertThat(uncounted.resolve(AttemptResult.FILE)).content().contains("succeeded");
    world.client().drain();
    assertThat(world.committed()).containsExactly(job);
    RegisterName register = new Registers(zombie.queue()).look(job).register().orElseThrow();
    assertThat(register.attempt()).isEqualTo(2);
    assertThat(register.failures()).as("a dead worker spends no attempt").isZero();
  }

  /** Found in review: the zombie's ticket was the only record that a ticket had to be issued. */
  @Test
  void aZombieThatComesBackBeforeItsReaperIssuedTheTicketIssuesItItself() throws IOException {
    JobId job = world.client().submit(World.root());
    Claim claim = claim();
    Client reaper = world.client();
    Registers registers = new Registers(reaper.queue());
    RegisterName running = claim.running();
    RegisterName revoked = running.lostWorker("reaper", reaper.queue().now());
    assertThat(registers.tryMove(job, running, revoked)).isTrue();
    // Here the reaper dies.
    zombie.run(session, claim);
    assertThat(world.committed()).isEmpty();
    assertThat(world.client().drain()).isEqualTo(1);
    assertThat(world.committed()).containsExactly(job);
  }

  /** Found in review: in the same millisecond two slots made the same name for the register. */
  @Test
  void twoSlotsWithDuplicateTicketsDoNotBothWinTheClaim() throws IOException {
    JobId job = world.client().submit(World.root());
    var ticket = new TicketSource(zombie.queue()).next().orElseThrow();
    Registers registers = new Registers(zombie.queue());
    RegisterName waiting = registers.look(job).register().orElseThrow();
    RegisterName first = waiting.claimed(session.name(), session.claimTime());
    RegisterName second = waiting.claimed(session.name(), session.claimTime());
    assertThat(ticket.version()).isEqualTo(waiting.version());
    assertThat(registers.tryMove(job, waiting, first)).isTrue();
    assertThat(registers.tryMove(job, waiting, second)).isFalse();
  }

  /** Found by the simulation: beside the register of a chunk that was done there was another. */
  @Test
  void aChunkThatIsOpenedTooLateHasOneRegister() throws IOException {
    RootNode root = World.root();
    root.setFrames(FrameRange.parse("1-2"), 1);
    JobId block = world.client().submit(root);
    Path chunk = zombie.queue().layout().job(JobId.parse(block + "/f1"));
    boolean[] stoodStill = {false};
    zombie
        .files()
        .beforeEach(
            () -> {
              if (!stoodStill[0] && Files.isDirectory(chunk)) {
                stoodStill[0] = true; // between the directory and the register
                runEverythingElsewhere();
              }
            });
    assertThat(new Claims(zombie.queue()).next(session, Admission.ALL, 0).claim()).isEmpty();
    assertThat(stoodStill[0]).isTrue();
    assertThat(world.state(block)).isEqualTo(JobState.DONE);
    try (Stream<Path> names = Files.list(chunk)) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .filteredOn(name -> name.startsWith("s."))
          .singleElement()
          .satisfies(name -> assertThat(name).contains(".done."));
    }
  }

  /** Found by the simulation: it was waiting again, and would have been run twice. */
  @Test
  void aChunkThatIsDoneWhileAnotherRecoversItStaysDone() throws IOException {
    RootNode root = World.root();
    root.setFrames(FrameRange.parse("1-2"), 1);
    JobId block = world.client().submit(root);
    JobId chunk = JobId.parse(block + "/f1");
    Path directory = world.layout().job(chunk);
    var ticket = new TicketSource(zombie.queue()).next().orElseThrow();
    Tickets tickets = new Tickets(zombie.queue());
    var another = ticket.withVersion(5); // as there is after holding and releasing the block twice
    tickets.issue(another);
    assertThat(tickets.tryTake(another, session, session.number(another))).isTrue();
    zombie.die();
    Client slow = world.client();
    boolean[] stoodStill = {false};
    slow.files()
        .beforeEach(
            () -> {
              if (!stoodStill[0] && Files.isDirectory(directory)) {
                stoodStill[0] = true; // between the directory and the register
                runEverything(world.client());
              }
            });
    slow.recover();
    assertThat(stoodStill[0]).isTrue();
    assertThat(world.state(block)).isEqualTo(JobState.DONE);
    assertThat(world.state(chunk)).isEqualTo(JobState.DONE);
    try (Stream<Path> names = Files.list(directory)) {
      assertThat(names.filter(file -> file.getFileName().toString().startsWith("s."))).hasSize(1);
    }
  }

  /** Found by the simulation: it counted as done without having been run. */
  @Test
  void aChunkThatIsToBeRunAfterAllIsNotSkipped() throws IOException {
    RootNode root = World.root();
    root.setFrames(FrameRange.parse("1-2"), 1);
    JobId block = world.client().submit(root);
    Control control = new Control(world.client().queue());
    for (int i = 0; i < 2; i++) { // so that tickets are good for later versions of the chunks
      control.change(IntentName.Operation.HOLD, block, true);
      control.change(IntentName.Operation.RELEASE, block, true);
    }
    control.change(IntentName.Operation.SKIP, block, true);
    removeTicketsBefore(6);
    Path chunk = world.layout().job(JobId.parse(block + "/f1"));
    int[] operations = {0};
    zombie
        .files()
        .beforeEach(
            () -> {
              if (isOpened(chunk) && operations[0]++ == 1) {
                change(control, block); // between the looks at the block and at the chunk
              }
            });
    Optional<Claim> claim = new Claims(zombie.queue()).next(session, Admission.ALL, 0).claim();
    assertThat(operations[0]).isGreaterThan(2);
    assertThat(claim).isPresent();
    assertThat(claim.get().running().version()).isEqualTo(4);
    assertThat(claim.get().running().skip()).isFalse();
  }

  private void removeTicketsBefore(int version) throws IOException {
    try (Stream<Path> ready = Files.walk(world.layout().ready())) {
      for (Path file : ready.filter(Files::isRegularFile).toList()) {
        Ticket ticket = Ticket.parse(file.getFileName().toString()).orElseThrow();
        if (ticket.version() < version) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean isOpened(Path chunk) {
    try (Stream<Path> names = Files.list(chunk)) {
      return names.anyMatch(name -> name.getFileName().toString().startsWith("s."));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void change(Control control, JobId block) {
    try {
      control.change(IntentName.Operation.CANCEL, block, true);
      control.change(IntentName.Operation.RETRY, block, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As others do who take the worker for dead. */
  private void runEverythingElsewhere() {
    zombie.die();
    Client other = world.client();
    try {
      other.recover();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    runEverything(other);
  }

  private static void runEverything(Client other) {
    try {
      WorkerSession heir = WorkerSession.register(other.queue());
      Claims claims = new Claims(other.queue());
      Completion completion = new Completion(other.queue());
      while (true) {
        claims.refresh();
        Optional<Claim> claim = claims.next(heir, Admission.ALL, 0).claim();
        if (claim.isEmpty()) {
          return;
        }
        other.files().createDirectory(completion.attemptDirectory(claim.get()));
        var now = other.queue().now();
        var result = new AttemptResult(JobAttempt.Outcome.SUCCEEDED, now, now, Optional.empty());
        assertThat(completion.commit(heir.name(), claim.get(), result))
            .isEqualTo(Completion.Outcome.COMMITTED);
        claims.chunks().endPiece(claim.get(), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Found in review: such a job stayed running for as long as its worker lived. */
  @Test
  void aJobThatRemovesItsOwnDirectoryFails() throws IOException {
    JobId job = world.client().submit(World.root());
    Claim claim = claim();
    Completion completion = new Completion(zombie.queue());
    var now = zombie.queue().now();
    var result = new AttemptResult(JobAttempt.Outcome.SUCCEEDED, now, now, Optional.empty());
    assertThat(completion.commit(session.name(), claim, result))
        .isEqualTo(Completion.Outcome.FAILED);
    assertThat(world.state(job)).isEqualTo(JobState.FAILED);
    assertThat(errorFile(job)).contains("directory of the attempt has been removed");
  }

  @Test
  void aTicketTakenButNotClaimedIsIssuedInANewVersion() throws IOException {
    JobId job = world.client().submit(World.root());
    var source = new TicketSource(zombie.queue());
    var ticket = source.next().orElseThrow();
    assertThat(new Tickets(zombie.queue()).tryTake(ticket, session, session.number(ticket)))
        .isTrue();
    world.client().recover();
    RegisterName register = new Registers(zombie.queue()).look(job).register().orElseThrow();
    assertThat(register.state()).isEqualTo(JobState.WAITING);
    assertThat(register.version()).isEqualTo(2);
    assertThat(world.client().drain()).isEqualTo(1);
  }

  @Test
  void fiveDeadWorkersInARowFailTheJob() throws IOException {
    JobId job = world.client().submit(World.root());
    for (int i = 0; i < 5; i++) {
      session = WorkerSession.register(zombie.queue());
      assertThat(claim().definition().node().id()).isEqualTo(job);
      world.client().recover();
    }
    assertThat(world.state(job)).isEqualTo(JobState.FAILED);
    assertThat(errorFile(job)).contains("5 workers in a row died with this job");
  }

  private String errorFile(JobId job) throws IOException {
    try (Stream<Path> files = Files.list(world.layout().job(job))) {
      List<Path> errors =
          files.filter(file -> file.getFileName().toString().startsWith("error-")).toList();
      assertThat(errors).hasSize(1);
      return Files.readString(errors.get(0));
    }
  }

  @Test
  void aSubmitterThatStoodStillLearnsThatNothingWasSubmitted() {
    RootNode root =
        new RootNode(
            new JobSpec(
                "slow",
                1,
                java.util.Map.of(),
                new JobProc("slow") {
                  @Override
                  public void run() {}

                  @Override
                  public void postCreate(Path jobDirectory) throws IOException {
                    // Others look, wait for the lease, and look again, all while this one sleeps.
                    new TestRecovery(world.client().queue()).lookTwice();
                  }
                }),
            (type, parameters) -> {
              throw new AssertionError();
            },
            org.jobqueue.api.JobOptions.DEFAULTS,
            ignored -> {
              throw new AssertionError();
            });
    assertThatThrownBy(() -> zombie.submit(root))
        .isInstanceOf(SubmissionRevokedException.class)
        .hasMessageContaining("stood still for longer than the lease");
    assertThat(world.leftovers())
        .allMatch(name -> name.startsWith("run/") || name.startsWith("workers/"));
  }

  private final class TestRecovery {
    private final IntentRecovery intents;

    TestRecovery(QueueDirectory queue) {
      this.intents = new IntentRecovery(queue);
    }

    void lookTwice() throws IOException {
      intents.lookAround();
      world.advance(Duration.ofSeconds(9));
      assertThat(intents.lookAround()).isEqualTo(1);
    }
  }

  @Test
  void theRunDirectoryOfADeadWorkerTakesNoMoreTickets() throws IOException {
    world.client().recover();
    world.client().submit(World.root());
    Optional<Claim> claim = new Claims(zombie.queue()).next(session, Admission.ALL, 3).claim();
    assertThat(claim).isEmpty();
    assertThat(world.client().drain()).isEqualTo(1);
  }
}
