package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.QueueDirectory;

/** Moves top-level jobs that lie elsewhere to their places. */
final class Relocation {
  private final QueueDirectory queue;
  private final Consumer<JobId> moved;

  /** Tells {@code moved} of the jobs that are in their places now. */
  Relocation(QueueDirectory queue, Consumer<JobId> moved) {
    this.queue = queue;
    this.moved = moved;
  }

  /** Whether nothing lies at the place of a top-level job, and nothing was deleted there. */
  boolean isFree(JobId root) throws IOException {
    List<String> names = queue.listOrEmpty(queue.layout().jobBucket(root.number()));
    return !names.contains("job" + root.number()) && !names.contains("gone." + root.number());
  }

  /** Moves a directory to the place of a top-level job; false if another was quicker. */
  boolean isMoved(Path directory, JobId root) throws IOException {
    Path place = queue.layout().job(root);
    try {
      queue.createDirectories(QueueLayout.directoryOf(place));
      queue.files().rename(directory, place);
    } catch (NoSuchFileException e) {
      return false;
    }
    moved.accept(root);
    return true;
  }
}
