package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;

/**
 * The files of a queue, read only.
 *
 * @param files the file system
 * @param layout where everything lies
 */
record QueueReads(QueueFiles files, QueueLayout layout) {
  /** The names in a directory; none if it is missing, or if a stray file has its name. */
  List<String> names(Path directory) throws IOException {
    try {
      return files.list(directory);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  byte[] content(Path file, int limit) throws IOException {
    return files.read(file, limit);
  }
}
