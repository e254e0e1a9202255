package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * What lies within the queue without belonging there. It is moved to {@code
 * quarantine/foreign/<token>-<n>/}, with its path below that, and never deleted.
 */
final class Foreigners {
  /** The directory in {@code quarantine/}. */
  static final String DIRECTORY = "foreign";

  private final QueueDirectory queue;
  private final String token;
  private int moved;

  Foreigners(QueueDirectory queue) {
    this.queue = queue;
    this.token = queue.environment().newToken();
  }

  /** Whether a name was made by a file system or its client for its own purposes. */
  static boolean isOfTheFileSystem(String name) {
    return name.startsWith(".nfs") || name.startsWith(".fuse_hidden");
  }

  /** A file or directory at which nothing of the queue can lie. */
  Suspicion at(Path path, Optional<JobId> job) {
    return new Suspicion(
        Damage.FOREIGN_FILE,
        path,
        job,
        "",
        "does not belong to the queue",
        () -> isMovedAway(path));
  }

  /** Checks a name that is none of the queue's. */
  void check(Path path, Findings findings) {
    String name = String.valueOf(path.getFileName());
    if (!isOfTheFileSystem(name)) {
      findings.confirm(
          path,
          Optional.empty(),
          out -> {
            if (queue.listOrEmpty(QueueLayout.directoryOf(path)).contains(name)) {
              out.accept(at(path, Optional.empty()));
            }
          });
    }
  }

  /** Moves something out of the way; false if it is gone. */
  boolean isMovedAway(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (!queue.listOrEmpty(QueueLayout.directoryOf(path)).contains(name)) {
      return false;
    }
    Path box = queue.layout().quarantine().resolve(DIRECTORY).resolve(token + "-" + ++moved);
    Path aside = box.resolve(queue.layout().location().relativize(path).toString());
    queue.createDirectories(QueueLayout.directoryOf(aside));
    try {
      queue.files().rename(path, aside);
      return true;
    } catch (NoSuchFileException e) {
      boolean mine =
          queue
              .listOrEmpty(QueueLayout.directoryOf(aside))
              .contains(String.valueOf(aside.getFileName()));
      if (!mine) {
        removeEmpty(QueueLayout.directoryOf(aside));
      }
      return mine; // the reply was lost, or another was quicker
    }
  }

  private void removeEmpty(Path directory) {
    Path quarantine = queue.layout().quarantine();
    try {
      for (Path p = directory; !p.equals(quarantine); p = QueueLayout.directoryOf(p)) {
        queue.files().deleteDirectory(p);
      }
    } catch (IOException e) {
      // others use it
    }
  }
}
