package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.QueueUnusableException.Reason;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Notices that the queue is gone for good: its directory was removed, or its file server does not
 * come back. A queue that can be read but not written, say because the disk is full, is not gone.
 * Not thread-safe.
 */
final class QueueContact {
  private final QueueDirectory queue;
  private final Duration patience;
  private boolean lost;
  private long since;

  /**
   * Contact that exists now.
   *
   * @param patience how long it may be lost; zero for ever
   */
  QueueContact(QueueDirectory queue, Duration patience) {
    this.queue = queue;
    this.patience = patience;
  }

  /** Something was read or written. */
  void made() {
    lost = false;
  }

  /**
   * To be asked after something failed: looks whether the queue is there at all. Why there is no
   * hope any more; empty if there is.
   */
  Optional<JobQueueException> lostForGood() {
    try {
      queue.requireThere();
      lost = false;
      return Optional.empty();
    } catch (IOException e) {
      return lostForGood(e);
    }
  }

  private Optional<JobQueueException> lostForGood(IOException cause) {
    long now = queue.environment().ticker().getAsLong();
    if (!lost) {
      lost = true;
      since = now;
    }
    if (patience.isZero() || now - since < patience.toNanos()) {
      return Optional.empty();
    }
    String text = "the queue " + queue.layout().location() + " has been ";
    String time = " for " + (now - since) / 1_000_000_000 + " s; it is given up";
    return Optional.of(
        cause instanceof java.nio.file.NoSuchFileException
                || cause instanceof java.nio.file.NotDirectoryException
            ? new QueueUnusableException(
                Reason.MISSING, queue.layout().location(), text + "gone" + time, cause)
            : new QueueIOException(queue.layout().location(), text + "unreadable" + time, cause));
  }
}
