package org.jobqueue.core.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassingFailuresTest {
  private final FileSystemException stale =
      new FileSystemException("/queue/ready/p500", null, "Stale file handle");

  private long now;
  private final List<Long> pauses = new ArrayList<>();
  private final Deque<IOException> failures = new ArrayDeque<>();
  private int tries;

  private final PassingFailures passing =
      new PassingFailures(
          () -> now,
          nanos -> {
            pauses.add(nanos);
            now += nanos;
          });

  private String operation() throws IOException {
    tries++;
    IOException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return "done";
  }

  @Test
  void whatSucceedsIsDoneOnceAndWithoutAPause() throws IOException {
    assertEquals("done", passing.overcome(this::operation));
    assertEquals(1, tries);
    assertEquals(List.of(), pauses);
  }

  @Test
  void aStaleHandleIsTriedAgainAfterPausesThatGrow() throws IOException {
    failures.add(stale);
    failures.add(new FileSystemException("/queue/ready/p500", null, "Veraltetes Dateihandle"));
    failures.add(new IOException("Stale file handle")); // so says a channel that is read
    assertEquals("done", passing.overcome(this::operation));
    assertEquals(4, tries);
    assertEquals(List.of(1_000_000L, 2_000_000L, 4_000_000L), pauses);
  }

  @Test
  void whatTheNextTryFindsIsReported() {
    failures.add(stale);
    NoSuchFileException gone = new NoSuchFileException("/queue/ready/p500");
    failures.add(gone);
    assertSame(gone, assertThrows(IOException.class, () -> passing.overcome(this::operation)));
    assertEquals(2, tries);

    failures.add(stale);
    FileAlreadyExistsException taken = new FileAlreadyExistsException("/queue/ready/p500");
    failures.add(taken);
    assertSame(taken, assertThrows(IOException.class, () -> passing.overcome(this::operation)));
  }

  @Test
  void whatDoesNotPassIsReportedAfterHalfASecond() {
    for (int i = 0; i < 100; i++) {
      failures.add(stale);
    }
    assertSame(stale, assertThrows(IOException.class, () -> passing.overcome(this::operation)));
    assertEquals(9, tries); // after pauses of 1 to 128 ms, 255 in all; 256 more would be too long
    assertEquals(255_000_000L, now);
  }

  @Test
  void anOperationThatTakesLongIsNotBegunAgain() {
    assertSame(
        stale,
        assertThrows(
            IOException.class,
            () ->
                passing.overcome(
                    () -> {
                      tries++;
                      now += 600_000_000;
                      throw stale;
                    })));
    assertEquals(2, tries); // that the first one took long says nothing of the second
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "Read-only file system",
        "Operation not permitted",
        "File name too long",
        "Too many open files",
        "Not a directory",
        "Invalid cross-device link"
      })
  void whatLastsIsReportedAtOnce(String reason) {
    FileSystemException lasting = new FileSystemException("/queue/ready", null, reason);
    failures.add(lasting);
    assertSame(lasting, assertThrows(IOException.class, () -> passing.overcome(this::operation)));
    assertEquals(1, tries);
  }

  @Test
  void theNameOfAFileSaysNothing() throws IOException {
    failures.add(new FileSystemException("/quota/invalid", null, "Stale file handle"));
    assertEquals("done", passing.overcome(this::operation));
  }

  @Test
  void whatSaysByItsTypeWhatIsWrongIsReportedAtOnce() {
    for (IOException told :
        List.of(
            new NoSuchFileException("/queue/ready"),
            new FileAlreadyExistsException("/queue/ready"),
            new AccessDeniedException("/queue/ready"))) {
      failures.add(told);
      assertSame(told, assertThrows(IOException.class, () -> passing.overcome(this::operation)));
    }
    assertEquals(3, tries);
  }

  /** Or the pauses would be none. */
  @Test
  void anInterruptDoesNotShortenThePausesAndIsKept() throws IOException {
    PassingFailures real = new PassingFailures();
    failures.add(stale);
    failures.add(stale);
    failures.add(stale);
    Thread.currentThread().interrupt();
    long begun = System.nanoTime();
    assertEquals("done", real.overcome(this::operation));
    assertTrue(System.nanoTime() - begun >= 7_000_000); // 1, 2 and 4 ms
    assertTrue(Thread.interrupted());
  }

  /** As a stream says it that cannot be opened. */
  @Test
  void aStreamThatCannotBeOpenedIsTriedAgainIfItsHandleIsStale() throws IOException {
    failures.add(new FileNotFoundException("/queue/history/x.jsonl (Stale file handle)"));
    assertEquals("done", passing.overcome(this::operation));
    failures.add(new FileNotFoundException("/queue/history/x.jsonl (No such file or directory)"));
    assertThrows(FileNotFoundException.class, () -> passing.overcome(this::operation));
    assertEquals(3, tries);
  }
}
