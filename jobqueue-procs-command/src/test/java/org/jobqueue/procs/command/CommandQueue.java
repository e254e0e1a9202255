package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;

/** A queue in a temporary directory whose jobs are shell scripts, and workers for it. */
final class CommandQueue {
  private final Path directory;
  private final JobQueue queue;

  CommandQueue(Path directory) {
    this.directory = directory;
    this.queue =
        JobQueues.create(
            directory.resolve("queue"),
            QueueOptions.defaults()
                .withDurability(Durability.NONE)
                .withLease(Duration.ofSeconds(4)));
  }

  JobQueue queue() {
    return queue;
  }

  /** A file beside the queue, by which scripts leave traces. */
  Path file(String name) {
    return directory.resolve(name);
  }

  List<String> lines(String name) throws IOException {
    return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
  }

  /** A job that runs a shell script, which finds the directory of traces in {@code $T}. */
  JobRoot root(String script, UnaryOperator<JobOptions> options) {
    JobRoot root = queue.createJobRoot("command", parameters(script));
    root.setOptions(options.apply(root.options()));
    return root;
  }

  Job sub(Job parent, String script, UnaryOperator<JobOptions> options) {
    Job job = parent.createJob("command", parameters(script));
    return job.setOptions(options.apply(job.options()));
  }

  JobHandle submit(String script, UnaryOperator<JobOptions> options) {
    return root(script, options).activate();
  }

  private Map<String, Object> parameters(String script) {
    return Map.of(
        "arguments", List.of("sh", "-c", script), "environment", Map.of("T", directory.toString()));
  }

  static WorkerOptions untilEmpty() {
    return WorkerOptions.defaults().withUntilEmpty(true).withLongestPoll(Duration.ofMillis(50));
  }

  void runAll() throws InterruptedException {
    runAll(untilEmpty());
  }

  void runAll(WorkerOptions options) throws InterruptedException {
    try (Worker worker = queue.newWorker(options)) {
      worker.start();
      assertThat(worker.awaitTermination(Duration.ofSeconds(60))).isTrue();
    }
  }
}
