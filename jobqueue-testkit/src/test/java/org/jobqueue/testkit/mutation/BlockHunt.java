package org.jobqueue.testkit.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.finish.Finisher;
import org.jobqueue.testkit.simulate.Bodies;
import org.jobqueue.testkit.simulate.Hazards;
import org.jobqueue.testkit.simulate.Simulation;

/**
 * Lets workers that die and stand still compete for the frames of one block, in so many random
 * worlds, until one shows a violation. Loaded together with the mutant.
 */
public final class BlockHunt implements LongFunction<String> {
  private static final int WORKERS = 4;

  /** What was violated, or nothing. */
  @Override
  public String apply(long worlds) {
    try {
      for (long seed = 1; seed <= worlds; seed++) {
        Optional<String> violation = violation(seed);
        if (violation.isPresent()) {
          return violation.get() + " (seed " + seed + ")";
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> violation(long seed) throws IOException {
    ServerTree start =
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, hierarchy(seed)));
    Simulation world = new Simulation(start, Worlds.OPTIONS, Hazards.random(seed), seed);
    for (int i = 0; i < WORKERS; i++) {
      world.add("worker" + i, Bodies.worker());
    }
    if (seed % 2 == 0) {
      world.add("operator", Bodies.operator(4));
    }
    Optional<String> violation = world.run();
    Set<JobId> committed = world.invariants().committed(world.tree());
    Finisher finisher = new Finisher(world.tree(), Worlds.OPTIONS, world.invariants());
    return violation
        .or(() -> world.promises().broken(world.tree(), world.invariants()))
        .or(() -> finisher.finish(committed))
        .map(text -> text.lines().findFirst().orElse(text));
  }

  private static RootNode hierarchy(long seed) {
    RootNode root = Hierarchies.root(2);
    int frames = seed % 3 == 0 ? 40 : 4;
    if (seed % 5 == 0) {
      root.setFrames(FrameRange.parse("1-" + frames), 1);
    } else {
      root.createJob("block", Map.of()).setFrames(FrameRange.parse("1-" + frames), 1);
    }
    return root;
  }
}
