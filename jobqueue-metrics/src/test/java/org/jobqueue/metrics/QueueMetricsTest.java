package org.jobqueue.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.QueueLoad;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueueMetricsTest {
  @TempDir private Path temp;
  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private JobQueue queue = JobQueues.none();

  @BeforeEach
  void aQueue() {
    queue = JobQueues.create(temp.resolve("queue"));
  }

  private JobRoot shell(String text) {
    return queue.createJobRoot("command", Map.of("shell", text));
  }

  private double jobs(String state) {
    return registry.get("jobqueue.jobs").tag("state", state).gauge().value();
  }

  private double attempts(String outcome) {
    return registry.get("jobqueue.attempts").tag("outcome", outcome).counter().count();
  }

  @Test
  void attemptsAreCountedByOutcome() {
    try (QueueMetrics metrics = new QueueMetrics(queue, Tags.of("queue", "test"), nanos::get)) {
      metrics.bindTo(registry);
      assertThat(attempts("done")).isZero();
      shell("exit 0").activate();
      shell("exit 0").activate();
      shell("exit 1").activate();
      while (queue.runNextAvailableJob()) {
        // one after the other
      }
      await().until(() -> attempts("failed") == 1);
      assertThat(attempts("done")).isEqualTo(2);
      assertThat(registry.get("jobqueue.attempt.duration").tag("outcome", "done").timer())
          .satisfies(
              timer -> {
                assertThat(timer.count()).isEqualTo(2);
                assertThat(timer.totalTime(TimeUnit.SECONDS)).isBetween(0.0, 60.0);
                assertThat(timer.getId().getTag("queue")).isEqualTo("test");
              });
      assertThat(registry.get("jobqueue.jobs.submitted").counter().count()).isEqualTo(3);
      assertThat(registry.get("jobqueue.slots.busy").gauge().value()).isZero();
    }
  }

  @Test
  void anErrorFromOutsideIsNoAttempt() {
    try (QueueMetrics metrics = new QueueMetrics(queue)) {
      metrics.bindTo(registry);
      shell("exit 0").activate().setError("no licence");
      shell("exit 0").activate();
      while (queue.runNextAvailableJob()) {
        // one after the other
      }
      await().until(() -> attempts("done") == 1);
      assertThat(attempts("failed")).isZero();
    }
  }

  @Test
  void whatIsReadyIsCountedNowAndThen() {
    QueueMetrics metrics = new QueueMetrics(queue, Tags.empty(), nanos::get);
    metrics.bindTo(registry);
    assertThat(jobs("ready")).isZero();
    JobRoot root = shell("exit 0");
    Job block = root.createJob("command", Map.of("shell", "exit 0"));
    block.setFrames(FrameRange.parse("1-100"), 10);
    root.createJob("command", Map.of("shell", "exit 0"));
    root.activate();
    shell("exit 0").activate();
    assertThat(jobs("ready")).as("not looked at again yet").isZero();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(jobs("ready")).isEqualTo(10 + 1 + 1);
    assertThat(jobs("running")).isZero();
    assertThat(registry.get("jobqueue.workers").gauge().value()).isZero();
  }

  @Test
  void theCountingIsBounded() {
    for (int i = 0; i < 20; i++) {
      shell("exit 0").activate();
    }
    assertThat(queue.load(100)).isEqualTo(new QueueLoad(20, 0, 0, true));
    QueueLoad bounded = queue.load(7);
    assertThat(bounded.complete()).isFalse();
    assertThat(bounded.ready()).isEqualTo(7);
  }

  @Test
  void aQueueThatCannotBeReadHasNoNumbers() throws IOException {
    QueueMetrics metrics = new QueueMetrics(queue, Tags.empty(), nanos::get);
    metrics.bindTo(registry);
    Path ready = temp.resolve("queue/ready");
    Files.delete(ready);
    Files.writeString(ready, "a file");
    assertThat(jobs("ready")).isZero();
  }
}
