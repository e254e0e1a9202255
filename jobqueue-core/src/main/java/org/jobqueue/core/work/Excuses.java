package org.jobqueue.core.work;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Which failures are no fault of the job and no attempt of it: the disk of the queue is full or
 * refuses to be written, or whoever stops this worker has signalled its commands as well, as
 * supervisors of whole groups of processes do. Thread-safe.
 */
final class Excuses {
  private static final int KILLED_BY_TERM = 128 + 15;
  private static final long SIGNALS_APART_MILLIS = 500;
  private static final Pattern OF_DISK =
      Pattern.compile(
          "no space left|quota exceeded|read-only file system|stale file handle|"
              + "input/output error|not enough space");

  private final FreeSpace space;
  private final CountDownLatch stopAsked;

  /** What may be said for a failed attempt. */
  enum Kind {
    /** Nothing. */
    NONE(""),
    /** Its files could not be written. */
    DISK("the disk of the queue is full or cannot be written"),
    /** Its command was ended together with the worker. */
    STOPPED("its command was ended by the signal that stops this worker");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Excuses of a worker that nobody stops. */
  Excuses(FreeSpace space) {
    this(space, new CountDownLatch(1));
  }

  /**
   * Excuses of a worker.
   *
   * @param stopAsked zero once the worker is to stop
   */
  Excuses(FreeSpace space, CountDownLatch stopAsked) {
    this.space = space;
    this.stopAsked = stopAsked;
  }

  /**
   * The excuse for an attempt.
   *
   * @param logFailure why its log is not complete
   */
  Kind of(AttemptEnd end, Optional<IOException> logFailure) {
    if (end.kind() != AttemptEnd.Kind.FAILED) {
      return Kind.NONE;
    }
    if (logFailure.filter(Excuses::isOfDisk).isPresent() || !space.isEnoughNow()) {
      return Kind.DISK;
    }
    boolean byTerm =
        end.error().flatMap(error -> error.exitCode()).filter(c -> c == KILLED_BY_TERM).isPresent();
    return byTerm && isStopped() ? Kind.STOPPED : Kind.NONE;
  }

  private static boolean isOfDisk(IOException failure) {
    return OF_DISK.matcher(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT)).find();
  }

  /** The command may be hit a moment before the worker. */
  private boolean isStopped() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNALS_APART_MILLIS);
    try {
      while (true) {
        try {
          return stopAsked.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
