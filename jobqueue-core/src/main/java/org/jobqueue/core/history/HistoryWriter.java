package org.jobqueue.core.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.LongSupplier;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.HistoryLine;
import org.jobqueue.core.format.HistoryName;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of one process.
 *
 * <p>A file is opened with the first event, and kept open: an event costs one write. A new file is
 * begun each day, when the present one has become large, and after a failure, so that what was cut
 * off is the end of its file. While the file system refuses, events are dropped, and it is asked
 * again after a pause. Thread-safe.
 */
final class HistoryWriter {
  /** A file that is larger than this is not continued. */
  static final long LARGEST_FILE = 8L << 20;

  /** How long nothing is tried after a failure. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

  private final QueueFiles files;
  private final QueueLayout layout;
  private final String writer;
  private final LongSupplier ticker;
  private @Nullable OutputStream out;
  private @Nullable LocalDate day;
  private long written;
  private long lastStart = -1;
  private boolean failing;
  private long failedAt;
  private long dropped;

  HistoryWriter(QueueFiles files, QueueLayout layout, String writer, LongSupplier ticker) {
    this.files = files;
    this.layout = layout;
    this.writer = writer;
    this.ticker = ticker;
  }

  /** Writes an event, if that is possible. */
  synchronized void write(JobEvent event) {
    if (failing && ticker.getAsLong() - failedAt < PAUSE.toNanos()) {
      dropped++;
      return;
    }
    try {
      byte[] line = HistoryLine.toBytes(event);
      open(event.time()).write(line);
      written += line.length;
      if (failing) {
        LOG.info("the history goes on; {} events were not written", dropped);
        failing = false;
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private OutputStream open(Instant time) throws IOException {
    LocalDate today = HistoryName.dayOf(time);
    OutputStream present = out;
    if (present != null && today.equals(day) && written < LARGEST_FILE) {
      return present;
    }
    close();
    lastStart = Math.max(time.toEpochMilli(), lastStart + 1);
    HistoryName name = new HistoryName(today, writer, lastStart);
    OutputStream opened = openInDirectory(layout.history(), name);
    out = opened;
    day = today;
    written = 0;
    return opened;
  }

  private OutputStream openInDirectory(Path history, HistoryName name) throws IOException {
    Path directory = history.resolve(name.day().toString());
    try {
      return files.openOutput(directory.resolve(name.file()));
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      makeDirectory(history, e);
      makeDirectory(directory, e);
      return files.openOutput(directory.resolve(name.file()));
    }
  }

  private void makeDirectory(Path directory, IOException cause) throws IOException {
    try {
      files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // the next step finds out whether it is one
    } catch (IOException e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  private void fail(Exception e) {
    if (!failing) {
      LOG.warn("the history of {} cannot be written; jobs go on", layout.location(), e);
      dropped = 0;
    }
    failing = true;
    failedAt = ticker.getAsLong();
    dropped++;
    close();
  }

  private void close() {
    OutputStream present = out;
    out = null;
    if (present != null) {
      try {
        present.close();
      } catch (IOException e) {
        LOG.debug("a file of the history could not be closed", e);
      }
    }
  }
}
