package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling, retrying, holding and releasing jobs, and changing priorities. */
class ControlTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final JobId LEFT = JobId.parse("1/0");
  private static final JobId RIGHT = JobId.parse("1/1");
  private static final JobId SHARED = JobId.parse("1/0/0");

  @TempDir Path directory;
  private World world;
  private Client client;
  private Control control;

  @BeforeEach
  void aQueue() throws IOException {
    world = new World(directory.resolve("queue"));
    client = world.client();
    control = new Control(client.queue());
  }

  private RegisterName register(JobId job) throws IOException {
    return new Registers(client.queue()).look(job).register().orElseThrow();
  }

  private Claim claim(WorkerSession session) throws IOException {
    return new Claims(client.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
  }

  @Test
  void aWorkerWhoseJobIsCancelledBetweenClaimAndCommitCannotCommit() throws IOException {
    client.submit(World.diamond());
    WorkerSession session = WorkerSession.register(client.queue());
    Claim claim = claim(session);
    Control other = new Control(world.client().queue());
    assertThat(other.change(Operation.CANCEL, ROOT, true)).isEqualTo(new JobChanges(4, Map.of()));
    assertThat(new Completion(client.queue()).stillOwns(claim)).isFalse();
    client.run(session, claim);
    assertThat(world.committed()).isEmpty();
    session.signOff();
    assertThat(client.drain()).isZero();
    assertThat(world.states(ROOT)).containsOnly(JobState.CANCELLED);
    assertThat(world.leftovers()).isEmpty();
  }

  /** Or two who skip the same job would do so in turn, each for the name that the other made. */
  @Test
  void whatWaitsToBeSkippedIsNotSkippedAnew() throws IOException {
    client.submit(World.root());
    assertThat(control.change(Operation.SKIP, ROOT, true).changed()).isEqualTo(1);
    RegisterName skipped = register(ROOT);
    assertThat(control.change(Operation.SKIP, ROOT, true))
        .isEqualTo(new JobChanges(0, Map.of(JobState.WAITING, 1)));
    assertThat(register(ROOT)).isEqualTo(skipped);
    control.change(Operation.HOLD, ROOT, true);
    assertThat(control.change(Operation.SKIP, ROOT, true).changed()).isEqualTo(1);
    assertThat(register(ROOT).state()).isEqualTo(JobState.WAITING);
    assertThat(client.drain()).isEqualTo(1);
    assertThat(register(ROOT).skip()).isTrue();
  }

  /** The zombie's late end must not disturb the attempt of the retry. */
  @Test
  void aCancelledAttemptThatGoesOnDoesNotCountAfterARetry() throws IOException {
    client.submit(World.root());
    WorkerSession session = WorkerSession.register(client.queue());
    Claim claim = claim(session);
    control.change(Operation.CANCEL, ROOT, true);
    assertThat(control.change(Operation.RETRY, ROOT, true).changed()).isEqualTo(1);
    Client second = world.client();
    WorkerSession secondSession = WorkerSession.register(second.queue());
    Claim secondClaim =
        new Claims(second.queue()).next(secondSession, Admission.ALL, 0).claim().orElseThrow();
    client.run(session, claim);
    assertThat(world.committed()).isEmpty();
    second.run(secondSession, secondClaim);
    assertThat(world.committed()).containsExactly(ROOT);
    assertThat(register(ROOT).by()).isEqualTo(secondSession.name());
    assertThat(register(ROOT).attempt()).isEqualTo(2);
  }

  @Test
  void cancelAndRetryTouchOnlyWhatNeedsIt() throws IOException {
    client.submit(World.diamond());
    assertThat(client.runNext()).isEqualTo(SHARED);
    new OutsideError(client.queue()).set(RIGHT, "broken");
    RegisterName done = register(SHARED);
    assertThat(control.change(Operation.CANCEL, ROOT, true))
        .isEqualTo(new JobChanges(2, Map.of(JobState.DONE, 1, JobState.FAILED, 1)));
    assertThat(control.change(Operation.CANCEL, ROOT, true).toString())
        .isEqualTo("0 changed, 1 done, 1 failed, 2 cancelled");
    assertThat(control.change(Operation.RETRY, ROOT, true))
        .isEqualTo(new JobChanges(3, Map.of(JobState.DONE, 1)));
    assertThat(register(SHARED)).isEqualTo(done);
    assertThat(client.drain()).isEqualTo(3);
    assertThat(world.states(ROOT)).containsOnly(JobState.DONE);
  }

  @Test
  void aSubJobAloneIsCancelledAndItsParentsNeverRun() throws IOException {
    client.submit(World.diamond());
    control.change(Operation.CANCEL, LEFT, false);
    assertThat(client.drain()).isEqualTo(2);
    assertThat(world.states(ROOT))
        .containsExactly(JobState.DONE, JobState.CANCELLED, JobState.DONE, JobState.WAITING);
    control.change(Operation.RETRY, LEFT, false);
    assertThat(client.drain()).isEqualTo(2);
  }

  @Test
  void aRetryForgetsFailuresAndLosses() throws IOException {
    client.submit(World.root());
    RegisterName present = register(ROOT);
    RegisterName tried =
        new RegisterName(present.version() + 1, JobState.FAILED, 7, 3, 4, "w", present.millis());
    assertThat(new Registers(client.queue()).tryMove(ROOT, present, tried)).isTrue();
    control.change(Operation.RETRY, ROOT, true);
    RegisterName retried = register(ROOT);
    assertThat(retried.state()).isEqualTo(JobState.WAITING);
    assertThat(retried.version()).isEqualTo(tried.version() + 1);
    assertThat(List.of(retried.attempt(), retried.failures(), retried.losses()))
        .containsExactly(7, 0, 0);
  }

  @Test
  void aParentThatIsWokenWhileHeldRunsWhenItIsReleased() throws IOException {
    client.submit(World.diamond());
    control.change(Operation.HOLD, ROOT, false);
    assertThat(client.drain()).isEqualTo(3);
    assertThat(world.state(ROOT)).isEqualTo(JobState.HELD);
    assertThat(control.change(Operation.RELEASE, ROOT, true))
        .isEqualTo(new JobChanges(1, Map.of(JobState.DONE, 3)));
    assertThat(client.drain()).isEqualTo(1);
  }

  @Test
  void theTicketOfAHeldJobIsVoidEvenIfAWorkerHasIt() throws IOException {
    client.submit(World.root());
    control.change(Operation.HOLD, ROOT, true);
    assertThat(client.drain()).isZero();
    assertThat(world.leftovers()).isEmpty();
    control.change(Operation.RELEASE, ROOT, true);
    assertThat(client.drain()).isEqualTo(1);
  }

  @Test
  void aRunningJobIsNotHeld() throws IOException {
    client.submit(World.root());
    WorkerSession session = WorkerSession.register(client.queue());
    Claim claim = claim(session);
    assertThat(control.change(Operation.HOLD, ROOT, true))
        .isEqualTo(new JobChanges(0, Map.of(JobState.RUNNING, 1)));
    client.run(session, claim);
    assertThat(world.committed()).containsExactly(ROOT);
  }

  @Test
  void whatADeadCallerBeganIsCompletedBeforeTheNextOperationBegins() throws IOException {
    client.submit(World.diamond());
    Client victim = world.client();
    victim.files().arm(Fault.CRASH, 2);
    try {
      new Control(victim.queue()).change(Operation.CANCEL, ROOT, true);
    } catch (Crash e) {
      // as planned: only the root is cancelled, and nobody knows yet that the process is dead
    }
    assertThat(world.state(ROOT)).isEqualTo(JobState.CANCELLED);
    assertThat(world.state(SHARED)).isEqualTo(JobState.WAITING);
    assertThat(control.change(Operation.RETRY, ROOT, true)).isEqualTo(new JobChanges(4, Map.of()));
    victim.die();
    world.client().recover();
    assertThat(client.drain()).isEqualTo(4);
  }

  @Test
  void anUnreadableDefinitionCannotBeRetriedButCancelled() throws IOException {
    client.submit(World.root());
    Files.writeString(world.layout().definition(ROOT), "{");
    assertThat(control.change(Operation.CANCEL, ROOT, true).changed()).isEqualTo(1);
    assertThat(control.change(Operation.RETRY, ROOT, true))
        .isEqualTo(new JobChanges(0, Map.of(JobState.QUARANTINED, 1)));
  }

  @Test
  void aPriorityMovesWaitingWorkAtOnceAndAWokenParentFollows() throws IOException {
    client.submit(World.root());
    client.submit(World.diamond());
    control.setPriority(JobId.ofRoot(2), 700);
    assertThat(world.leftovers()).contains("ready/j2.n0of4.0-0.p700.v1");
    assertThat(client.drain()).isEqualTo(5);
    assertThat(world.committed().get(4)).isEqualTo(ROOT);
  }

  @Test
  void aPriorityReachesTheTicketsOfLargeHierarchies() throws IOException {
    RootNode root = World.root();
    for (int i = 0; i < 250; i++) {
      root.createJob("leaf", Map.of());
    }
    client.submit(root);
    client.submit(World.root());
    control.setPriority(ROOT, 499);
    control.setPriority(JobId.ofRoot(2), 800);
    assertThat(world.leftovers())
        .filteredOn(name -> name.startsWith("ready/"))
        .hasSize(251)
        .allMatch(name -> name.contains(".p499.") || name.contains("j2.n0of1.root.p800."));
  }

  @Test
  void whatIsIssuedAfterAFailureOrADeathHasThePresentPriority() throws IOException {
    client.submit(World.root());
    WorkerSession session = WorkerSession.register(client.queue());
    Claim first = claim(session);
    control.setPriority(ROOT, 3);
    new Completion(client.queue()).handBack(session.name(), first);
    assertThat(world.leftovers()).contains("ready/j1.n0of1.root.p3.v3");
    Claim second = claim(session);
    assertThat(second.running().attempt()).isEqualTo(2);
    control.setPriority(ROOT, 4);
    client.die();
    world.client().recover();
    assertThat(world.leftovers()).containsExactly("ready/j1.n0of1.root.p4.v5");
  }

  @Test
  void aPriorityChangedBetweenCommitAndTicketsOfASubmissionHolds() throws IOException {
    Client submitter = world.client();
    submitter
        .files()
        .beforeEach(
            () -> {
              try {
                if (world.layout().jobs().toFile().exists()
                    && !new Priorities(client.queue()).look(ROOT).isPresent()
                    && world.state(ROOT) == JobState.WAITING) {
                  control.setPriority(ROOT, 900);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    submitter.submit(World.diamond());
    assertThat(world.leftovers()).containsExactly("ready/j1.n0of4.0-0.p900.v1");
  }

  /** Two that saw no name beside the register each made the first one. */
  @Test
  void ofTwoFirstPrioritiesAtTheSameTimeAllReadersTakeTheSame() throws IOException {
    client.submit(World.root());
    Path state = world.layout().job(ROOT);
    Files.createFile(state.resolve("p.1.300.b"));
    Files.createFile(state.resolve("p.1.800.a"));
    Priorities priorities = new Priorities(client.queue());
    assertThat(priorities.look(ROOT)).contains(new PriorityName(1, 300, "b"));
    assertThat(new Registers(client.queue()).look(ROOT).priority())
        .contains(new PriorityName(1, 300, "b"));
    control.setPriority(ROOT, 40);
    Files.createFile(state.resolve("p.1.900.z")); // a first change that comes late
    assertThat(priorities.look(ROOT).orElseThrow().priority()).isEqualTo(40);
    control.setPriority(ROOT, 41);
    try (var names = Files.list(state)) {
      assertThat(names.filter(name -> name.getFileName().toString().startsWith("p.")))
          .singleElement()
          .satisfies(name -> assertThat(name.getFileName().toString()).startsWith("p.3.41."));
    }
  }

  @Test
  void intentsSayAllThatIsNeeded() {
    for (IntentName name :
        List.of(
            new IntentName(Operation.SUBMIT, 12, "a_1_b", 3),
            IntentName.forJob(12, "a_1_b"),
            IntentName.forJobs(Operation.CANCEL, JobId.parse("12/0/11"), true, "a_1_b"),
            IntentName.forJobs(Operation.HOLD, JobId.parse("12/r7"), false, "a_1_b"),
            IntentName.forJobs(Operation.RETRY, JobId.parse("12"), true, "a_1_b").nextBeat(),
            IntentName.forPriority(JobId.ofRoot(12), 0, "a_1_b"))) {
      assertThat(IntentName.parse(name.toString())).contains(name);
    }
    IntentName name = IntentName.parse("release.12.0-11.one.a_1_b.4").orElseThrow();
    assertThat(name.job()).isEqualTo(JobId.parse("12/0/11"));
    assertThat(name.recursive()).isFalse();
    assertThat(IntentName.parse("priority.12.p70.a_1_b.4").orElseThrow().priority()).isEqualTo(70);
    IntentName alone = IntentName.parse("submit.12.one.a_1_b.0").orElseThrow();
    assertThat(alone.isForJob()).isTrue();
    assertThat(alone.job()).isEqualTo(JobId.parse("12"));
    assertThat(alone.takenOver("c_2_d")).hasToString("submit.12.c_2_d.0");
    assertThat(IntentName.parse("submit.12.all.a_1_b.4")).isEmpty();
    assertThat(IntentName.parse("cancel.12.a_1_b.4")).isEmpty();
    assertThat(IntentName.parse("delete.12.root.all.a_1_b.4")).isEmpty();
  }
}
