package org.jobqueue.testkit.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.core.archive.Archiver;
import org.jobqueue.core.archive.Restorer;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.testkit.client.Client;
import org.jobqueue.testkit.explore.Worlds;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.finish.Audit;
import org.jobqueue.testkit.finish.Finisher;
import org.junit.jupiter.api.Test;

/**
 * Archives are made and brought back while workers run and others cancel and retry, and anybody
 * dies or stands still. A seed that fails is run again with {@code -Djobqueue.simulate.first=SEED
 * -Djobqueue.simulate.seeds=1}.
 */
class ArchiveSimulationTest {
  private static final long FIRST = Long.getLong("jobqueue.simulate.first", 1);
  private static final long SEEDS = Long.getLong("jobqueue.simulate.seeds", 100);
  private static final int ROOTS = 6;

  private final AtomicInteger archived = new AtomicInteger();
  private final AtomicInteger restored = new AtomicInteger();

  @Test
  void aJobIsInTheQueueOrItsArchiveIsWhole() throws IOException {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      simulate(seed);
    }
    System.out.printf(
        "archives in %,d worlds: %,d archived, %,d restored%n",
        SEEDS, archived.get(), restored.get());
  }

  private void simulate(long seed) throws IOException {
    Simulation world = new Simulation(Worlds.empty(), Worlds.OPTIONS, Hazards.random(seed), seed);
    Set<JobId> touched = new HashSet<>();
    world.add("submitter", Bodies.submitter(3));
    world.add("worker", Bodies.worker());
    world.add("other worker", Bodies.worker());
    world.add("archivist", archivist(touched));
    if (seed % 2 == 0) {
      world.add("other archivist", archivist(touched));
    }
    if (seed % 3 == 0) {
      world.add("operator", Bodies::retryOrCancel);
    }
    Optional<String> violation = world.run();
    Set<JobId> committed = world.invariants().committed(world.tree());
    Finisher finisher = new Finisher(world.tree(), Worlds.OPTIONS, world.invariants());
    violation =
        violation
            .or(() -> world.promises().broken(world.tree(), world.invariants()))
            .or(() -> finisher.finish(committed));
    assertThat(violation).as("seed %d%n  %s", seed, world.describe()).isEmpty();
    assertThat(new Audit(finisher.tree(), Worlds.OPTIONS).verify())
        .as("seed %d%n  %s", seed, world.describe())
        .isEmpty();
    for (JobId root : world.promises().numbers()) {
      boolean present =
          world
              .invariants()
              .state(finisher.tree(), root)
              .filter(state -> state != JobState.DELETED)
              .isPresent();
      assertThat(present || (touched.contains(root) && isRestorable(finisher.tree(), root)))
          .as("seed %d, job %s%n  %s", seed, root, world.describe())
          .isTrue();
    }
  }

  private static boolean isRestorable(ServerTree tree, JobId root) {
    List<String> archives =
        tree.names(List.of("archive")).stream()
            .filter(name -> name.startsWith("job" + root + ".") && name.endsWith(".zip"))
            .toList();
    for (String archive : archives) {
      ServerTree unused =
          Worlds.after(
              tree,
              client -> {
                Path directory = Archiver.directory(client.queue().layout());
                JobId job = new Restorer(client.queue()).restore(directory.resolve(archive));
                assertThat(job).isNotEqualTo(root);
              });
    }
    return !archives.isEmpty();
  }

  private Simulation.Body archivist(Set<JobId> touched) {
    return (client, promises) -> {
      for (int i = 0; i < 8; i++) {
        client.pause(Duration.ofMillis(client.random().nextInt(12_000)));
        JobId root = JobId.ofRoot(1 + client.random().nextInt(ROOTS));
        touched.add(root);
        promises.deleting(root);
        try {
          Path file = new Archiver(client.queue()).archive(root, Optional.empty()).file();
          archived.incrementAndGet();
          if (client.random().nextBoolean()) {
            JobId again = new Restorer(client.queue()).restore(file);
            promises.submitted(again);
            restored.incrementAndGet();
          }
        } catch (IOException | JobQueueException e) {
          // not now
        }
      }
    };
  }

  /** What people do with jobs that others may be archiving. */
  private static final class Bodies {
    static Simulation.Body submitter(int hierarchies) {
      return org.jobqueue.testkit.simulate.Bodies.submitter(hierarchies);
    }

    static Simulation.Body worker() {
      return org.jobqueue.testkit.simulate.Bodies.worker();
    }

    static void retryOrCancel(Client client, Promises promises) {
      for (int i = 0; i < 8; i++) {
        client.pause(Duration.ofMillis(client.random().nextInt(3_000)));
        JobId root = JobId.ofRoot(1 + client.random().nextInt(ROOTS));
        promises.deleting(root); // what is done of a job that is cancelled counts no more
        try {
          Operation operation = client.random().nextBoolean() ? Operation.RETRY : Operation.CANCEL;
          new Control(client.queue()).change(operation, root, true);
        } catch (IOException | JobQueueException e) {
          // not now
        }
      }
    }
  }
}
