package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jobqueue.core.protocol.Claim;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an idle worker mends on its way. */
class PatrolTest {
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final String FIRST = "a_1_0000000000";

  @TempDir Path directory;
  private Bed bed;

  @BeforeEach
  void makeQueue() throws IOException {
    bed = new Bed(directory.resolve("queue"));
  }

  private void loseTickets() throws IOException {
    Bed.remove(bed.layout().ready());
    Files.createDirectory(bed.layout().ready());
  }

  @Test
  void mendsAPortionAfterEachPause() throws IOException {
    for (int i = 0; i < 45; i++) {
      bed.submit(Bed.single());
    }
    loseTickets();
    Patrol patrol = new Patrol(bed.process());

    assertThat(patrol.lookAround(FIRST)).isZero();
    bed.advance(PAUSE);
    assertThat(patrol.lookAround(FIRST)).isEqualTo(20);
    assertThat(patrol.lookAround(FIRST)).isZero();
    bed.advance(PAUSE);
    assertThat(patrol.lookAround(FIRST)).isEqualTo(20);
    bed.advance(PAUSE);
    assertThat(patrol.lookAround(FIRST)).isEqualTo(5);
    assertThat(bed.run(99)).isEqualTo(45);

    bed.submit(Bed.single());
    loseTickets();
    bed.advance(PAUSE);
    patrol.lookAround(FIRST); // from the beginning again
    bed.advance(PAUSE);
    patrol.lookAround(FIRST);
    bed.advance(PAUSE);
    assertThat(patrol.lookAround(FIRST)).isEqualTo(1);
  }

  @Test
  void onlyTheFirstWorkerLooksAround() throws IOException {
    bed.submit(Bed.single());
    Claim claim = bed.claim(bed.process()); // registers a worker host_…
    bed.submit(Bed.single());
    loseTickets();
    QueueDirectory process = bed.process();
    Patrol patrol = new Patrol(process);
    bed.advance(PAUSE);

    assertThat(patrol.lookAround("z" + claim.running().by())).isZero();
    bed.advance(PAUSE);
    assertThat(patrol.lookAround(claim.running().by())).isEqualTo(1);
  }

  @Test
  void leavesWhatIsNotAlwaysSafeAlone() throws IOException {
    bed.submit(Bed.diamond());
    bed.submit(Bed.single());
    Files.delete(bed.register("2"));
    Files.createFile(bed.layout().jobs().resolve("notes"));
    var before = bed.snapshot();
    Patrol patrol = new Patrol(bed.process());
    bed.advance(PAUSE);

    assertThat(patrol.lookAround(FIRST)).isZero();
    assertThat(bed.snapshot()).isEqualTo(before);
  }
}
