package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.QueueContendedException;
import org.jobqueue.api.QueueOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@link JobQueues} and {@link JobQueue}, each as its documentation words it. */
@Timeout(120)
class ApiTableTest {
  @TempDir private Path temp;

  @Test
  void createsAQueueInAnAbsentDirectory() {
    Path directory = temp.resolve("new");

    JobQueue queue = JobQueues.create(directory);

    assertThat(queue.location()).contains(directory.toAbsolutePath());
    assertThat(queue.options()).isEqualTo(QueueOptions.defaults());
    assertThat(queue.listJobs()).isEmpty();
    assertThat(directory.resolve("queue.json")).isRegularFile();
    assertThat(directory.resolve("procs")).isDirectory();
  }

  @Test
  void createsAQueueInAnEmptyDirectory() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("empty"));

    assertThat(JobQueues.create(directory).location()).contains(directory.toAbsolutePath());
    assertThat(JobQueues.open(directory).listJobs()).isEmpty();
  }

  @Test
  void keepsItsOptions() {
    QueueOptions options =
        new QueueOptions(
            true,
            true,
            Durability.COMMIT,
            Duration.ofMillis(1500),
            3,
            Map.of("spec.noop", Map.of("label", "by default")));
    JobQueues.create(temp.resolve("q"), options);

    assertThat(JobQueues.open(temp.resolve("q")).options()).isEqualTo(options);
  }

  @Test
  void locationIsAbsoluteForARelativePath() {
    Path absolute = temp.toAbsolutePath().resolve("q");
    Path relative = Path.of("").toAbsolutePath().relativize(absolute);

    assertThat(JobQueues.create(relative).location().orElseThrow()).isAbsolute();
    Path location = JobQueues.open(relative).location().orElseThrow();
    assertThat(location).isAbsolute();
    assertThat(location.normalize()).isEqualTo(absolute.normalize());
  }

  @Test
  void nothingIsInTheQueueBeforeActivation() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");

    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(bench.queue().runNextAvailableJob()).isFalse();

    root.activate();

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("root");
  }

  @Test
  void createJobIsTheSameAsCreateJobRoot() {
    Bench bench = Bench.in(temp);

    JobHandle job = bench.queue().createJob("spec.record", bench.named("a")).activate();

    assertThat(job.type()).isEqualTo("spec.record");
    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("a");
  }

  @Test
  void listsTopLevelJobsByPriorityThenByNumber() {
    Bench bench = Bench.in(temp);
    bench.submit("n1", "n2");
    bench.root("low").setPriority(JobRoot.LOWEST_PRIORITY).activate();
    bench.root("high").setPriority(JobRoot.HIGHEST_PRIORITY).activate();
    bench.root("n3").setPriority(JobRoot.DEFAULT_PRIORITY).activate();
    bench.root("above").setPriority(501).activate();

    assertThat(Bench.labels(bench.queue().listJobs()))
        .containsExactly("high", "above", "n1", "n2", "n3", "low");
    assertThat(Bench.labels(bench.reopen().listJobs()))
        .containsExactly("high", "above", "n1", "n2", "n3", "low");
    assertThat(Bench.labels(bench.queue().jobs()))
        .containsExactly("n1", "n2", "low", "high", "n3", "above");
  }

  @Test
  void processesTopLevelJobsInTheListedOrder() {
    Bench bench = Bench.in(temp);
    bench.submit("n1", "n2");
    bench.root("low").setPriority(0).activate();
    JobRoot high = bench.root("high").setPriority(999);
    bench.job(high, "sub");
    high.activate();

    assertThat(bench.runAll()).isEqualTo(5);
    assertThat(bench.order()).containsExactly("sub", "high", "n1", "n2", "low");
  }

  @Test
  void numbersGrowBeyondTen() {
    Bench bench = Bench.in(temp);
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "j" + i).toList();
    List<JobHandle> jobs = bench.submit(names.toArray(String[]::new));

    assertThat(jobs).extracting(JobHandle::number).isSorted().doesNotHaveDuplicates();
    assertThat(Bench.labels(bench.queue().listJobs())).isEqualTo(names);
    bench.runAll();
    assertThat(bench.order()).isEqualTo(names);
  }

  @Test
  void findsJobsById() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle handle = root.activate();
    JobId sub = Bench.sub(handle, 0).id();

    assertThat(bench.reopen().findJob(handle.id()).orElseThrow().label()).isEqualTo("root");
    assertThat(bench.reopen().findJob(sub).orElseThrow().label()).isEqualTo("a");
    assertThat(bench.queue().findJob(JobId.ofRoot(handle.number() + 1))).isEmpty();
    assertThat(bench.queue().findJob(new JobId(handle.number(), "7"))).isEmpty();
    assertThat(bench.queue().findJob(new JobId(handle.number(), "r7"))).isEmpty();
  }

  @Test
  void runNextAvailableJobSaysWhetherAJobRan() {
    Bench bench = Bench.in(temp);
    assertThat(bench.queue().runNextAvailableJob()).isFalse();
    bench.submit("a");

    assertThat(bench.queue().runNextAvailableJob()).isTrue();
    assertThat(bench.queue().runNextAvailableJob()).isFalse();
    assertThat(bench.order()).containsExactly("a");
  }

  @Test
  void runNextAvailableJobIsTrueForAJobThatFails() {
    Bench bench = Bench.in(temp);
    JobHandle failing = bench.queue().createJob("spec.fail", Map.of()).activate();

    assertThat(bench.queue().runNextAvailableJob(0)).isTrue();
    assertThat(failing.state()).isEqualTo(JobState.FAILED);
    assertThat(bench.queue().runNextAvailableJob(0)).isFalse();
  }

  @Test
  void runNextAvailableJobWorksOnAQueueThatIsForcedToDisk() {
    Bench bench = Bench.in(temp, QueueOptions.defaults());
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    JobHandle handle = root.activate();

    assertThat(bench.runAll()).isEqualTo(2);
    assertThat(handle.isFinished()).isTrue();
    assertThat(bench.order()).containsExactly("a", "root");
  }

  @Test
  void brokenJobIsSetAsideAndDoesNotBlockTheQueue() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle broken = bench.submit("broken").get(0);
    JobHandle good = bench.submit("good").get(0);
    Files.write(broken.location().resolve("job.json"), new byte[0]);

    assertThat(bench.queue().runNextAvailableJob()).isTrue();

    assertThat(good.isFinished()).isTrue();
    assertThat(bench.order()).containsExactly("good");
    assertThat(broken.state().isError()).isTrue();
    assertThat(broken.hasError(false)).isTrue();
    assertThat(bench.queue().runNextAvailableJob()).isFalse();
  }

  @Test
  void contendedWorkersRunEachJobOnce() throws Exception {
    Bench bench = Bench.in(temp);
    List<String> names = IntStream.range(0, 60).mapToObj(i -> "j" + i).toList();
    bench.submit(names.toArray(String[]::new));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        JobQueue own = bench.reopen();
        workers.add(() -> drainWithoutRetries(own));
      }
      int jobs = 0;
      for (Future<Integer> ran : threads.invokeAll(workers)) {
        jobs += ran.get();
      }
      assertThat(jobs).isEqualTo(60);
    } finally {
      threads.shutdownNow();
    }
    assertThat(bench.order()).containsExactlyInAnyOrderElementsOf(names);
  }

  private static int drainWithoutRetries(JobQueue queue) {
    int jobs = 0;
    while (true) {
      try {
        if (!queue.runNextAvailableJob(0)) {
          return jobs;
        }
        jobs++;
      } catch (QueueContendedException e) {
        assertThat(e).message().isNotBlank();
      }
    }
  }

  @Test
  void jobsGetTheParameterDefaultsOfTheQueue() {
    QueueOptions options =
        Bench.quick()
            .withParameterDefaults("spec.noop", Map.of("label", "of the queue"))
            .withParameterDefaults("spec.fail", Map.of("message", "of the queue"));
    Bench bench = Bench.in(temp, options);
    JobQueue queue = bench.reopen();

    JobHandle byQueue = queue.createJob("spec.noop", Map.of()).activate();
    JobHandle byJob = queue.createJob("spec.noop", Map.of("label", "of the job")).activate();
    JobRoot root = bench.root("root");
    Job failing = root.createJob("spec.fail", Map.of());
    JobHandle sub = Bench.sub(root.activate(), 0);
    bench.runAll();

    assertThat(byQueue.label()).isEqualTo("of the queue");
    assertThat(byQueue.parameters()).containsEntry("label", "of the queue");
    assertThat(byJob.label()).isEqualTo("of the job");
    assertThat(failing.type()).isEqualTo("spec.fail");
    assertThat(sub.error().orElseThrow().message()).contains("of the queue");
  }

  @Test
  void defaultsOfTheQueueSatisfyRequiredParameters() {
    QueueOptions options =
        Bench.quick().withParameterDefaults("spec.range", Map.of("first", 1, "last", 24));
    Bench bench = Bench.in(temp, options);

    JobHandle job = bench.queue().createJob("spec.range", Map.of("last", 3)).activate();

    assertThat(job.label()).isEqualTo("1-3");
  }

  @Test
  void jobTypesAreKnownByName() {
    List<JobTypeInfo> types = Bench.in(temp).queue().jobTypes();

    assertThat(types).extracting(JobTypeInfo::name).isSorted();
    JobTypeInfo range =
        types.stream().filter(t -> t.name().equals("spec.range")).findFirst().orElseThrow();
    assertThat(range.plugin()).isEqualTo("spec");
    assertThat(range.version()).isEqualTo(1);
    assertThat(range.description()).isEqualTo("Checks its parameters.");
    assertThat(range.parameters())
        .extracting(JobTypeInfo.Parameter::name)
        .containsExactly("first", "last");
  }

  @Test
  void jobTypesDescribeTheirParameters() {
    List<JobTypeInfo> types = Bench.in(temp).queue().jobTypes();
    JobTypeInfo typed =
        types.stream().filter(t -> t.name().equals("spec.typed")).findFirst().orElseThrow();

    assertThat(typed.parameters())
        .filteredOn(p -> List.of("text", "count", "factor", "flag", "path").contains(p.name()))
        .extracting(JobTypeInfo.Parameter::type)
        .containsExactly("text", "integer", "number", "true or false", "path");
    assertThat(typed.parameters())
        .filteredOn(p -> !p.required())
        .extracting(JobTypeInfo.Parameter::name)
        .containsExactly("note", "threads", "format");
    assertThat(typed.parameters())
        .filteredOn(p -> p.name().equals("threads"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.description()).isEqualTo("How many threads.");
              assertThat(p.defaultValue()).contains("4");
            });
    assertThat(typed.parameters())
        .filteredOn(p -> p.name().equals("names"))
        .singleElement()
        .satisfies(p -> assertThat(p.type()).isEqualTo("list of text"));
  }

  @Test
  void queueObjectsHoldNothingThatMatters() {
    Bench bench = Bench.in(temp);
    JobHandle handle = bench.submit("a").get(0);
    JobQueue reader = bench.reopen();
    JobQueue runner = bench.reopen();

    assertThat(runner.runNextAvailableJob()).isTrue();

    assertThat(handle.isFinished()).isTrue();
    assertThat(reader.findJob(handle.id()).orElseThrow().isFinished()).isTrue();
    assertThat(reader.runNextAvailableJob()).isFalse();
  }

  @Test
  void streamOfJobsIsReadLazilyAndMayBeClosedEarly() {
    Bench bench = Bench.in(temp);
    bench.submit("a", "b", "c");

    try (Stream<JobHandle> jobs = bench.queue().jobs()) {
      assertThat(jobs.findFirst().orElseThrow().label()).isEqualTo("a");
    }
    assertThat(bench.runAll()).isEqualTo(3);
  }
}
