package org.jobqueue.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.protocol.Occurrence;
import org.junit.jupiter.api.Test;

/** What is written is read, by whomever, in order. */
class HistoryTest extends HistoryFixture {
  @Test
  void theEventsOfSeveralWritersAreMergedByTime() {
    Journal one = journal();
    Journal other = journal();
    one.happened(done("1"));
    clock.advance(Duration.ofSeconds(1));
    other.happened(done("2"));
    clock.advance(Duration.ofSeconds(1));
    one.happened(done("3"));
    clock.advance(Duration.ofSeconds(1));
    other.happened(done("4"));

    assertThat(poll(reader(EventQuery.all())))
        .containsExactly("done 1", "done 2", "done 3", "done 4");
  }

  @Test
  void everyFieldOfAnEventIsReadAsItWasWritten() {
    List<JobEvent> told = new ArrayList<>();
    Journal journal = new Journal(environment(new LocalFiles()), layout, true, told::add);
    journal.happened(
        Occurrence.of(EventType.RETRIED, JobId.parse("12/0/3"), true)
            .attempt(2, "host_1_0123456789")
            .label("a \"label\"\nin two lines")
            .took(Duration.ofMillis(1234))
            .count(7)
            .message("wörld\t\u001b[31m"));
    List<JobEvent> read = new ArrayList<>();
    reader(EventQuery.all()).poll(read::add);

    assertThat(read).isEqualTo(told).hasSize(1);
    assertThat(read.get(0).sequence()).isEqualTo(1);
    assertThat(read.get(0).by()).contains("@");
  }

  @Test
  void aReaderFollowsFilesThatGrowAndFindsNewOnes() {
    Journal one = journal();
    one.happened(done("1"));
    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1");
    assertThat(poll(reader)).isEmpty();
    one.happened(done("2"));
    journal().happened(done("3"));
    assertThat(poll(reader)).containsExactlyInAnyOrder("done 2", "done 3");
    assertThat(poll(reader)).isEmpty();
  }

  @Test
  void aPollThatWasEndedGoesOnBehindTheLastEvent() {
    Journal journal = journal();
    for (int i = 1; i <= 5; i++) {
      journal.happened(done("" + i));
    }
    HistoryReader reader = reader(EventQuery.all());
    assertThat(reader.poll(event -> event.sequence() < 2)).isEqualTo(2);
    assertThat(poll(reader)).containsExactly("done 3", "done 4", "done 5");
  }

  @Test
  void aNewFileIsBegunEachDayAndOldDaysCanBeRemoved() throws IOException {
    Journal journal = journal();
    for (int day = 1; day <= 4; day++) {
      journal.happened(done("" + day));
      clock.advance(Duration.ofDays(1));
    }
    assertThat(files())
        .extracting(file -> layout.history().relativize(file).getName(0).toString())
        .containsExactly("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07");
    assertThat(poll(reader(EventQuery.all().withSince(NOON.plus(Duration.ofDays(2))))))
        .containsExactly("done 3", "done 4");
    Files.delete(files().get(0));
    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 2", "done 3", "done 4");
    journal.happened(done("5"));
    assertThat(poll(reader)).containsExactly("done 5");
  }

  @Test
  void aClockThatIsSetBackDoesNotChangeTheOrderOfOneWriter() {
    Journal journal = journal();
    journal.happened(done("1"));
    clock.advance(Duration.ofSeconds(-100));
    journal.happened(done("2"));
    clock.advance(Duration.ofSeconds(50));
    journal.happened(done("3"));
    assertThat(poll(reader(EventQuery.all()))).containsExactly("done 1", "done 2", "done 3");
  }

  @Test
  void aClockThatIsYearsAheadDoesNotHideWhatOthersWriteNow() {
    Journal normal = journal();
    normal.happened(done("1"));
    clock.advance(Duration.ofDays(4000));
    journal().happened(done("2"));
    clock.advance(Duration.ofDays(-4000));
    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1", "done 2");
    normal.happened(done("3"));
    assertThat(poll(reader)).containsExactly("done 3");
  }

  @Test
  void aLargeFileIsContinuedInTheNext() throws IOException {
    Journal journal = journal();
    String message = "x".repeat(1000);
    long lines = HistoryWriter.LARGEST_FILE / 1000 + 100;
    for (int i = 0; i < lines; i++) {
      journal.happened(done("1").message(message));
    }
    assertThat(files()).hasSize(2);
    assertThat(Files.size(files().get(0))).isLessThan(HistoryWriter.LARGEST_FILE + 2000);
    assertThat(reader(EventQuery.all()).poll(event -> true)).isEqualTo(lines);
  }

  @Test
  void anEventCostsNoOperationButTheFirst() throws IOException {
    QueueFiles counted = mock(QueueFiles.class, delegatesTo(new LocalFiles()));
    Journal journal = journal(counted);
    for (int i = 0; i < 100; i++) {
      journal.happened(done("1"));
    }
    verify(counted, times(2)).openOutput(any()); // the first finds no directory
    verify(counted, times(2)).createDirectory(any());
  }

  @Test
  void theQueryOfAJobFindsWhatConcernsIt() {
    Journal journal = journal();
    journal.happened(Occurrence.of(EventType.SUBMITTED, JobId.parse("1"), true));
    journal.happened(done("1/0/1"));
    journal.happened(done("1/0"));
    journal.happened(done("1/1"));
    journal.happened(done("12/0"));
    journal.happened(Occurrence.of(EventType.CANCELLED, JobId.parse("1"), false));
    journal.happened(Occurrence.of(EventType.HELD, JobId.parse("1"), true));
    journal.happened(Occurrence.ofWorker(EventType.WORKER_STARTED, "w"));

    assertThat(poll(reader(EventQuery.all().withJob(JobId.parse("1/0")))))
        .containsExactly("submitted 1", "done 1/0/1", "done 1/0", "held 1");
    assertThat(poll(reader(EventQuery.all().withJob(JobId.parse("1"))))).hasSize(6);
    assertThat(poll(reader(EventQuery.all().withTypes(java.util.Set.of(EventType.HELD)))))
        .containsExactly("held 1");
  }

  @Test
  void thousandsOfShortWritersAreMergedInOrder() {
    for (int i = 1; i <= 2000; i++) {
      journal().happened(done("" + i));
      clock.advance(Duration.ofMillis(1));
    }
    List<Long> numbers = new ArrayList<>();
    reader(EventQuery.all()).poll(event -> numbers.add(event.job().orElseThrow().number()));
    assertThat(numbers).hasSize(2000).isSorted();
  }
}
