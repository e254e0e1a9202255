package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.inspect.QueueCheck;
import org.jobqueue.core.protocol.Claims;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.finish.Audit;
import org.jobqueue.testkit.finish.Finisher;
import org.jobqueue.testkit.invariant.Invariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each operation dies before each of its operations on the file system in turn, and is let through
 * in the end. Then the queue goes on as it is, or after a crash of the file server that takes some
 * of what was not forced to disk and a repair. Everything that is committed is finished, verify
 * finds nothing, and the operation is complete or was never begun; what a call returned from holds.
 */
class CutEverywhereTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final int CRASHES = Integer.getInteger("jobqueue.cut.crashes", 4);

  private long cuts;
  private long serverCrashes;

  /** An operation on a queue. */
  private interface Work {
    void run(Client client) throws IOException;
  }

  /**
   * What is cut.
   *
   * @param before what was done, and is on disk, when it begins
   * @param work what is cut
   * @param complete whether it has been done; asked before anybody goes on with the jobs
   * @param undone whether it has never been begun
   * @param promises whether what it did survives a crash of the server once it has returned
   * @param damaged whether what was done before needs a repair in any case
   */
  private record Scenario(
      Work before,
      Work work,
      BiPredicate<Invariants, ServerTree> complete,
      BiPredicate<Invariants, ServerTree> undone,
      boolean promises,
      boolean damaged) {
    Scenario(
        Work before,
        Work work,
        BiPredicate<Invariants, ServerTree> complete,
        BiPredicate<Invariants, ServerTree> undone) {
      this(before, work, complete, undone, true, false);
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** A server whose client dies before a chosen call. */
  private static final class Server {
    private final Disk disk;
    private ServerTree tree;
    private int left;

    Server(ServerTree tree, int left) {
      this.tree = tree;
      this.disk = new Disk(tree);
      this.left = left;
    }

    Reply call(Call call) {
      if (left <= 0) {
        left = -1;
        throw new Death();
      }
      left--;
      ServerTree.Step step = tree.apply(call);
      if (step.reply().ok()) {
        disk.record(call, step.tree());
      }
      tree = step.tree();
      return step.reply();
    }
  }

  private static Client client(Server server, QueueOptions options, long pid) {
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", pid, null);
    return new Client(
        server::call, options, identity, other -> other != pid, new SettableTicker(), pid);
  }

  private static ServerTree after(ServerTree tree, QueueOptions options, Work work)
      throws IOException {
    Server server = new Server(tree, Integer.MAX_VALUE);
    work.run(client(server, options, 50));
    return server.tree;
  }

  private void cutEverywhere(Durability durability, Scenario scenario) throws IOException {
    QueueOptions options = Worlds.OPTIONS.withDurability(durability);
    ServerTree start = after(Worlds.empty(options), options, scenario.before());
    boolean returned = false;
    for (int cut = 0; !returned; cut++) {
      Server server = new Server(start, cut);
      returned = isThrough(server, options, scenario.work());
      cuts++;
      String where = durability + ", cut before call " + cut;
      requireWhole(where, server.tree, options, scenario, returned, false);
      for (int crash = 0; crash < CRASHES; crash++) {
        // Each crash takes something else of the same history, so the disk is built anew.
        Server again = new Server(start, cut);
        isThrough(again, options, scenario.work());
        ServerTree left = again.disk.crash(new SplittableRandom(cut * 100L + crash), again.tree);
        serverCrashes++;
        requireWhole(where + ", server crash " + crash, left, options, scenario, returned, true);
      }
    }
  }

  private static boolean isThrough(Server server, QueueOptions options, Work work)
      throws IOException {
    try {
      work.run(client(server, options, 60));
      return true;
    } catch (Death e) {
      return false;
    }
  }

  private static void requireWhole(
      String where,
      ServerTree left,
      QueueOptions options,
      Scenario scenario,
      boolean returned,
      boolean serverCrashed)
      throws IOException {
    Invariants invariants = new Invariants();
    boolean promised =
        !serverCrashed || (scenario.promises() && options.durability() == Durability.FULL);
    if (returned && promised) {
      assertThat(scenario.complete().test(invariants, left))
          .as("%s: the call returned, and what it did holds%n%s", where, files(left))
          .isTrue();
    }
    ServerTree tree = left;
    List<Finding> findings = new ArrayList<>();
    if (serverCrashed || scenario.damaged()) {
      Audit repair = new Audit(left, options);
      findings.addAll(repair.repair());
      if (options.durability() != Durability.NONE) {
        assertThat(findings)
            .as("%s: nothing is torn%n%s", where, files(left))
            .noneMatch(finding -> Audit.TORN.contains(finding.kind()));
      }
      tree = repair.tree();
      Audit second = new Audit(tree, options);
      assertThat(second.repair())
          .as("%s: a second repair%n%s", where, files(left))
          .allMatch(finding -> finding.outcome() != Finding.Outcome.REPAIRED);
    }
    boolean full = options.durability() == Durability.FULL;
    // Whatever a repair had to do, it may not be to the cost of a job that was there.
    Set<JobId> committed = invariants.committed(full ? left : tree);
    Finisher finisher = new Finisher(tree, options, invariants);
    Optional<String> violation = finisher.finish(committed);
    assertThat(violation).as("%s%n%s%n%s", where, files(left), findings).isEmpty();
    if (!serverCrashed || options.durability() == Durability.FULL) {
      assertThat(new Audit(finisher.tree(), options).verify())
          .as("%s: verify%n%s", where, files(left))
          .isEmpty();
    }
    if (!serverCrashed) {
      assertThat(
              scenario.complete().test(invariants, finisher.tree())
                  || scenario.undone().test(invariants, finisher.tree()))
          .as("%s: complete or undone%n%s", where, files(finisher.tree()))
          .isTrue();
    }
  }

  private static String files(ServerTree tree) {
    return String.join("\n", tree.describe());
  }

  @AfterEach
  void print(TestInfo test) {
    System.out.printf(
        "%s: %,d cuts, %,d server crashes%n", test.getDisplayName(), cuts, serverCrashes);
  }

  private static BiPredicate<Invariants, ServerTree> is(JobState... states) {
    return (invariants, tree) ->
        invariants.state(tree, ROOT).filter(Set.of(states)::contains).isPresent();
  }

  private static BiPredicate<Invariants, ServerTree> all(JobState... states) {
    return (invariants, tree) ->
        invariants.committed(tree).stream()
            .allMatch(
                id -> invariants.state(tree, id).filter(Set.of(states)::contains).isPresent());
  }

  private static boolean isGone(Invariants invariants, ServerTree tree) {
    return invariants.committed(tree).isEmpty();
  }

  private static void submit(Client client) throws IOException {
    Programs.submit(client, Hierarchies.diamond());
  }

  private static void work(Client client) throws IOException {
    var worker = Programs.worker(20);
    worker.run(client, worker.prepare(client));
  }

  private static void failOnce(Client client) throws IOException {
    var worker = Programs.failingWorker(20);
    worker.run(client, worker.prepare(client));
  }

  private static Work control(Operation operation) {
    return client -> new Control(client.queue()).change(operation, ROOT, true);
  }

  private static void claimAndVanish(Client client) throws IOException {
    submit(client);
    WorkerSession session = WorkerSession.register(client.queue());
    assertThat(new Claims(client.queue()).next(session, job -> true, 1).claim()).isPresent();
  }

  private static Work first(Work one, Work two) {
    return client -> {
      one.run(client);
      two.run(client);
    };
  }

  @ParameterizedTest
  @EnumSource
  void submit(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            client -> {},
            CutEverywhereTest::submit,
            (invariants, tree) -> invariants.committed(tree).size() == 4,
            CutEverywhereTest::isGone));
  }

  @ParameterizedTest
  @EnumSource
  void claimCommitAndPropagate(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::submit,
            CutEverywhereTest::work,
            all(JobState.DONE),
            all(JobState.DONE)));
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatFailsAndIsRetried(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            client -> {
              var root = Hierarchies.root(2);
              root.createJob("sub-job", Map.of());
              Programs.submit(client, root);
            },
            CutEverywhereTest::failOnce,
            all(JobState.DONE),
            all(JobState.DONE)));
  }

  @ParameterizedTest
  @EnumSource
  void cancel(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::submit,
            control(Operation.CANCEL),
            all(JobState.CANCELLED),
            all(JobState.DONE)));
  }

  @ParameterizedTest
  @EnumSource
  void retry(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            first(CutEverywhereTest::submit, control(Operation.CANCEL)),
            control(Operation.RETRY),
            all(JobState.WAITING, JobState.DONE),
            all(JobState.CANCELLED)));
  }

  @ParameterizedTest
  @EnumSource
  void hold(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::submit,
            control(Operation.HOLD),
            all(JobState.HELD),
            all(JobState.DONE)));
  }

  @ParameterizedTest
  @EnumSource
  void release(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            first(CutEverywhereTest::submit, control(Operation.HOLD)),
            control(Operation.RELEASE),
            all(JobState.WAITING, JobState.DONE),
            all(JobState.HELD)));
  }

  @ParameterizedTest
  @EnumSource
  void changeOfPriority(Durability durability) throws IOException {
    BiPredicate<Invariants, ServerTree> changed =
        (invariants, tree) ->
            tree.names(List.of("jobs", "000000", "job1", ".jq")).stream()
                .anyMatch(name -> name.startsWith("p.1.700."));
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::submit,
            client -> new Control(client.queue()).setPriority(ROOT, 700),
            changed,
            changed.negate()));
  }

  @ParameterizedTest
  @EnumSource
  void delete(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::submit,
            client -> new Removal(client.queue()).delete(ROOT),
            CutEverywhereTest::isGone,
            all(JobState.DONE).and(is(JobState.DONE))));
  }

  @ParameterizedTest
  @EnumSource
  void cleanUpAfterADeadWorker(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            CutEverywhereTest::claimAndVanish,
            client -> Programs.observer().run(client, client),
            (invariants, tree) -> tree.names(List.of("workers")).isEmpty(),
            all(JobState.DONE),
            false, // whoever comes next cleans up again
            false));
  }

  @ParameterizedTest
  @EnumSource
  void fsck(Durability durability) throws IOException {
    cutEverywhere(
        durability,
        new Scenario(
            first(CutEverywhereTest::claimAndVanish, CutEverywhereTest::damage),
            CutEverywhereTest::repair,
            (invariants, tree) -> true, // what it repaired is asked for by the second repair
            all(JobState.DONE),
            true,
            true));
  }

  /** The index goes, and with it the redo record of the worker that is dead. */
  private static void damage(Client client) throws IOException {
    for (String worker : client.files().list(client.queue().layout().run())) {
      var run = client.queue().layout().runDirectory(worker);
      for (String ticket : client.files().list(run)) {
        client.files().deleteFile(run.resolve(ticket));
      }
    }
  }

  private static void repair(Client client) throws IOException {
    new QueueCheck(
            client.queue().layout(),
            client.queue().environment(),
            CheckOptions.defaults().withRepair(true),
            finding -> {},
            time -> {
              client.advance(time);
              return true;
            })
        .run();
  }

  /** Without this the tests above could pass on a disk that never loses anything. */
  @Test
  void theDiskForgetsWhatWasNotForced() throws IOException {
    Server server = new Server(Worlds.empty(Worlds.OPTIONS), Integer.MAX_VALUE);
    submit(client(server, Worlds.OPTIONS, 60));
    boolean lost = false;
    for (int seed = 0; seed < 20; seed++) {
      Server again = new Server(Worlds.empty(Worlds.OPTIONS), Integer.MAX_VALUE);
      submit(client(again, Worlds.OPTIONS, 60));
      ServerTree left = again.disk.crash(new SplittableRandom(seed), again.tree);
      lost |= left.fingerprint() != server.tree.fingerprint();
    }
    assertThat(lost).isTrue();
  }
}
