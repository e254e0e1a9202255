package org.jobqueue.core.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.protocol.QueueDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress and status line of an attempt. Written at most a few times a second, however often the
 * procedure reports; {@link #flush} writes what is pending. Thread-safe.
 */
final class StatusFile {
  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int BURST = 4;
  private static final int LONGEST_LINE = 1000;

  private final QueueDirectory queue;
  private final Path file;
  private AttemptStatus current = AttemptStatus.NOTHING;
  private boolean closed;
  private AttemptStatus written = AttemptStatus.NOTHING;
  private long paidUntil; // each write moves it on by a pause; it lags behind by a burst at most

  StatusFile(QueueDirectory queue, Path file) {
    this.queue = queue;
    this.file = file;
    this.paidUntil = queue.environment().ticker().getAsLong() - BURST * PAUSE_NANOS;
  }

  /** True if that is news. */
  synchronized boolean setProgress(int percent) {
    AttemptStatus before = current;
    current = new AttemptStatus(percent, current.status());
    writeIfDue();
    return !current.equals(before);
  }

  /** True if that is news. */
  synchronized boolean setStatusLine(String line) {
    AttemptStatus before = current;
    String oneLine = line.lines().findFirst().orElse("");
    String shortened =
        oneLine.length() > LONGEST_LINE ? oneLine.substring(0, LONGEST_LINE) : oneLine;
    current = new AttemptStatus(current.progress(), shortened);
    writeIfDue();
    return !current.equals(before);
  }

  synchronized void flush() {
    if (closed || Objects.equals(current, written)) { // most often the same object
      return;
    }
    try {
      queue.files().replaceFile(file, current.toBytes());
    } catch (IOException e) {
      LOG.debug("the status of an attempt cannot be written: {}", file, e);
    }
    written = current;
  }

  /** Writes what is pending; what a thread left behind reports later is ignored. */
  synchronized void close() {
    flush();
    closed = true;
  }

  private void writeIfDue() {
    long now = queue.environment().ticker().getAsLong();
    if (now - paidUntil >= PAUSE_NANOS) {
      paidUntil = Math.max(paidUntil, now - BURST * PAUSE_NANOS) + PAUSE_NANOS;
      flush();
    }
  }
}
