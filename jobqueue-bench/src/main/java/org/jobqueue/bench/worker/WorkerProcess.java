package org.jobqueue.bench.worker;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jobqueue.bench.measure.Timing;

/** A process with the class path of this one that drains queues when it is told to. */
public final class WorkerProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private WorkerProcess(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a process. */
  public static WorkerProcess start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(java, "-cp", classPath, WorkerMain.class.getName()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new WorkerProcess(builder.start());
  }

  /** Tells the process to drain a queue; see {@link #await()}. */
  public void drain(Path queue) throws IOException {
    orders.write(queue.toString());
    orders.newLine();
    orders.flush();
  }

  /** How many jobs the process did, and how long it took until the last of them. */
  public Timing await() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("a worker process ended with exit code " + exitCode());
    }
    List<Long> numbers = List.of(answer.split(" ")).stream().map(Long::valueOf).toList();
    return new Timing(numbers.get(0), numbers.get(1));
  }

  private String exitCode() {
    return process.isAlive() ? "unknown" : Integer.toString(process.exitValue());
  }

  @Override
  public void close() throws IOException {
    try {
      orders.close(); // which ends it
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
