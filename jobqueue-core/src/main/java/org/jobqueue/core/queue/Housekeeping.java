package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.Retention;
import org.jobqueue.core.archive.Archiver;
import org.jobqueue.core.archive.Collector;
import org.jobqueue.core.archive.Restorer;
import org.jobqueue.core.format.QueueConfiguration;
import org.jobqueue.core.format.RetentionSettings;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** Archives and garbage for callers. */
final class Housekeeping {
  private final QueueDirectory queue;

  Housekeeping(QueueDirectory queue) {
    this.queue = queue;
  }

  ArchivedJob archive(JobId root, Optional<Path> target) {
    try {
      return new Archiver(queue).archive(root, target.map(Housekeeping::absolute));
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(e.getMessage() + " exists, and is not replaced", e);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  JobId restore(Path file) {
    try {
      return new Restorer(queue).restore(absolute(file));
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  Retention retention() {
    Path file = queue.layout().configuration();
    try {
      return RetentionSettings.parse(queue.files().read(file, QueueConfiguration.SIZE_LIMIT));
    } catch (IOException e) {
      throw new QueueUnusableException(
          QueueUnusableException.Reason.NOT_A_QUEUE, file, file + ": " + e.getMessage(), e);
    }
  }

  GarbageResult collect(GarbageOptions options, Consumer<Garbage> listener) {
    GarbageOptions absolute =
        new GarbageOptions(
            options.retention(),
            options.dryRun(),
            options.failedLogsOnly(),
            options.archives().map(Housekeeping::absolute));
    try {
      return new Collector(queue, absolute, listener).run();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().location(), e);
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
