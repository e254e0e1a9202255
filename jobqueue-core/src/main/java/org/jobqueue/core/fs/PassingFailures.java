package org.jobqueue.core.fs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does an operation again that failed for a reason that may have passed a moment later.
 *
 * <p>Over a network a path can lead through a directory that another machine has just removed and
 * made anew. Of that a client of GlusterFS speaks as a stale file handle for some milliseconds.
 *
 * <p>What failed in this way may have been done, so that the next try finds the name taken, or the
 * source missing, as with a reply that was lost. What says by its type what is wrong is no such
 * failure. Of the others some are known by their words not to pass; those come in the language of
 * the user, so that elsewhere it takes a little longer until they are believed.
 */
final class PassingFailures {
  /** For how long a failing operation is begun again. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(PassingFailures.class);
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final Pattern LASTING =
      Pattern.compile(
          "no space left|quota|read-only|not permitted|too long|too many|too large"
              + "|not a directory|is a directory|cross-device|invalid|not supported");

  private final LongSupplier ticker;
  private final LongConsumer pause;

  /** An operation of the file system. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /** By the time of this machine. */
  PassingFailures() {
    this(System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * By another time.
   *
   * @param ticker nanoseconds that go by
   * @param pause lets about so many nanoseconds go by; may return early
   */
  PassingFailures(LongSupplier ticker, LongConsumer pause) {
    this.ticker = ticker;
    this.pause = pause;
  }

  /** Carries an operation out, more than once if need be. */
  <T> T overcome(Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (IOException e) {
      if (!mayPass(e)) {
        throw e;
      }
      return again(operation, e);
    }
  }

  private <T> T again(Operation<T> operation, IOException first) throws IOException {
    long begun = ticker.getAsLong();
    IOException failure = first;
    long nanos = FIRST_PAUSE_NANOS;
    boolean interrupted = false;
    try {
      while (mayPass(failure) && ticker.getAsLong() - begun + nanos <= PATIENCE.toNanos()) {
        LOG.debug("the file system failed; trying again", failure);
        interrupted |= Thread.interrupted(); // or there would be no pause
        pause.accept(nanos);
        nanos *= 2;
        try {
          return operation.run();
        } catch (IOException e) {
          failure = e;
        }
      }
      throw failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean mayPass(IOException e) {
    if (e instanceof FileNotFoundException) { // says in words alone what is wrong
      return String.valueOf(e.getMessage()).endsWith("(Stale file handle)");
    }
    boolean untold = e.getClass() == IOException.class || e.getClass() == FileSystemException.class;
    String words = e instanceof FileSystemException told ? told.getReason() : e.getMessage();
    return untold && !LASTING.matcher(String.valueOf(words).toLowerCase(Locale.ROOT)).find();
  }
}
