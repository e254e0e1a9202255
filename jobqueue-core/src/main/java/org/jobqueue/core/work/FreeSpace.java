package org.jobqueue.core.work;

import java.io.IOException;
import java.time.Duration;
import org.jobqueue.core.protocol.QueueDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room in the queue for the files of an attempt. Without it a worker takes
 * nothing: jobs would fail for a reason that is none of theirs. Thread-safe.
 */
final class FreeSpace {
  /** How much there has to be, in bytes. */
  static final long NEEDED = 16L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private final QueueDirectory queue;
  private boolean enough = true;
  private boolean hasLooked;
  private long looked;

  FreeSpace(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Looks from time to time. */
  synchronized boolean isEnough() {
    long now = queue.environment().ticker().getAsLong();
    if (!hasLooked || now - looked > FRESH_NANOS) {
      hasLooked = true;
      looked = now;
      look();
    }
    return enough;
  }

  /** Looks now. */
  synchronized boolean isEnoughNow() {
    hasLooked = false;
    return isEnough();
  }

  private void look() {
    try {
      long bytes = queue.files().usableBytes(queue.layout().location());
      boolean before = enough;
      enough = bytes >= NEEDED;
      if (before && !enough) {
        LOG.error("the disk of the queue is full ({} bytes left); no jobs are taken", bytes);
      } else if (!before && enough) {
        LOG.warn("there is room on the disk of the queue again; jobs are taken");
      }
    } catch (IOException e) {
      LOG.debug("how much room there is cannot be told", e);
    }
  }
}
