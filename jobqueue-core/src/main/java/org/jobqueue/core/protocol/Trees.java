package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jobqueue.core.fs.QueueFiles;

/** Removes whole directories; every step may be repeated, and by several at once. */
final class Trees {
  private final QueueFiles files;

  Trees(QueueFiles files) {
    this.files = files;
  }

  /** Removes a file, a link (not what it points to) or a directory with all that is in it. */
  void delete(Path path) throws IOException {
    switch (files.kind(path)) {
      case MISSING -> {}
      case DIRECTORY -> deleteDirectory(path);
      case FILE, LINK, OTHER -> deleteFile(path);
    }
  }

  private void deleteDirectory(Path directory) throws IOException {
    try {
      for (String name : files.list(directory)) {
        delete(directory.resolve(name));
      }
      files.deleteDirectory(directory);
    } catch (NoSuchFileException e) {
      // somebody else removes it too
    }
  }

  private void deleteFile(Path file) throws IOException {
    try {
      files.deleteFile(file);
    } catch (NoSuchFileException e) {
      // somebody else removed it
    }
  }
}
