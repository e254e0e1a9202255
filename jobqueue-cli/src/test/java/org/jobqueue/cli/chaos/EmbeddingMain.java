package org.jobqueue.cli.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;

/** A program with a worker in it that exits without closing it. */
final class EmbeddingMain {
  private EmbeddingMain() {}

  /**
   * Runs it.
   *
   * @param arguments the queue, and a file whose appearance makes the program exit
   */
  public static void main(String[] arguments) throws InterruptedException {
    Worker worker = JobQueues.open(Path.of(arguments[0])).newWorker(WorkerOptions.defaults());
    worker.start();
    System.out.println("worker " + worker.name() + " works on it");
    while (!Files.exists(Path.of(arguments[1]))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    System.exit(0);
  }
}
