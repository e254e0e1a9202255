package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.process.CommandMarker;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the processes that a dead worker has left behind are ended, and by whom. */
class OrphansTest {
  @TempDir Path directory;
  private World world;
  private Client victim;
  private WorkerSession session;

  @BeforeEach
  void aWorker() throws IOException {
    world = new World(directory.resolve("queue"));
    victim = world.client();
    session = WorkerSession.register(victim.queue());
  }

  private static CommandMarker marker(String worker) {
    return new CommandMarker(worker, "-", "1.n1", 1);
  }

  @Test
  void theyAreEndedBeforeTheJobCanRunAgain() throws IOException {
    JobId job = victim.submit(World.root());
    assertThat(new Claims(victim.queue()).next(session, Admission.ALL, 0).claim()).isPresent();
    List<String> seen = new ArrayList<>();
    world.onEndCommands(
        which -> {
          assertThat(which.test(marker(session.name()))).isTrue();
          assertThat(which.test(marker(session.name() + "0"))).isFalse();
          assertThat(which.test(marker(session.name().substring(1)))).isFalse();
          seen.addAll(world.leftovers());
        });
    Client other = world.client();
    Reaper reaper = new Reaper(other.queue());
    assertThat(reaper.lookAround("observer", 3)).isZero();
    assertThat(seen).isEmpty();
    world.advance(Duration.ofSeconds(9)); // it stands still, and is not certainly gone
    assertThat(reaper.lookAround("observer", 3)).isOne();

    assertThat(seen).contains("run/" + session.name());
    assertThat(seen).noneMatch(name -> name.startsWith("ready/"));
    assertThat(world.state(job)).isEqualTo(JobState.WAITING);
    assertThat(world.leftovers()).singleElement().asString().startsWith("ready/");
  }

  @Test
  void aWorkerThatIsGoneFromThisMachineIsFoundHoweverFarAwayInTheRing() throws IOException {
    Client other = world.client();
    String self = "";
    for (int i = 0; i < 10; i++) {
      self = WorkerSession.register(other.queue()).name();
    }
    Reaper reaper = new Reaper(other.queue());
    assertThat(reaper.lookAround(self, 0)).isZero();
    victim.die();
    assertThat(reaper.lookAround("elsewhere_1_abcdefghij", 0)).isZero();
    assertThat(reaper.lookAround(self, 0)).isOne();
  }
}
