package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process dies at each of its operations in turn; others complete or undo what it began. */
class CrashTest {
  @TempDir Path directory;

  private interface Scenario {
    void run(Client client) throws IOException;
  }

  private interface Check {
    void check(World world, int step) throws IOException;
  }

  /** Runs the scenario with a crash at change 0, 1, 2, … until it gets through without. */
  private int crashEverywhere(Scenario before, Scenario scenario, Check afterwards)
      throws IOException {
    for (int step = 0; ; step++) {
      World world = new World(directory.resolve("queue" + step));
      before.run(world.client());
      Client victim = world.client();
      victim.files().arm(Fault.CRASH, step);
      try {
        scenario.run(victim);
      } catch (Crash e) {
        // as planned
      }
      victim.die();
      world.client().recover();
      world.client().drain();
      afterwards.check(world, step);
      assertThat(world.leftovers()).as("leftovers after a crash at change %d", step).isEmpty();
      if (!victim.files().hasStruck()) {
        return step;
      }
    }
  }

  @Test
  void aSubmitterThatDiesLeavesAWholeJobOrNothing() throws IOException {
    int steps =
        crashEverywhere(
            client -> {},
            client -> client.submit(World.diamond()),
            (world, step) -> {
              for (JobId root : world.roots()) {
                // A number reserved in the very first steps stays used; nothing was promised yet.
                if (world.state(root) != JobState.DELETED
                    && world.state(root) != JobState.BUILDING) {
                  assertThat(world.tree(root)).as("crash at change %d", step).hasSize(4);
                  assertThat(world.committed()).as("crash at change %d", step).hasSize(4);
                }
              }
              assertThat(world.committed().size()).isIn(0, 4);
            });
    assertThat(steps).isGreaterThan(25);
  }

  @Test
  void aWorkerThatDiesLosesNothing() throws IOException {
    int steps =
        crashEverywhere(
            client -> client.submit(World.diamond()),
            Client::drain,
            (world, step) -> {
              JobId root = world.roots().get(0);
              assertThat(world.tree(root)).hasSize(4);
              for (JobId job : world.tree(root)) {
                assertThat(world.state(job))
                    .as("%s after a crash at change %d", job, step)
                    .isEqualTo(JobState.DONE);
              }
              assertThat(world.committed()).doesNotHaveDuplicates();
            });
    assertThat(steps).isGreaterThan(30);
  }

  @Test
  void aReaperThatDiesIsReplacedByAnother() throws IOException {
    crashEverywhere(
        client -> {
          client.submit(World.diamond());
          WorkerSession session = WorkerSession.register(client.queue());
          Claim claim =
              new Claims(client.queue()).next(session, Admission.ALL, 0).claim().orElseThrow();
          assertThat(claim.running().state()).isEqualTo(JobState.RUNNING);
          client.die();
        },
        Client::recover,
        (world, step) -> {
          for (JobId job : world.tree(world.roots().get(0))) {
            assertThat(world.state(job)).as("crash at %d", step).isEqualTo(JobState.DONE);
          }
        });
  }

  @Test
  void aDeletionThatWasBegunIsCompletedOrNeverHappened() throws IOException {
    crashEverywhere(
        client -> client.submit(World.diamond()),
        client -> new Removal(client.queue()).delete(JobId.ofRoot(1)),
        (world, step) -> {
          if (world.committed().isEmpty()) {
            assertThat(world.roots()).as("crash at change %d", step).isEmpty();
          } else {
            assertThat(world.committed()).hasSize(4);
          }
        });
  }

  @Test
  void theOrderIsKeptAfterEveryCrash() throws IOException {
    crashEverywhere(
        client -> client.submit(World.diamond()),
        Client::drain,
        (world, step) -> {
          List<JobId> order = world.committed();
          if (order.size() == 4) {
            assertThat(order.get(3)).isEqualTo(JobId.ofRoot(1));
            assertThat(order.get(0)).isEqualTo(JobId.parse("1/0/0"));
          }
        });
  }
}
