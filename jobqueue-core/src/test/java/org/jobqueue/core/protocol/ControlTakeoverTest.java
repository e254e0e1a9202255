package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody helps with an operation whose owner was only slow, and wakes to end it. */
class ControlTakeoverTest {
  private static final JobId JOB = JobId.ofRoot(1);
  private static final Duration LEASE_AND_MORE = Duration.ofSeconds(9);

  @TempDir Path directory;

  /**
   * While a job runs, the owner stops before each of its operations, the job fails, and the owner
   * goes on to the end before each operation of a helper, who dies at each of his changes. Whatever
   * the job has become by then, it does not wait without a ticket.
   */
  @ParameterizedTest
  @EnumSource(names = {"RETRY", "SKIP"})
  void whatAHelperChangesHasATicketAlthoughTheOwnerHasEnded(Operation operation) throws Exception {
    int every = System.getProperty("longTests") == null ? 4 : 1;
    int runs = 0;
    boolean stopped = true;
    for (int stop = 0; stopped; stop++) {
      boolean died = true;
      for (int death = 0; died && stopped; death++) {
        boolean woken = true;
        for (int wake = (stop + death + 1) % every; woken && stopped; wake += every) {
          World world = new World(directory.resolve("queue" + runs++));
          Client worker = world.client();
          worker.submit(World.root());
          WorkerSession session = WorkerSession.register(worker.queue());
          Claim claim = new Claims(worker.queue()).next(session, Admission.ALL, 0).claim().get();
          Client slow = world.client();
          Sleeper owner =
              new Sleeper(slow, stop, () -> new Control(slow.queue()).change(operation, JOB, true));
          stopped = owner.hasStopped();
          fail(worker, session, claim);
          Helper helper = new Helper(world, owner, death, wake);
          died = helper.died;
          woken = helper.woken;
          String when =
              "stopped before " + stop + ", the helper died at " + death + ", awake at " + wake;
          world.client().recover();
          world.client().recover();
          assertThat(world.violations()).as(when).isEmpty();
          world.client().drain();
          assertThat(world.state(JOB)).as(when).isIn(JobState.DONE, JobState.FAILED);
          assertThat(world.leftovers()).as(when).isEmpty();
        }
      }
    }
    assertThat(runs).isGreaterThan(100);
  }

  private static void fail(Client worker, WorkerSession session, Claim claim) throws IOException {
    AttemptResult failed = AttemptResult.ofError(JobError.of("broken"), worker.queue().now());
    new Completion(worker.queue()).commit(session.name(), claim, failed);
    session.signOff();
  }

  /** Takes the owner for dead, wakes it before one of his own operations, and dies. */
  private static final class Helper {
    private final AtomicInteger operations = new AtomicInteger();
    private boolean died;
    private boolean woken;

    Helper(World world, Sleeper owner, int death, int wake) throws IOException {
      Client client = world.client();
      IntentRecovery recovery = new IntentRecovery(client.queue());
      recovery.lookAround();
      world.advance(LEASE_AND_MORE);
      client.files().arm(Fault.CRASH, death);
      client
          .files()
          .beforeEach(
              () -> {
                if (operations.getAndIncrement() == wake) {
                  woken = true;
                  owner.goOn();
                }
              });
      try {
        recovery.lookAround();
      } catch (Crash e) {
        died = true;
        client.die();
      }
      if (!woken) {
        owner.goOn();
      }
    }
  }

  private static boolean isDead(Client helper, IntentName intent) throws IOException {
    try {
      new IntentRecovery(helper.queue()).recover(intent);
      return false;
    } catch (Crash e) {
      helper.die();
      return true;
    }
  }

  /** A helper who dies with a job that has lost its definition leaves the job where it is. */
  @Test
  void aJobWithoutDefinitionIsNotRemoved() throws Exception {
    for (int death = 0; death < 4; death++) {
      World world = new World(directory.resolve("queue" + death));
      world.client().submit(World.root());
      Files.delete(world.layout().definition(JOB));
      IntentName retry = IntentName.forJobs(Operation.RETRY, JOB, false, "owner");
      Intent.declare(world.client().queue(), retry);
      Client helper = world.client();
      helper.files().arm(Fault.CRASH, death);
      isDead(helper, retry);
      world.client().recover();
      world.client().recover();
      assertThat(world.roots()).as("died at %d", death).hasSize(1);
      assertThat(world.layout().intents()).as("died at %d", death).isEmptyDirectory();
    }
  }
}
