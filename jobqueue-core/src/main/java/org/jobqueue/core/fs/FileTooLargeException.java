package org.jobqueue.core.fs;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is longer than its reader accepts. */
public final class FileTooLargeException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /** A file with its size and the limit, both in bytes. */
  public FileTooLargeException(Path file, long size, long limit) {
    super(file.toString(), null, "is " + size + " bytes long, more than the limit of " + limit);
  }
}
