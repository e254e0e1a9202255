package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueContactTest {
  @TempDir Path directory;
  private final AtomicLong now = new AtomicLong(-5);
  private QueueDirectory queue;
  private QueueContact contact;

  @BeforeEach
  void makeQueue() throws IOException {
    QueueLayout layout = new QueueLayout(directory.resolve("queue"));
    Files.createDirectory(layout.location());
    Files.createFile(layout.configuration());
    Environment here = Environment.ofThisMachine();
    Environment environment =
        new Environment(here.files(), here.clock(), now::get, here.random(), here.processes());
    queue = new QueueDirectory(layout, QueueOptions.defaults(), environment);
    contact = new QueueContact(queue, Duration.ofMinutes(10));
  }

  private void wait(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aQueueThatCanBeReadIsNeverGivenUp() {
    for (int i = 0; i < 100; i++) {
      assertThat(contact.lostForGood()).isEmpty();
      wait(Duration.ofHours(1));
    }
  }

  @Test
  void aQueueThatIsNotThereIsGivenUpAfterTheTime() throws IOException {
    Files.delete(queue.layout().configuration());
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofSeconds(1));
    assertThat(contact.lostForGood())
        .get()
        .isInstanceOfSatisfying(
            QueueUnusableException.class,
            e -> assertThat(e.reason()).isEqualTo(QueueUnusableException.Reason.MISSING))
        .extracting(Throwable::getMessage)
        .isEqualTo("the queue " + directory + "/queue has been gone for 600 s; it is given up");
  }

  @Test
  void theTimeBeginsAnewWhenItWasThereInBetween() throws IOException {
    Path configuration = queue.layout().configuration();
    Path away = directory.resolve("away");
    Files.move(configuration, away);
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofMinutes(9));
    contact.made();
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofMinutes(9));
    Files.move(away, configuration);
    assertThat(contact.lostForGood()).isEmpty();
    Files.move(configuration, away);
    wait(Duration.ofMinutes(9));
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofMinutes(10));
    assertThat(contact.lostForGood()).isPresent();
  }

  @Test
  void aDirectoryThatCannotBeReadIsAnotherKindOfTrouble() throws IOException {
    Path location = queue.layout().location();
    Files.delete(queue.layout().configuration());
    Files.delete(location);
    Files.createSymbolicLink(location, location.getFileName()); // a loop: neither gone nor there
    assertThat(contact.lostForGood()).isEmpty();
    wait(Duration.ofMinutes(10));
    assertThat(contact.lostForGood()).get().isInstanceOf(QueueIOException.class);
  }

  @Test
  void patienceOfZeroHasNoEnd() throws IOException {
    Files.delete(queue.layout().configuration());
    QueueContact patient = new QueueContact(queue, Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      assertThat(patient.lostForGood()).isEmpty();
      wait(Duration.ofHours(1));
    }
  }
}
