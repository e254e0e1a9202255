package org.jobqueue.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.Occurrence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read, and what is damaged harms nothing else. */
class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @TempDir private Path temp;
  private QueueLayout layout;
  private final SettableClock clock = new SettableClock();
  private final AtomicLong ticker = new AtomicLong();
  private final Random random = new Random(1);

  private static final class SettableClock extends Clock {
    private Instant now = NOON;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void aDirectory() {
    layout = new QueueLayout(temp);
  }

  private Environment environment(QueueFiles files) {
    return new Environment(files, clock, ticker::get, random, ProcessProbe.ofThisMachine());
  }

  private Journal journal() {
    return journal(new LocalFiles());
  }

  private Journal journal(QueueFiles files) {
    return new Journal(environment(files), layout, true, event -> {});
  }

  private HistoryReader reader(EventQuery query) {
    return new HistoryReader(environment(new LocalFiles()), layout, query);
  }

  private static Occurrence done(String job) {
    return Occurrence.of(EventType.DONE, JobId.parse(job), false);
  }

  private static List<String> poll(EventReader reader) {
    List<String> found = new ArrayList<>();
    reader.poll(event -> found.add(text(event)));
    return found;
  }

  private static String text(JobEvent event) {
    return event.type().text() + " " + event.job().map(JobId::toString).orElse("-");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(layout.history())) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

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
  void garbageIsPassedOverAndReported() throws IOException {
    Journal journal = journal();
    journal.happened(done("1"));
    Path file = files().get(0);
    Files.write(file, new byte[] {0, 1, 2, (byte) 0xff, '\n', '\n'}, StandardOpenOption.APPEND);
    Files.writeString(file, "{\"time\":\"yesterday\"}\n[]\n7\n", StandardOpenOption.APPEND);
    Files.writeString(
        file,
        Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                .get(0)
                .replace("\"done\"", "\"exploded\"")
            + "\n",
        StandardOpenOption.APPEND);
    clock.advance(Duration.ofSeconds(1));
    journal().happened(done("2"));
    Files.writeString(layout.history().resolve("README"), "by hand");
    Files.writeString(file.resolveSibling("notes.txt"), "by hand");

    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1", "done 2");
    assertThat(reader.skippedLines()).isEqualTo(6);
    assertThat(reader.problems())
        .hasSize(6)
        .allMatch(problem -> problem.startsWith("2026-03-04/"))
        .anyMatch(problem -> problem.endsWith("line 7 tells of an unknown event exploded"));
  }

  @Test
  void aLineThatIsCutOffIsPassedOverUntilItIsComplete() throws IOException {
    Journal journal = journal();
    journal.happened(done("1"));
    journal.happened(done("2"));
    Path file = files().get(0);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 20));

    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1");
    assertThat(reader.skippedLines()).isEqualTo(1);
    assertThat(reader.problems()).singleElement().asString().endsWith("the last line is cut off");
    Files.write(file, all);
    assertThat(poll(reader)).containsExactly("done 2");
    assertThat(reader.skippedLines()).isZero();
  }

  @Test
  void aLineWithoutEndNeedsNoMemory() throws IOException {
    journal().happened(done("1"));
    Path file = files().get(0);
    Files.writeString(file, "x".repeat(5_000_000) + "\n", StandardOpenOption.APPEND);
    byte[] first =
        Files.readAllLines(file).get(0).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Files.write(file, first, StandardOpenOption.APPEND);
    Files.writeString(file, "\n", StandardOpenOption.APPEND);

    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1", "done 1");
    assertThat(reader.problems()).singleElement().asString().contains("longer than 65536 bytes");
  }

  @Test
  void directoriesInPlaceOfFilesAndFilesInPlaceOfDirectoriesAreReported() throws IOException {
    Journal journal = journal();
    journal.happened(done("1"));
    Path file = files().get(0);
    Files.createDirectory(file.resolveSibling("host_1_0123456789.1.jsonl"));
    Files.writeString(layout.history().resolve("2026-03-03"), "not a directory");

    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).containsExactly("done 1");
    assertThat(reader.problems()).hasSize(2);
    journal.happened(done("2"));
    assertThat(poll(reader)).containsExactly("done 2");
    assertThat(reader.problems()).hasSize(2);
  }

  @Test
  void aFileInPlaceOfTheHistoryHarmsNobody() throws IOException {
    Files.writeString(layout.history(), "not a directory");
    Journal journal = journal();
    journal.happened(done("1"));
    HistoryReader reader = reader(EventQuery.all());
    assertThat(poll(reader)).isEmpty();
    assertThat(reader.problems()).containsExactly("history: is not a directory");
    Files.delete(layout.history());
    ticker.addAndGet(HistoryWriter.PAUSE.toNanos());
    journal.happened(done("2"));
    assertThat(poll(reader)).containsExactly("done 2");
  }

  @Test
  void aFullDiskLosesLinesAndTheHistoryGoesOnInANewFile() throws IOException {
    QueueFiles disk = mock(QueueFiles.class, delegatesTo(new LocalFiles()));
    boolean[] full = new boolean[1];
    doAnswer(
            call -> {
              OutputStream real = new LocalFiles().openOutput(call.getArgument(0));
              return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                  real.write(b);
                }

                @Override
                public void write(byte[] bytes) throws IOException {
                  real.write(bytes, 0, full[0] ? 10 : bytes.length);
                  if (full[0]) {
                    throw new IOException("No space left on device");
                  }
                }

                @Override
                public void close() throws IOException {
                  real.close();
                }
              };
            })
        .when(disk)
        .openOutput(any());
    Journal journal = journal(disk);
    journal.happened(done("1"));
    full[0] = true;
    journal.happened(done("2"));
    journal.happened(done("3"));
    full[0] = false;
    journal.happened(done("4"));
    ticker.addAndGet(HistoryWriter.PAUSE.toNanos());
    journal.happened(done("5"));

    HistoryReader reader = reader(EventQuery.all());
    List<Long> numbers = new ArrayList<>();
    reader.poll(event -> numbers.add(event.sequence()));
    assertThat(numbers).containsExactly(1L, 5L);
    assertThat(files()).hasSize(2);
    assertThat(reader.problems()).singleElement().asString().endsWith("the last line is cut off");
  }

  @Test
  void whileTheFileSystemRefusesItIsNotAskedForEachEvent() throws IOException {
    QueueFiles refusing = mock(QueueFiles.class, delegatesTo(new LocalFiles()));
    doThrow(new FileSystemException("history", null, "Read-only file system"))
        .when(refusing)
        .openOutput(any());
    Journal journal = journal(refusing);
    for (int i = 0; i < 100; i++) {
      journal.happened(done("1"));
    }
    verify(refusing, times(1)).openOutput(any());
    ticker.addAndGet(HistoryWriter.PAUSE.toNanos());
    journal.happened(done("1"));
    verify(refusing, times(2)).openOutput(any());
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
