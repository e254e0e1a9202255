package org.jobqueue.examples.embedding;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;

/** Creates a queue, submits a job with sub-jobs, runs all of it, and prints the result. */
public final class Embedding {
  private Embedding() {}

  /** Runs in a directory, which exists; the queue is made in it. */
  public static void main(String[] arguments) throws Exception {
    run(Path.of(arguments[0]).toAbsolutePath(), System.out);
  }

  static void run(Path directory, PrintStream out) throws Exception {
    JobQueue queue = JobQueues.create(directory.resolve("queue"));

    JobRoot poem = queue.createJobRoot("command", shell("cat *.line", directory));
    for (int i = 1; i <= 3; i++) {
      String command = "echo line " + i + " > " + i + ".line";
      poem.createJob("command", shell(command, directory)).setLabel("line " + i);
    }
    JobHandle job = poem.activate();

    try (Worker worker = queue.newWorker(WorkerOptions.defaults().withUntilEmpty(true))) {
      worker.start();
      worker.awaitTermination(Duration.ofMinutes(1));
    }
    out.println("job " + job.id() + " is " + job.state());
    List<String> lines = Files.readAllLines(job.files().orElseThrow().stdout());
    lines.forEach(out::println);
  }

  private static Map<String, Object> shell(String command, Path directory) {
    return Map.of("shell", command, "workingDirectory", directory);
  }
}
