package org.jobqueue.bench.queue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.bench.files.CountingFiles;
import org.jobqueue.bench.files.OperationCounts;
import org.jobqueue.bench.files.OperationListener;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.process.ProcessProbe;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.queue.FileSystemJobQueues;

/** Creates and opens queues with a procedure that does nothing, and counts their operations. */
public final class MeasuredQueues {
  private final CountingFiles files;
  private final FileSystemJobQueues queues;

  private MeasuredQueues(NoOpPlugin plugin, OperationListener listener) {
    this.files = new CountingFiles(new LocalFiles(), listener);
    Environment environment =
        new Environment(
            files,
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom(),
            ProcessProbe.ofThisMachine());
    this.queues = new FileSystemJobQueues(List.of(plugin), environment);
  }

  /** Queues whose operations are counted. */
  public static MeasuredQueues counted() {
    return new MeasuredQueues(new NoOpPlugin(), (operation, path, endNanos) -> {});
  }

  /** Queues whose operations are counted and told. */
  public static MeasuredQueues watched(OperationListener listener) {
    return new MeasuredQueues(new NoOpPlugin(), listener);
  }

  /** Queues whose jobs call back when they run. */
  public static MeasuredQueues running(Runnable whenRun) {
    return new MeasuredQueues(new NoOpPlugin(whenRun), (operation, path, endNanos) -> {});
  }

  /** Creates a queue. */
  public JobQueue create(Path directory, Durability durability) {
    return queues.create(directory, QueueOptions.defaults().withDurability(durability));
  }

  /** Opens a queue. */
  public JobQueue open(Path directory) {
    return queues.open(directory);
  }

  /** What all queues of this object have asked of the file system so far. */
  public OperationCounts counts() {
    return files.counts();
  }
}
