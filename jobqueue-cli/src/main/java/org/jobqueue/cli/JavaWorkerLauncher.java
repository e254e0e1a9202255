package org.jobqueue.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Starts workers with the Java virtual machine and the class path of this process. */
final class JavaWorkerLauncher implements WorkerLauncher {
  private final String java;
  private final String classPath;

  JavaWorkerLauncher(String java, String classPath) {
    this.java = java;
    this.classPath = classPath;
  }

  /** A launcher that uses what this process was started with. */
  static JavaWorkerLauncher likeThisProcess() {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return new JavaWorkerLauncher(java, System.getProperty("java.class.path"));
  }

  @Override
  public WorkerProcess start(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of(java, "-cp", classPath, Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new JavaProcess(process);
  }

  private record JavaProcess(Process process) implements WorkerProcess {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public OptionalInt exitCode() {
      return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public void stop() {
      process.destroy();
    }

    @Override
    public void kill() {
      try {
        // A moment to die: its files are deleted next.
        process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
