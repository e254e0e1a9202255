package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.finish.Finisher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Large worlds in random orders. Each seed is one world with its own dangers; a seed that fails is
 * printed with what happened, and is run again with {@code -Djobqueue.simulate.first=SEED
 * -Djobqueue.simulate.seeds=1}.
 */
class RandomSimulationTest {
  private static final long FIRST = Long.getLong("jobqueue.simulate.first", 1);
  private static final long SEEDS = Long.getLong("jobqueue.simulate.seeds", 1_000);
  private static final long SECONDS = Long.getLong("jobqueue.simulate.seconds", 600);

  private long steps;
  private long faults;
  private long jobs;
  private long attempts;
  private long worlds;

  @Test
  void manySeeds() {
    LongStream.range(FIRST, FIRST + SEEDS).forEach(this::simulate);
    print();
  }

  @Test
  @Tag("long")
  void asManySeedsAsTheTimeAllows() {
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    for (long seed = 1_000_000; System.nanoTime() - end < 0; seed++) {
      simulate(seed);
    }
    print();
  }

  private void print() {
    System.out.printf(
        "%,d worlds, %,d operations, %,d faults, %,d jobs committed, %,d attempts, no violation%n",
        worlds, steps, faults, jobs, attempts);
  }

  private void simulate(long seed) {
    Simulation world =
        new Simulation(
            Worlds.empty(),
            Worlds.OPTIONS.withDurability(Durability.NONE),
            Hazards.random(seed),
            seed);
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
    Optional<String> violation = world.run();
    Set<JobId> committed = world.invariants().committed(world.tree());
    if (violation.isEmpty()) {
      violation = world.promises().broken(world.tree(), world.invariants());
    }
    if (violation.isEmpty()) {
      violation = new Finisher(world.tree(), Worlds.OPTIONS, world.invariants()).finish(committed);
    }
    assertThat(violation)
        .as("seed %d\n  %s", seed, violation.isEmpty() ? "" : world.describe())
        .isEmpty();
    worlds++;
    steps += world.steps();
    faults += world.faults();
    jobs += committed.size();
    attempts += world.promises().attempts();
  }
}
