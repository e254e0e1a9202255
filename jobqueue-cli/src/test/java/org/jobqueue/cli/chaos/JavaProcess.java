package org.jobqueue.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A virtual machine.
 *
 * @param process the process
 * @param log the file its output goes to
 */
public record JavaProcess(Process process, Path log) {
  private static final Pattern NAME = Pattern.compile("worker (\\S+) works on ");

  /** Sends a signal by its name. */
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      kill.waitFor();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@code kill -9} does; returns when it is dead. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean awaitExit(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  /** The name under which a worker registered first; empty if it has not come so far. */
  public Optional<String> workerName() {
    Matcher matcher = NAME.matcher(output());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
