package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs {@link DrainMain}.
 *
 * @param process the process
 * @param log the file its output goes to
 */
record WorkerProcess(Process process, Path log) implements AutoCloseable {
  private static final int NEVER = Integer.MAX_VALUE;

  /** A worker that works until the queue is empty. */
  static WorkerProcess start(Bench bench, int slots) throws IOException {
    return startHanging(bench, slots, NEVER);
  }

  /** A worker all of whose jobs hang after the first few. */
  static WorkerProcess startHanging(Bench bench, int slots, int afterJobs) throws IOException {
    Path log = Files.createTempFile(bench.traces().directory().getParent(), "worker", ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            DrainMain.class.getName(),
            bench.directory().toString(),
            Integer.toString(slots),
            Integer.toString(afterJobs));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new WorkerProcess(process, log);
  }

  void awaitSuccess(long seconds) throws IOException, InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
        .as("worker ended: %s", output())
        .isTrue();
    assertThat(process.exitValue()).as("exit code of worker: %s", output()).isZero();
  }

  /** Kills the process as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal by its name. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
