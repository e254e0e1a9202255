package org.jobqueue.api;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queue's directory cannot be used as asked: choose another one, or mend this one. */
public class QueueUnusableException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  /** Why a queue cannot be used. */
  public enum Reason {
    /** There is no such directory. */
    MISSING,
    /** The directory, or its {@code queue.json}, is not that of a queue. */
    NOT_A_QUEUE,
    /** The queue was made by a newer version of this program. */
    NEWER_FORMAT,
    /** The directory cannot be written by this user. */
    NOT_WRITABLE,
    /** A new queue was asked for in a directory that has something in it. */
    NOT_EMPTY,
    /** The directory could not be read or written for another reason. */
    IO,
    /** The none-queue has no directory. */
    NONE
  }

  private final Reason reason;
  private final transient @Nullable Path directory;

  /** An exception about a directory, or none for the none-queue. */
  public QueueUnusableException(Reason reason, @Nullable Path directory, String message) {
    this(reason, directory, message, null);
  }

  /** An exception about a directory with its cause. */
  public QueueUnusableException(
      Reason reason, @Nullable Path directory, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.directory = directory;
  }

  /** Why the queue cannot be used. */
  public Reason reason() {
    return reason;
  }

  /** The directory; empty for the none-queue. */
  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }
}
