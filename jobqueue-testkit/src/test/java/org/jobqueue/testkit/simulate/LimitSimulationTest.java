package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jobqueue.testkit.limits.LimitWorlds;
import org.junit.jupiter.api.Test;

/**
 * Limits in random worlds. A seed that fails is printed with what happened, and is run again with
 * {@code -Djobqueue.simulate.first=SEED -Djobqueue.simulate.seeds=1}.
 */
class LimitSimulationTest {
  private static final long FIRST = Long.getLong("jobqueue.simulate.first", 1);
  private static final long SEEDS = Long.getLong("jobqueue.simulate.seeds", 1_000);

  @Test
  void neverTooManyTokensAndAllOfThemAgainAfterTheLease() throws IOException {
    LimitWorlds worlds = new LimitWorlds();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      assertThat(worlds.violation(seed)).as("seed %d", seed).isEmpty();
    }
    System.out.println("limits in " + SEEDS + " worlds: " + worlds.summary());
  }
}
