package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.QueueOptions;

/** A queue in a temporary directory, and beside it a place for the traces of its jobs. */
final class Bench {
  private static final int MORE_THAN_ANY_TEST_HAS = 100_000;

  private final Path directory;
  private final Traces traces;
  private final String gateKey = UUID.randomUUID().toString();
  private final JobQueue queue;

  private Bench(Path directory, Traces traces, JobQueue queue) {
    this.directory = directory;
    this.traces = traces;
    this.queue = queue;
  }

  /** Options for tests in which the machine does not crash. */
  static QueueOptions quick() {
    return QueueOptions.defaults().withDurability(Durability.NONE).withLease(Duration.ofSeconds(5));
  }

  static Bench in(Path temp) {
    return in(temp, quick());
  }

  static Bench in(Path temp, QueueOptions options) {
    try {
      Path traces = Files.createDirectory(temp.resolve("traces"));
      Path directory = temp.resolve("queue");
      return new Bench(directory, new Traces(traces), JobQueues.create(directory, options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobQueue queue() {
    return queue;
  }

  /** Another queue object for the same directory. */
  JobQueue reopen() {
    return JobQueues.open(directory);
  }

  Path directory() {
    return directory;
  }

  Traces traces() {
    return traces;
  }

  List<String> order() {
    try {
      return traces.order();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Gate gate() {
    return Gate.of(gateKey);
  }

  /** Parameters of a {@code spec.record} job. */
  Map<String, Object> named(String name) {
    return Map.of("directory", traces.directory(), "name", name);
  }

  /** Parameters of a {@code spec.gate} or {@code spec.progress} job. */
  Map<String, Object> gated(String name) {
    return Map.of("key", gateKey, "name", name);
  }

  JobRoot root(String name) {
    return queue.createJobRoot("spec.record", named(name));
  }

  Job job(Job parent, String name) {
    return parent.createJob("spec.record", named(name));
  }

  /** Submits single jobs of the type {@code spec.record}. */
  List<JobHandle> submit(String... names) {
    return Stream.of(names).map(name -> root(name).activate()).toList();
  }

  JobHandle submitGated(String name) {
    return queue.createJobRoot("spec.gate", gated(name)).activate();
  }

  int runAll() {
    return runAll(queue);
  }

  /** Runs jobs until none is available and says how many. */
  static int runAll(JobQueue queue) {
    int jobs = 0;
    while (queue.runNextAvailableJob()) {
      jobs++;
      assertThat(jobs).as("jobs run").isLessThan(MORE_THAN_ANY_TEST_HAS);
    }
    return jobs;
  }

  static List<String> labels(Collection<JobHandle> jobs) {
    return jobs.stream().map(JobHandle::label).toList();
  }

  static List<String> labels(Stream<JobHandle> jobs) {
    try (jobs) {
      return jobs.map(JobHandle::label).toList();
    }
  }

  static JobHandle sub(JobHandle parent, int index) {
    return parent.listSubJobs().get(index);
  }
}
