package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.jobqueue.core.verify.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verification of a queue that others change between any two of its looks at files. */
class VerifyLiveTest {
  @TempDir Path directory;
  private World world;
  private final List<Violation> violations = new ArrayList<>();

  @BeforeEach
  void queue() throws IOException {
    world = new World(directory.resolve("queue"));
  }

  private interface Change {
    void make() throws IOException;
  }

  /** Makes the change before operation {@code n} of the verification; how many there were. */
  private int verifyWith(Change change, int n) throws IOException {
    Client observer = world.client();
    int[] operations = {0};
    observer
        .files()
        .beforeEach(
            () -> {
              if (operations[0]++ == n) {
                try {
                  change.make();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            });
    Verification verification =
        new Verification(observer.files(), world.layout(), () -> {}, violations::add);
    QueueVerification verified = verification.run();
    assertThat(verified.violations()).isEqualTo(violations.size());
    assertThat(observer.files().changes()).isZero();
    return operations[0];
  }

  @Test
  void jobsThatAreRunMeanwhileAreNoViolation() throws IOException {
    int operations = Integer.MAX_VALUE;
    for (int n = 0; n < operations; n++) {
      world = new World(directory.resolve("queue" + n));
      world.client().submit(World.diamond());
      operations = verifyWith(() -> world.client().drain(), n);
      assertThat(violations).as("drained before operation %d", n).isEmpty();
    }
    assertThat(operations).isGreaterThan(20);
  }

  @Test
  void jobsThatAreDeletedMeanwhileAreNoViolation() throws IOException {
    int operations = Integer.MAX_VALUE;
    for (int n = 0; n < operations; n++) {
      world = new World(directory.resolve("queue" + n));
      world.client().submit(World.diamond());
      world.client().submit(World.root());
      operations = verifyWith(() -> new Removal(world.client().queue()).delete(JobId.ofRoot(1)), n);
      assertThat(violations).as("deleted before operation %d", n).isEmpty();
    }
  }

  @Test
  void registeredWorkersAndChangesAreSaid() throws IOException {
    world.client().submit(World.root());
    WorkerSession session = WorkerSession.register(world.client().queue());
    QueueVerification verified =
        new Verification(world.client().files(), world.layout(), () -> {}, violations::add).run();
    assertThat(verified.workers()).isEqualTo(1);
    assertThat(verified.changed()).isFalse();
    assertThat(violations).isEmpty();
    session.signOff();
  }

  @Test
  void theLooksAreApartWhileWorkersAreRegistered() throws IOException {
    world.client().submit(World.root());
    WorkerSession session = WorkerSession.register(world.client().queue());
    Files.createDirectory(world.layout().latch(JobId.ofRoot(1)));
    int[] pauses = {0};
    new Verification(world.client().files(), world.layout(), () -> pauses[0]++, violations::add)
        .run();
    assertThat(violations).hasSize(1);
    assertThat(pauses[0]).isPositive();
    session.signOff();
  }

  @Test
  void aNumberThatCouldNotBeReservedIsNotLeftOut() throws IOException {
    Client client = world.client();
    Submission submission = new Submission(client.queue());
    SubmissionPlan plan = SubmissionPlan.of(World.root(), false);
    submission.submit(plan);
    client.files().arm(Fault.IO_ERROR, 0);
    assertThatThrownBy(() -> submission.submit(plan)).isInstanceOf(IOException.class);
    assertThat(submission.submit(plan)).isEqualTo(JobId.ofRoot(2));
    assertThat(world.state(JobId.ofRoot(2))).isEqualTo(JobState.WAITING);
    verifyWith(() -> {}, 0);
    assertThat(violations).isEmpty();
  }
}
