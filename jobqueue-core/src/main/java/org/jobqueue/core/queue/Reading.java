package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.QueueUnusableException.Reason;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.fs.QueueFiles.Kind;

/** What callers are told of a directory that cannot be used as a queue. */
final class Reading {
  /** Reads something of a queue. */
  @FunctionalInterface
  interface Action<T> {
    T read() throws IOException;
  }

  private Reading() {}

  /**
   * What the action returns.
   *
   * @throws QueueUnusableException if the directory is missing, no queue, or newer
   */
  static <T> T of(QueueLayout layout, QueueFiles files, Action<T> action) {
    Path location = layout.location();
    try {
      return action.read();
    } catch (QueueConfiguration.NewerFormatException e) {
      throw new QueueUnusableException(
          Reason.NEWER_FORMAT,
          location,
          "the queue " + location + " " + e.getMessage() + "; use a newer jobqueue",
          e);
    } catch (NoSuchFileException e) {
      throw missing(location, files, e);
    } catch (FileSystemException e) {
      if (kind(location, files) == Kind.FILE) {
        throw new QueueUnusableException(
            Reason.NOT_A_QUEUE, location, location + " is not a queue: it is a file", e);
      }
      throw new QueueUnusableException(
          Reason.IO, location, "the queue " + location + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new QueueUnusableException(
          Reason.NOT_A_QUEUE, location, layout.configuration() + " " + e.getMessage(), e);
    }
  }

  private static Kind kind(Path location, QueueFiles files) {
    try {
      return files.kind(location);
    } catch (IOException e) {
      return Kind.MISSING;
    }
  }

  private static QueueUnusableException missing(
      Path location, QueueFiles files, IOException cause) {
    if (kind(location, files) == Kind.MISSING) {
      return new QueueUnusableException(
          Reason.MISSING,
          location,
          "there is no queue in "
              + location
              + ": the directory does not exist; create one with"
              + " 'jobqueue init "
              + location
              + "'",
          cause);
    }
    return new QueueUnusableException(
        Reason.NOT_A_QUEUE,
        location,
        location + " is not a queue: it has no queue.json; create one with 'jobqueue init'",
        cause);
  }
}
