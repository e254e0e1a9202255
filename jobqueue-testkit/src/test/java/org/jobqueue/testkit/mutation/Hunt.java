package org.jobqueue.testkit.mutation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.testkit.client.Hierarchies;
import org.jobqueue.testkit.client.Programs;
import org.jobqueue.testkit.explore.Exploration;
import org.jobqueue.testkit.explore.Fault;
import org.jobqueue.testkit.explore.World;
import org.jobqueue.testkit.explore.Worlds;

/** Explores small worlds until one shows a violation. Loaded together with the mutant. */
public final class Hunt implements LongFunction<String> {
  private static final int ALL_JOBS = 6;

  /** What was violated, or nothing. */
  @Override
  public String apply(long mostStates) {
    for (Supplier<World> world : WORLDS) {
      Optional<Exploration.Violation> violation =
          new Exploration(world.get().recoveries(3_000)).explore(mostStates).violation();
      if (violation.isPresent()) {
        return violation.get().toString();
      }
    }
    return "";
  }

  private static final List<Supplier<World>> WORLDS =
      List.of(
          () -> skipping(of(Hierarchies::single)),
          Hunt::retrying,
          () -> observed(workers(of(Hierarchies::pair), 1)),
          () -> workers(of(Hierarchies::pair), 2).faults(1, Fault.LOST_REPLY).settles(),
          () -> workers(of(Hierarchies::diamond), 2).settles(),
          () -> workers(of(Hierarchies::single), 3),
          Hunt::failing,
          () -> observed(workers(of(Hierarchies::pair), 1)).faults(1, Fault.STALE_MISSING),
          () -> observed(workers(of(Hierarchies::pair), 1)).faults(1, Fault.LOST_REPLY),
          () -> workers(submitting(Hierarchies::pair), 1).faults(1, Fault.LOST_REPLY),
          () -> observed(workers(of(Hierarchies::chain), 2)),
          () ->
              submitting(Hierarchies::single)
                  .process("other", Programs.submitter(Hierarchies::single)),
          () -> observed(workers(submitting(Hierarchies::single), 1)),
          () -> deleting(workers(of(Hierarchies::single), 1)),
          () -> observed(deleting(workers(of(Hierarchies::single), 1))),
          () -> deleting(deleting(of(Hierarchies::pair))),
          () -> observed(observed(workers(of(Hierarchies::chain), 1))),
          () -> cancelling(workers(of(Hierarchies::pair), 1)));

  private static World of(Supplier<RootNode> hierarchy) {
    return new World(
        Worlds.after(Worlds.empty(), client -> Programs.submit(client, hierarchy.get())));
  }

  private static World submitting(Supplier<RootNode> hierarchy) {
    World world = new World(Worlds.empty()).jobsChange();
    return world.process("submitter", Programs.submitter(hierarchy));
  }

  private static World deleting(World world) {
    return world.jobsChange().process("deleter", Programs.deleter(JobId.ofRoot(1)));
  }

  private static World cancelling(World world) {
    return world.process("canceller", Programs.controller(Operation.CANCEL, JobId.ofRoot(1)));
  }

  private static World skipping(World world) {
    return world.process("skipper", Programs.controller(Operation.SKIP, JobId.ofRoot(1)));
  }

  private static World retrying() {
    JobId root = JobId.ofRoot(1);
    World world =
        new World(
            Worlds.after(
                Worlds.empty(),
                client -> {
                  Programs.submit(client, Hierarchies.single());
                  Programs.controller(Operation.CANCEL, root).run(client, client);
                }));
    return world.process("retrier", Programs.controller(Operation.RETRY, root));
  }

  private static World failing() {
    World world =
        of(
            () -> {
              RootNode root = Hierarchies.root(2);
              root.createJob("sub-job", Map.of());
              return root;
            });
    world.process("first", Programs.failingWorker(ALL_JOBS));
    return world.process("second", Programs.failingWorker(ALL_JOBS));
  }

  private static World workers(World world, int count) {
    for (int i = 0; i < count; i++) {
      world.process("worker" + i, Programs.worker(ALL_JOBS));
    }
    return world;
  }

  private static World observed(World world) {
    return world.suspiciousProcess("observer", Programs.observer());
  }
}
