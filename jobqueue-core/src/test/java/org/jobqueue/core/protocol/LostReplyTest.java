package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each operation in turn is carried out and reported as a failure, as over a network. */
class LostReplyTest {
  @TempDir Path directory;

  @Test
  void noLostReplyWhileWorkingLosesAJobOrRunsItTwice() throws IOException {
    for (int step = 0; ; step++) {
      World world = new World(directory.resolve("queue" + step));
      JobId root = world.client().submit(World.diamond());
      Client worker = world.client();
      worker.files().arm(Fault.LOST_REPLY, step);
      int jobs = worker.drain();
      assertThat(jobs).as("lost reply to change %d", step).isEqualTo(4);
      for (JobId job : world.tree(root)) {
        assertThat(world.state(job)).as("%s, change %d", job, step).isEqualTo(JobState.DONE);
      }
      assertThat(world.committed()).hasSize(4).doesNotHaveDuplicates();
      world.client().recover();
      assertThat(world.leftovers()).as("lost reply to change %d", step).isEmpty();
      if (!worker.files().hasStruck()) {
        assertThat(step).isGreaterThan(20);
        return;
      }
    }
  }

  @Test
  void noLostReplyWhileSubmittingLeavesHalfAJob() throws IOException {
    for (int step = 0; ; step++) {
      World world = new World(directory.resolve("queue" + step));
      Client submitter = world.client();
      submitter.files().arm(Fault.LOST_REPLY, step);
      boolean submitted = true;
      try {
        submitter.submit(World.diamond());
      } catch (IOException | RuntimeException e) {
        submitted = false;
      }
      submitter.die();
      world.client().recover();
      world.client().drain();
      assertThat(world.committed()).as("lost reply to change %d", step).hasSize(submitted ? 4 : 0);
      assertThat(world.leftovers()).as("lost reply to change %d", step).isEmpty();
      if (!submitter.files().hasStruck()) {
        return;
      }
    }
  }
}
