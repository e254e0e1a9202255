package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles.Kind;

/**
 * Gives out job numbers. The directory of a job is its reservation: whoever makes it has the
 * number. A deleted job leaves a mark that is made before its directory goes, so no number is used
 * twice.
 */
final class Numbers {
  private static final int STEPS_BEFORE_LOOKING = 8;

  private final QueueDirectory queue;
  private long next = -1; // a hint; another submitter may have used it

  Numbers(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Reserves a number and makes the job's directory. */
  synchronized long reserve() throws IOException {
    for (int step = 0; ; step++) {
      if (next < 0 || step == STEPS_BEFORE_LOOKING) {
        next = highestUsed().orElse(0) + 1;
        step = 0;
      }
      long number = next++;
      try {
        if (tryReserve(number)) {
          return number;
        }
      } catch (IOException e) {
        next = -1; // whether the number is used now only a look tells; none must be left out
        throw e;
      }
    }
  }

  private boolean tryReserve(long number) throws IOException {
    Path directory = queue.layout().jobBucket(number).resolve("job" + number);
    try {
      queue.files().createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      return false; // at worst it was this very call with the reply lost: the number is not used
    } catch (NoSuchFileException e) {
      queue.createDirectories(QueueLayout.directoryOf(directory));
      next = number;
      return false;
    }
    if (queue.files().kind(queue.layout().goneMark(number)) == Kind.MISSING) {
      return true;
    }
    queue.files().deleteDirectory(directory);
    next = -1;
    return false;
  }

  private OptionalLong highestUsed() throws IOException {
    OptionalLong bucket =
        queue.listOrEmpty(queue.layout().jobs()).stream()
            .map(QueueLayout::bucketNumber)
            .flatMapToLong(OptionalLong::stream)
            .max();
    if (bucket.isEmpty()) {
      return OptionalLong.empty();
    }
    long first = bucket.getAsLong() * QueueLayout.JOBS_PER_BUCKET;
    OptionalLong used =
        queue.listOrEmpty(queue.layout().jobBucket(first)).stream()
            .flatMapToLong(
                name ->
                    java.util.stream.LongStream.concat(
                        QueueLayout.jobNumber(name).stream(),
                        QueueLayout.goneNumber(name).stream()))
            .max();
    return used.isPresent() ? used : OptionalLong.of(first - 1);
  }
}
