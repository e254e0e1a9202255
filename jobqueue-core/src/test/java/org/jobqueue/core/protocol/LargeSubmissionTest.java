package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hierarchies that are so large that several threads write them: whole or not at all. */
@Timeout(120)
class LargeSubmissionTest {
  private static final int LEAVES = 600;

  @TempDir private Path directory;

  /** A root, 20 jobs that it waits for, and 30 sub-jobs of each. */
  private static RootNode wide() {
    RootNode root = World.root();
    for (int i = 0; i < 20; i++) {
      var shot = root.createJob("shot", Map.of());
      for (int frame = 0; frame < LEAVES / 20; frame++) {
        var unused = shot.createJob("frame", Map.of());
      }
    }
    return root;
  }

  // 10 changes make the root, 120 the shots, 5 each frame; then the commit, and 600 tickets or
  // more.
  @ParameterizedTest
  @ValueSource(ints = {60, 700, 2500, 3200, 3500, 100_000})
  void aSubmitterThatDiesLeavesAWholeHierarchyOrNothing(int step) throws IOException {
    World world = new World(directory.resolve("queue"));
    World.Client victim = world.client();
    victim.files().arm(Fault.CRASH, step);
    try {
      victim.submit(wide());
    } catch (Crash e) {
      // as planned
    }
    victim.die();
    world.client().recover();
    int run = world.client().drain();

    assertThat(run).isIn(0, LEAVES + 21);
    assertThat(world.committed()).hasSize(run).doesNotHaveDuplicates();
    assertThat(world.leftovers()).isEmpty();
    for (JobId root : world.roots()) {
      assertThat(world.state(root))
          .isIn(JobState.DONE, JobState.DELETED, JobState.BUILDING); // an unused number
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {140, 1300, 2400})
  void oneThatCannotBeWrittenLeavesNothing(int step) throws IOException {
    World world = new World(directory.resolve("queue"));
    World.Client client = world.client();
    client.files().arm(Fault.IO_ERROR, step);

    assertThatThrownBy(() -> client.submit(wide())).hasMessageContaining("injected");

    assertThat(world.leftovers()).isEmpty();
    assertThat(world.roots()).isEmpty();
    assertThat(world.client().drain()).isZero();
  }
}
