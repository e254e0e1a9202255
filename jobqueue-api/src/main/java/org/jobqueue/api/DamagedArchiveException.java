package org.jobqueue.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is no archive of a job, or is damaged: nothing of it was restored. */
public final class DamagedArchiveException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  /**
   * What is wrong with a file.
   *
   * @param problem continues the sentence that begins with the name of the file
   */
  public DamagedArchiveException(Path file, String problem, @Nullable Throwable cause) {
    super(file + " " + problem, cause);
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
