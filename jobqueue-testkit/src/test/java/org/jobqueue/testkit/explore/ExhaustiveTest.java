package org.jobqueue.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.jobqueue.api.JobId;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.explore.Exploration.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Small worlds in every order of operations, in the real code. Everybody may die at any operation,
 * observers are wrong about the living, so that workers go on as zombies, and a few faults happen
 * anywhere.
 */
class ExhaustiveTest {
  private static final int ALL_JOBS = 6;
  private static final JobId FIRST = JobId.ofRoot(1);

  /** Worlds that are larger are cut off here; the long tests go further. */
  private static final long LIMIT = Long.getLong("jobqueue.explore.states", 200_000);

  private static final long LONG_LIMIT = Long.getLong("jobqueue.explore.states", 60_000_000);

  private static World single() {
    return new World(
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, Hierarchies.single())));
  }

  private static World chain() {
    return new World(
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, Hierarchies.chain())));
  }

  private static World pair() {
    return new World(
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, Hierarchies.pair())));
  }

  private static World diamond() {
    return new World(
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, Hierarchies.diamond())));
  }

  private static World workers(World world, int count) {
    for (int i = 0; i < count; i++) {
      world.process("worker" + i, Programs.worker(ALL_JOBS));
    }
    return world;
  }

  private static World observed(World world) {
    return world.suspiciousProcess("observer" + world.agents().size(), Programs.observer());
  }

  private static Result explore(TestInfo test, World world, long limit) {
    Result result = new Exploration(world.recoveries(limit / 300)).explore(limit);
    System.out.println(
        test.getTestMethod().orElseThrow().getName()
            + ": "
            + result); // the figures are part of the proof
    assertThat(result.violation()).isEmpty();
    assertThat(result.recoveries()).isPositive();
    return result;
  }

  private static void exploreAll(TestInfo test, World world) {
    assertThat(explore(test, world, 3_000_000).complete()).as("every state was visited").isTrue();
  }

  private static void exploreSome(TestInfo test, World world) {
    assertThat(explore(test, world, LIMIT).states()).isGreaterThan(1_000);
  }

  @Test
  void oneWorkerWithAParentAndTwoSubJobsThatIsWronglyTakenForDead(TestInfo test) {
    exploreAll(test, observed(workers(pair(), 1)));
  }

  @Test
  void theSameWithAReplyLost(TestInfo test) {
    exploreAll(test, observed(workers(pair(), 1)).faults(1, Fault.LOST_REPLY));
  }

  @Test
  void theSameWithAnErrorOfTheFileSystem(TestInfo test) {
    exploreAll(test, observed(workers(pair(), 1)).faults(1, Fault.IO_ERROR));
  }

  @Test
  void theSameWithANameThatIsNotVisibleYet(TestInfo test) {
    exploreAll(test, observed(workers(pair(), 1)).faults(1, Fault.STALE_MISSING));
  }

  @Test
  void twoWorkersWithASharedSubJob(TestInfo test) {
    exploreAll(test, workers(diamond(), 2).settles());
  }

  @Test
  void twoWorkersAndALostReply(TestInfo test) {
    exploreAll(test, workers(pair(), 2).faults(1, Fault.LOST_REPLY).settles());
  }

  @Test
  void threeWorkersForOneJob(TestInfo test) {
    exploreAll(test, workers(single(), 3).settles());
  }

  @Test
  void attemptsThatFail(TestInfo test) {
    World world =
        new World(
            Worlds.after(
                Worlds.empty(),
                client -> {
                  var root = Hierarchies.root(2);
                  root.createJob("sub-job", java.util.Map.of());
                  Programs.submit(client, root);
                }));
    world.process("first", Programs.failingWorker(ALL_JOBS));
    world.process("second", Programs.failingWorker(ALL_JOBS));
    exploreAll(test, world.settles());
  }

  @Test
  void twoSubmittersForOneNumber(TestInfo test) {
    World world = new World(Worlds.empty()).jobsChange();
    world.process("first", Programs.submitter(Hierarchies::single));
    world.process("second", Programs.submitter(Hierarchies::single));
    exploreAll(test, world);
  }

  @Test
  void aSubmitterAndAWorkerWithALostReply(TestInfo test) {
    World world = new World(Worlds.empty()).jobsChange().faults(1, Fault.LOST_REPLY);
    world.process("submitter", Programs.submitter(Hierarchies::pair));
    exploreAll(test, workers(world, 1));
  }

  @Test
  void aDeletionOfAJobThatRuns(TestInfo test) {
    World world = workers(single(), 1).jobsChange();
    exploreAll(test, world.process("deleter", Programs.deleter(FIRST)));
  }

  @Test
  void twoDeletionsAtOnce(TestInfo test) {
    World world = single().jobsChange();
    world.process("first", Programs.deleter(FIRST));
    exploreAll(test, world.process("second", Programs.deleter(FIRST)));
  }

  @Test
  void aJobIsCancelledWhileItIsTaken(TestInfo test) {
    World world = workers(pair(), 1);
    exploreSome(test, world.process("canceller", Programs.controller(Operation.CANCEL, FIRST)));
  }

  @Test
  void cancelledAndRetriedAtOnce(TestInfo test) {
    World world = workers(single(), 1);
    world.process("canceller", Programs.controller(Operation.CANCEL, FIRST));
    exploreSome(test, world.process("retrier", Programs.controller(Operation.RETRY, FIRST)));
  }

  @Test
  void heldAndReleasedAtOnce(TestInfo test) {
    World world = workers(single(), 1);
    world.process("holder", Programs.controller(Operation.HOLD, FIRST));
    exploreSome(test, world.process("releaser", Programs.controller(Operation.RELEASE, FIRST)));
  }

  @Test
  void aChangeOfPriorityWhileJobsAreTaken(TestInfo test) {
    World world = workers(pair(), 1);
    exploreSome(test, world.process("prioritizer", Programs.prioritizer(FIRST, 700)));
  }

  @Test
  void aCancellationThatIsTakenOver(TestInfo test) {
    World world = workers(pair(), 1).faults(1, Fault.LOST_REPLY);
    world.process("canceller", Programs.controller(Operation.CANCEL, FIRST));
    exploreSome(test, observed(world));
  }

  @Test
  void twoWorkersWronglyTakenForDead(TestInfo test) {
    exploreSome(test, observed(workers(chain(), 2)));
  }

  @Test
  void twoObserversOfOneWorker(TestInfo test) {
    exploreSome(test, observed(observed(workers(chain(), 1))));
  }

  @Test
  void threeWorkersWithAParentAndTwoSubJobs(TestInfo test) {
    exploreSome(test, workers(pair(), 3));
  }

  @Test
  void aSubmitterWronglyTakenForDead(TestInfo test) {
    World world = new World(Worlds.empty()).jobsChange();
    world.process("submitter", Programs.submitter(Hierarchies::single));
    exploreSome(test, observed(workers(world, 1)));
  }

  @Test
  void aDeletionThatIsTakenOver(TestInfo test) {
    World world = workers(single(), 1).jobsChange();
    exploreSome(test, observed(world.process("deleter", Programs.deleter(FIRST))));
  }

  @Test
  @Tag("long")
  void twoWorkersWronglyTakenForDeadAtLength(TestInfo test) {
    explore(test, observed(workers(pair(), 2)), LONG_LIMIT);
  }

  @Test
  @Tag("long")
  void threeWorkersWithASharedSubJobAndALostReply(TestInfo test) {
    explore(test, workers(diamond(), 3).faults(1, Fault.LOST_REPLY), LONG_LIMIT);
  }

  @Test
  @Tag("long")
  void twoObserversOfTwoWorkersAndALostReply(TestInfo test) {
    World world = observed(observed(workers(chain(), 2))).faults(1, Fault.LOST_REPLY);
    explore(test, world, LONG_LIMIT);
  }

  @Test
  @Tag("long")
  void aSubmitterOfAHierarchyWronglyTakenForDead(TestInfo test) {
    World world = new World(Worlds.empty()).jobsChange();
    world.process("submitter", Programs.submitter(Hierarchies::pair));
    explore(test, observed(workers(world, 1)), LONG_LIMIT);
  }
}
