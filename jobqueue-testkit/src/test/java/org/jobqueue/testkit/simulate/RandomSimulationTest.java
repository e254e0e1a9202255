package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.finish.Audit;
import org.jobqueue.testkit.finish.Finisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Large worlds in random orders. Each seed is one world with its own dangers; a seed that fails is
 * printed with what happened, and is run again with {@code -Djobqueue.simulate.first=SEED
 * -Djobqueue.simulate.seeds=1}.
 */
class RandomSimulationTest {
  private static final long FIRST = Long.getLong("jobqueue.simulate.first", 1);
  private static final long SEEDS = Long.getLong("jobqueue.simulate.seeds", 400);
  private static final long SECONDS = Long.getLong("jobqueue.simulate.seconds", 600);
  private static final long FIRST_OF_LONG_RUNS = 1_000_000;

  private static final List<Durability> LEVELS =
      List.of(Durability.FULL, Durability.COMMIT, Durability.NONE);

  private long worlds;
  private long steps;
  private long faults;
  private long serverCrashes;
  private long jobs;
  private long attempts;

  /** A world in which anything may happen to its processes. */
  private interface Run {
    void simulate(long seed) throws IOException;
  }

  @Test
  void processesThatDieAndStandStill() throws IOException {
    seeds(SEEDS, this::withoutCrash);
  }

  /** Workers and several who skip, cancel and retry the same jobs all the time. */
  @Test
  void whatIsSkippedAndRetriedByManyAtOnce() throws IOException {
    seeds(SEEDS / 4, this::skipping);
  }

  @Test
  void aServerThatCrashes() throws IOException {
    seeds(SEEDS / 2, this::withCrash);
  }

  @Test
  @Tag("long")
  void asManySeedsAsTheTimeAllows() throws IOException {
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    for (long seed = FIRST_OF_LONG_RUNS; System.nanoTime() - end < 0; seed++) {
      withoutCrash(seed);
      withCrash(seed);
    }
  }

  private static void seeds(long count, Run run) throws IOException {
    for (long seed : LongStream.range(FIRST, FIRST + Math.max(1, count)).toArray()) {
      run.simulate(seed);
    }
  }

  @AfterEach
  void print(TestInfo test) {
    System.out.printf(
        "%s: %,d worlds, %,d operations, %,d faults, %,d server crashes, %,d jobs committed,"
            + " %,d attempts, no violation%n",
        test.getDisplayName(), worlds, steps, faults, serverCrashes, jobs, attempts);
  }

  private static Simulation world(
      ServerTree tree, QueueOptions options, Hazards hazards, long seed) {
    Simulation world = new Simulation(tree, options, hazards, seed);
    world.add("submitter", Bodies.submitter(3));
    if (seed % 2 == 0) {
      world.add("other submitter", Bodies.submitter(2));
    }
    if (seed % 3 == 0) {
      world.add("operator", Bodies.operator(6));
    }
    int workers = 1 + (int) (seed % 4);
    for (int i = 0; i < workers; i++) {
      world.add("worker" + i, Bodies.worker());
    }
    return world;
  }

  private void count(Simulation world, Set<JobId> committed) {
    worlds++;
    steps += world.steps();
    faults += world.faults();
    serverCrashes += world.serverCrashes();
    jobs += committed.size();
    attempts += world.promises().attempts();
  }

  private void withoutCrash(long seed) throws IOException {
    QueueOptions options = Worlds.OPTIONS.withDurability(Durability.NONE);
    Simulation world = world(Worlds.empty(), options, Hazards.random(seed), seed);
    finish(seed, world, options);
  }

  private void finish(long seed, Simulation world, QueueOptions options) throws IOException {
    Optional<String> violation = world.run();
    Set<JobId> committed = world.invariants().committed(world.tree());
    Finisher finisher = new Finisher(world.tree(), options, world.invariants());
    violation =
        violation
            .or(() -> world.promises().broken(world.tree(), world.invariants()))
            .or(() -> finisher.finish(committed));
    requireNone(seed, world, violation);
    requireVerified(seed, world, finisher.tree(), options);
    count(world, committed);
  }

  private void skipping(long seed) throws IOException {
    QueueOptions options = Worlds.OPTIONS.withDurability(Durability.NONE);
    Simulation world = new Simulation(Worlds.empty(), options, Hazards.random(seed), seed);
    world.add("submitter", Bodies.submitter(2));
    for (int i = 0; i < 3; i++) {
      world.add("skipper" + i, Bodies.skipper(12));
    }
    for (int i = 0; i < 2; i++) {
      world.add("worker" + i, Bodies.worker());
    }
    finish(seed, world, options);
  }

  private void withCrash(long seed) throws IOException {
    Durability durability = LEVELS.get((int) (seed % LEVELS.size()));
    QueueOptions options = Worlds.OPTIONS.withDurability(durability);
    double rate = new SplittableRandom(seed).nextDouble() * 0.005;
    Hazards hazards = Hazards.random(seed).withServerCrashes(rate);
    Simulation world = world(Worlds.empty(options), options, hazards, seed);
    requireNone(seed, world, world.run());
    boolean whole = world.serverCrashes() == 0 || durability == Durability.FULL;

    ServerTree repaired = repaired(seed, world, options);
    Set<JobId> committed = world.invariants().committed(whole ? world.tree() : repaired);
    Finisher finisher = new Finisher(repaired, options, world.invariants());
    requireNone(seed, world, finisher.finish(committed));
    if (whole) {
      requireNone(seed, world, world.promises().broken(finisher.tree(), world.invariants()));
      requireVerified(seed, world, finisher.tree(), options);
    }
    count(world, committed);
    goOn(seed, world, finisher.tree(), options, whole);
  }

  private static ServerTree repaired(long seed, Simulation world, QueueOptions options)
      throws IOException {
    Audit audit = new Audit(world.tree(), options);
    List<Finding> findings = audit.repair();
    if (options.durability() != Durability.NONE) {
      assertThat(findings)
          .as("seed %d: nothing is torn%n  %s", seed, world.describe())
          .noneMatch(finding -> Audit.TORN.contains(finding.kind()));
    }
    assertThat(new Audit(audit.tree(), options).repair())
        .as("seed %d: a second repair after %s%n  %s", seed, findings, world.describe())
        .noneMatch(finding -> finding.outcome() == Finding.Outcome.REPAIRED);
    return audit.tree();
  }

  /** Others come and use the queue. */
  private void goOn(
      long seed, Simulation before, ServerTree tree, QueueOptions options, boolean whole)
      throws IOException {
    Simulation after = new Simulation(tree, options, Hazards.random(seed + 1), seed + 1);
    after.add("submitter", Bodies.submitter(2));
    after.add("worker", Bodies.worker());
    requireNone(seed, after, after.run());
    requireNone(seed, after, after.promises().broken(after.tree(), after.invariants()));
    if (whole) {
      assertThat(Collections.disjoint(after.promises().numbers(), before.promises().numbers()))
          .as("seed %d: new numbers%n  %s", seed, before.describe())
          .isTrue();
      requireNone(seed, after, before.promises().broken(after.tree(), after.invariants()));
    }
  }

  private static void requireNone(long seed, Simulation world, Optional<String> violation) {
    assertThat(violation)
        .as("seed %d%n  %s", seed, violation.isEmpty() ? "" : world.describe())
        .isEmpty();
  }

  private static void requireVerified(
      long seed, Simulation world, ServerTree tree, QueueOptions options) throws IOException {
    assertThat(new Audit(tree, options).verify())
        .as("seed %d: verify%n  %s", seed, world.describe())
        .isEmpty();
  }
}
