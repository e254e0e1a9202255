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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.junit.jupiter.api.Test;

/** What is damaged harms nothing else, and a file system that refuses harms nobody. */
class HistoryDamageTest extends HistoryFixture {
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
}
