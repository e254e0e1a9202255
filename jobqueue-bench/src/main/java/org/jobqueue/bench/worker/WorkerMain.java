package org.jobqueue.bench.worker;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.bench.queue.MeasuredQueues;

/**
 * A worker process. Each line of standard input is the directory of a queue to drain; the answer is
 * a line with the number of jobs done and the nanoseconds until the last of them.
 */
public final class WorkerMain {
  private static final Duration LONGEST_POLL = Duration.ofMillis(50);

  /** Short beside a round; a shorter one would take the processor from the workers. */
  private static final Duration LOOK = Duration.ofMillis(5);

  private WorkerMain() {}

  /** Answers until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    MeasuredQueues queues = MeasuredQueues.counted();
    String line;
    while ((line = in.readLine()) != null) {
      out.println(drain(queues, Path.of(line)));
    }
  }

  private static String drain(MeasuredQueues queues, Path directory) throws Exception {
    WorkerOptions options =
        WorkerOptions.defaults().withUntilEmpty(true).withLongestPoll(LONGEST_POLL);
    long start = System.nanoTime();
    long last = start;
    long done = 0;
    try (Worker worker = queues.open(directory).newWorker(options)) {
      worker.start();
      boolean ended = false;
      while (!ended) {
        ended = worker.awaitTermination(LOOK);
        long now = worker.statistics().done();
        if (now > done) {
          done = now;
          last = System.nanoTime();
        }
      }
    }
    return done + " " + (last - start);
  }
}
