package org.jobqueue.core.hook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.core.format.HistoryLine;

/**
 * Runs a command for each event, with the event as JSON on its standard input and its main parts in
 * environment variables. What the command prints is thrown away. After the time-out it is killed,
 * with the processes that descend from it.
 */
final class ExecHook implements JobListener {
  private final Path queue;
  private final List<String> command;
  private final Duration timeout;

  ExecHook(Path queue, List<String> command, Duration timeout) {
    this.queue = queue;
    this.command = command;
    this.timeout = timeout;
  }

  @Override
  public void happened(JobEvent event) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    describe(event, builder.environment());
    Process process = builder.start();
    // Killing the process also frees the one that writes to it.
    CompletableFuture<Process> exit =
        process
            .onExit()
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (ended, late) -> {
                  if (late != null) {
                    kill(process);
                  }
                });
    try {
      write(process, HistoryLine.toBytes(event));
      int code = exit.get().exitValue();
      if (code != 0) {
        throw new IOException(command.get(0) + " ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      kill(process);
      throw e;
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private IOException failure(ExecutionException e) {
    return e.getCause() instanceof TimeoutException
        ? new IOException(command.get(0) + " was killed after " + timeout.toMillis() + " ms", e)
        : new IOException(command.get(0) + " failed: " + e.getCause(), e);
  }

  private static void write(Process process, byte[] json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json);
    } catch (IOException e) {
      // It does not read its standard input, which is its own affair.
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private void describe(JobEvent event, Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("JOBQUEUE_"));
    environment.put(JobQueues.ENVIRONMENT_VARIABLE, queue.toString());
    environment.put("JOBQUEUE_EVENT", event.type().text());
    environment.put("JOBQUEUE_TIME", event.time().toString());
    environment.put("JOBQUEUE_BY", event.by());
    event.job().ifPresent(job -> environment.put("JOBQUEUE_JOB", job.toString()));
    event.label().ifPresent(label -> environment.put("JOBQUEUE_LABEL", clean(label)));
    event.worker().ifPresent(worker -> environment.put("JOBQUEUE_WORKER", worker));
    event.message().ifPresent(text -> environment.put("JOBQUEUE_MESSAGE", clean(text)));
    if (event.attempt().isPresent()) {
      environment.put("JOBQUEUE_ATTEMPT_NUMBER", Integer.toString(event.attempt().getAsInt()));
    }
  }

  /** A variable cannot hold this character. */
  private static String clean(String text) {
    return text.replace('\0', ' ');
  }

  @Override
  public String toString() {
    return "hook exec " + command;
  }
}
