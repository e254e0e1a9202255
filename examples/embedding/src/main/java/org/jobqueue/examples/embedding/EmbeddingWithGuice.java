package org.jobqueue.examples.embedding;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.spi.JobQueueProvider;
import org.jobqueue.core.guice.JobQueueModule;
import org.jobqueue.procs.command.CommandProcsModule;

/** The same for programs that are put together by Guice: the queue comes by injection. */
public final class EmbeddingWithGuice {
  private EmbeddingWithGuice() {}

  /** Runs with a new directory for the queue. */
  public static void main(String[] arguments) {
    run(Path.of(arguments[0]), System.out);
  }

  static void run(Path directory, PrintStream out) {
    Injector injector = Guice.createInjector(new JobQueueModule(), new CommandProcsModule());
    JobQueueProvider queues = injector.getInstance(JobQueueProvider.class);

    JobQueue queue = queues.create(directory, QueueOptions.defaults().withAttempts(2));
    JobHandle job =
        queue.createJobRoot("command", Map.of("arguments", List.of("echo", "hello"))).activate();
    // Without a worker of its own: the job runs in this thread.
    while (queue.runNextAvailableJob()) {
      out.println("job " + job.id() + " is " + job.state());
    }
  }
}
