package org.jobqueue.api;

import java.io.IOException;
import java.nio.file.Path;

/** Reading or writing the queue's directory failed: look after the file system, then try again. */
public class QueueIOException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /** An exception about one path with its cause. */
  public QueueIOException(Path path, String message, IOException cause) {
    super(message + " (" + path + "): " + cause, cause);
    this.path = path;
  }

  /** The file or directory. */
  public Path path() {
    return path;
  }
}
