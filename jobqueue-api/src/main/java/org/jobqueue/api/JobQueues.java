package org.jobqueue.api;

import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jobqueue.api.spi.JobQueueProvider;

/**
 * Creates and opens queues, with the job procedures on the class path and in the queue's {@code
 * procs} directory. Programs that use Guice inject a {@link JobQueueProvider} instead.
 */
public final class JobQueues {
  /** The environment variable that names the default queue. */
  public static final String ENVIRONMENT_VARIABLE = "JOBQUEUE";

  private JobQueues() {}

  /**
   * Creates a queue with {@link QueueOptions#defaults()}.
   *
   * @see #create(Path, QueueOptions)
   */
  public static JobQueue create(Path directory) {
    return create(directory, QueueOptions.defaults());
  }

  /**
   * Creates a queue. The directory must be empty, or absent with an existing parent. When this
   * returns the queue is on disk.
   *
   * @throws QueueUnusableException if the directory is not empty, is a file, cannot be created or
   *     cannot be written
   */
  public static JobQueue create(Path directory, QueueOptions options) {
    return provider().create(directory, options);
  }

  /**
   * Opens a queue.
   *
   * @throws QueueUnusableException if there is no such directory, it is no queue, or its format is
   *     newer than this program
   */
  public static JobQueue open(Path directory) {
    return provider().open(directory);
  }

  /**
   * Checks a queue that need not be fit to be opened: its settings may be missing or damaged.
   *
   * @throws QueueUnusableException if there is no such directory, it is no queue, or its format is
   *     newer than this program
   * @see JobQueue#check
   */
  public static CheckResult check(Path directory, CheckOptions options, CheckListener listener) {
    return provider().check(directory, options, listener);
  }

  /**
   * Proves from the files of a queue alone that every job that is done has exactly one committed
   * attempt, that the order was kept, and that nothing is missing. Only reads; the queue may be a
   * copy, of another host or owner or on a read-only file system. May be called while others work
   * on the queue: what they have under way is no violation. Blocks; needs memory for the largest
   * hierarchy, however many there are.
   *
   * @param violations is called with each violation as it is found
   * @throws QueueUnusableException if there is no such directory, or it is no queue, or it cannot
   *     be read
   */
  public static QueueVerification verify(Path directory, Consumer<Violation> violations) {
    return provider().verify(directory, violations);
  }

  /** A queue that is always empty and cannot receive jobs. */
  public static JobQueue none() {
    return NoneJobQueue.INSTANCE;
  }

  private static JobQueueProvider provider() {
    return ServiceLoader.load(JobQueueProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no implementation of jobqueue-api on the class path; add jobqueue-core"));
  }
}
