package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.Path;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;

/**
 * Makes the many empty files of a hierarchy that nobody else touches yet. Each is another name of
 * one that was made before, which is cheaper than a file; where a file cannot have another name, or
 * has as many as it can, the next one is a file again. Thread-safe.
 */
final class EmptyFiles {
  private final QueueFiles files;
  private volatile @Nullable Path last;

  EmptyFiles(QueueFiles files) {
    this.files = files;
  }

  /**
   * Makes one.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  void make(Path file) throws IOException {
    Path like = last;
    if (like == null || !files.tryLink(like, file)) {
      files.createFile(file, new byte[0]);
      last = file;
    }
  }
}
