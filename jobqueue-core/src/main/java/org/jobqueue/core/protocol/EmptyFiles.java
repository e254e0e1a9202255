package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
   * Makes one. A link, unlike a file, may be told that its name is taken when its reply was lost;
   * nobody else makes these names.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file server says of a new file that its
   *     name is taken
   */
  void make(Path file) throws IOException {
    Path like = last;
    try {
      if (like != null && files.tryLink(like, file)) {
        return;
      }
    } catch (FileAlreadyExistsException e) {
      return; // this very link
    }
    files.createFile(file, new byte[0]);
    last = file;
  }
}
