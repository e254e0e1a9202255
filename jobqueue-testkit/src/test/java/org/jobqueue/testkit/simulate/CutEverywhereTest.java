package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Call.Operation;
import org.jobqueue.testkit.files.Content;
import org.jobqueue.testkit.files.ServerTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the protocol is cut before each of its calls, at each durability. */
class CutEverywhereTest {
  private static final int CRASHES = Integer.getInteger("jobqueue.cut.crashes", 2);

  static Stream<Arguments> operations() {
    return Scenario.all().stream()
        .flatMap(
            scenario ->
                Stream.of(Durability.values())
                    .map(durability -> Arguments.of(scenario, durability)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void isCompleteOrUndone(Scenario scenario, Durability durability) throws IOException {
    Cuts cuts = new Cuts(scenario, durability, CRASHES);

    assertThat(cuts.violation()).as("%s", scenario).isEmpty();

    System.out.printf(
        "%s, %s: %,d cuts, %,d server crashes, no violation%n",
        scenario, durability, cuts.cuts(), cuts.serverCrashes());
    assertThat(cuts.cuts()).isGreaterThan(2);
  }

  /** Without this the tests above could pass on a disk that never loses anything. */
  @Test
  void theDiskForgetsWhatWasNotForced() {
    ServerTree empty = Worlds.empty();
    List<String> path = List.of("jobs", "000000");
    Call create = new Call(Operation.CREATE_DIRECTORY, path, List.of(), Content.EMPTY, 0);
    ServerTree after = empty.apply(create).tree();
    boolean lost = false;
    boolean kept = false;
    for (int seed = 0; seed < 20; seed++) {
      Disk disk = new Disk(empty);
      disk.record(create, after);
      boolean there = disk.crash(new SplittableRandom(seed), after).get(create.path()) != null;
      lost |= !there;
      kept |= there;
    }
    assertThat(lost && kept).isTrue();
  }
}
