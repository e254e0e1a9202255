package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.client.SettableTicker;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.finish.Audit;
import org.jobqueue.testkit.finish.Finisher;
import org.jobqueue.testkit.invariant.Invariants;

/**
 * Lets an operation die before each of its calls in turn, and lets it through in the end. Then the
 * queue goes on as it is, or after a crash of the file server that takes some of what was not
 * forced to disk, and a repair.
 *
 * <p>Everything that is committed must be finished, verify must find nothing, and the operation
 * must be complete or never begun; what a call returned from must hold.
 */
final class Cuts {
  private final Scenario scenario;
  private final QueueOptions options;
  private final int crashes;
  private long cuts;
  private long serverCrashes;

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

  /**
   * Cuts of an operation.
   *
   * @param crashes how many crashes of the server each cut is tried with
   */
  Cuts(Scenario scenario, Durability durability, int crashes) {
    this.scenario = scenario;
    this.options = Worlds.OPTIONS.withDurability(durability);
    this.crashes = crashes;
  }

  /** How often the operation was cut, or let through. */
  long cuts() {
    return cuts;
  }

  /** How often the server crashed. */
  long serverCrashes() {
    return serverCrashes;
  }

  /** The first thing that is not as it must be. */
  Optional<String> violation() throws IOException {
    Server first = new Server(Worlds.empty(options), Integer.MAX_VALUE);
    scenario.before().run(client(first, 50));
    boolean returned = false;
    for (int cut = 0; !returned; cut++) {
      Server server = new Server(first.tree, cut);
      returned = isThrough(server);
      cuts++;
      Optional<String> violation = violation(server.tree, returned, false);
      // Each crash takes something else of the same history, so the disk is built anew.
      for (int crash = 0; crash < crashes && violation.isEmpty(); crash++) {
        Server again = new Server(first.tree, cut);
        isThrough(again);
        serverCrashes++;
        SplittableRandom random = new SplittableRandom(cut * 100L + crash);
        violation = violation(again.disk.crash(random, again.tree), returned, true);
      }
      if (violation.isPresent()) {
        return Optional.of(options.durability() + ", cut before call " + cut + violation.get());
      }
    }
    return Optional.empty();
  }

  private Client client(Server server, long pid) {
    ProcessIdentity identity = new ProcessIdentity("host", "boot", "ns", pid, null);
    return new Client(
        server::call, options, identity, other -> other != pid, new SettableTicker(), pid);
  }

  private boolean isThrough(Server server) throws IOException {
    try {
      scenario.work().run(client(server, 60));
      return true;
    } catch (Death e) {
      return false;
    }
  }

  private Optional<String> violation(ServerTree left, boolean returned, boolean serverCrashed)
      throws IOException {
    Optional<String> violation = violationIn(left, returned, serverCrashed);
    String crashed = serverCrashed ? " and a crash of the server" : "";
    return violation.map(text -> crashed + ": " + text + "\n" + String.join("\n", left.describe()));
  }

  private Optional<String> violationIn(ServerTree left, boolean returned, boolean serverCrashed)
      throws IOException {
    Invariants invariants = new Invariants();
    boolean full = options.durability() == Durability.FULL;
    boolean promised = !serverCrashed || (scenario.promises() && full);
    if (returned && promised && !scenario.complete().test(invariants, left)) {
      return Optional.of("the call returned, and what it did does not hold");
    }
    if (serverCrashed && options.durability() != Durability.NONE) {
      Optional<String> torn = Logs.torn(left);
      if (torn.isPresent()) {
        return torn;
      }
    }
    ServerTree tree = left;
    if (serverCrashed || scenario.damaged()) {
      Audit repair = new Audit(left, options);
      List<Finding> findings = repair.repair();
      tree = repair.tree();
      Optional<String> violation = violationOfRepair(tree, findings);
      if (violation.isPresent()) {
        return violation;
      }
    }
    // Whatever a repair had to do, it may not be to the cost of a job that was there.
    Set<JobId> committed = invariants.committed(full ? left : tree);
    Finisher finisher = new Finisher(tree, options, invariants);
    Optional<String> unfinished = finisher.finish(committed);
    return unfinished.isPresent()
        ? unfinished
        : violationAtTheEnd(finisher.tree(), invariants, serverCrashed);
  }

  private Optional<String> violationOfRepair(ServerTree repaired, List<Finding> findings)
      throws IOException {
    boolean torn = findings.stream().anyMatch(finding -> Audit.TORN.contains(finding.kind()));
    if (torn && options.durability() != Durability.NONE) {
      return Optional.of("something is torn: " + findings);
    }
    List<Finding> again = new Audit(repaired, options).repair();
    return again.stream().anyMatch(finding -> finding.outcome() == Finding.Outcome.REPAIRED)
        ? Optional.of("after " + findings + " a second repair mends " + again)
        : Optional.empty();
  }

  private Optional<String> violationAtTheEnd(
      ServerTree tree, Invariants invariants, boolean serverCrashed) throws IOException {
    if (!serverCrashed || options.durability() == Durability.FULL) {
      List<?> violations = new Audit(tree, options).verify();
      if (!violations.isEmpty()) {
        return Optional.of("verify: " + violations);
      }
    }
    boolean isWhole =
        scenario.complete().test(invariants, tree) || scenario.undone().test(invariants, tree);
    return serverCrashed || isWhole
        ? Optional.empty()
        : Optional.of("neither complete nor undone in the end");
  }
}
