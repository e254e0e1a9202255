package org.jobqueue.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobQueue;
import org.jobqueue.metrics.QueueMetrics;

/**
 * The figures of a worker in a file, for the textfile collector of the node exporter: written anew
 * every 15 seconds, and put in place by a rename, so that readers see all of it or the one before.
 */
final class MetricsFile implements Closeable {
  private static final long PERIOD_SECONDS = 15;

  private final Path file;
  private final Console console;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final QueueMetrics metrics;
  private final ScheduledExecutorService executor;
  private boolean failing;

  private MetricsFile(JobQueue queue, Path file, Console console) {
    this.file = file;
    this.console = console;
    this.metrics = new QueueMetrics(queue);
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "jobqueue-metrics");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Writes the file, and then again and again until it is closed.
   *
   * @throws IOException if it cannot be written
   */
  static MetricsFile start(JobQueue queue, Path file, Console console) throws IOException {
    MetricsFile started = new MetricsFile(queue, file, console);
    started.metrics.bindTo(started.registry);
    started.write();
    var unused =
        started.executor.scheduleWithFixedDelay(
            started::tryToWrite, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    return started;
  }

  private void write() throws IOException {
    // The collector passes over names that do not end with .prom.
    Path fresh = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.writeString(fresh, registry.scrape());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Jobs go on without the figures. */
  private synchronized void tryToWrite() {
    try {
      write();
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        console.error("the metrics cannot be written now: " + e);
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    metrics.close();
    tryToWrite();
  }
}
