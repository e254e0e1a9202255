package org.jobqueue.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.Damage;
import org.jobqueue.api.Finding;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.protocol.QueueDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two repairs, two workers and a submitter at the same time: nothing is wrong. */
@Timeout(240)
class RepairConcurrencyTest {
  private static final int ROUNDS = 50;
  private static final int HIERARCHIES = 4;
  private static final CheckOptions REPAIR =
      CheckOptions.defaults().withRepair(true).withPatient(false);

  @TempDir Path directory;

  @Test
  void repairsFindNothingWhileOthersWork() throws Exception {
    long seed = Long.getLong("jobqueue.test.seed", new Random().nextLong(1_000_000));
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Path place = directory.resolve("round" + round);
        new Round(new Bed(place), new Random(seed + round)).run(threads, "seed " + seed);
        Bed.remove(place);
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("org.jobqueue.core.inspect.Plants#all")
  void twoRepairsAtOnceMendTheSame(Plant plant) throws Exception {
    Bed bed = new Bed(directory.resolve("queue"));
    bed.submit(Bed.diamond());
    bed.submit(Bed.single());
    plant.planting().plant(bed);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<Finding>> first = threads.submit(() -> bed.check(true));
      Future<List<Finding>> second = threads.submit(() -> bed.check(true));
      // What one has half mended the other may name as something else.
      List<Finding> both = new ArrayList<>(first.get());
      both.addAll(second.get());
      assertThat(kinds(both)).containsAnyElementsOf(plant.reported());
    } finally {
      threads.shutdownNow();
    }
    bed.check(true);
    if (!plant.isLasting()) {
      assertThat(bed.check(true)).isEmpty();
    }
    bed.run(99);
    for (String name : List.of("1", "1/0", "1/0/0", "1/1", "2", "4")) {
      JobId id = JobId.parse(name);
      if (Files.isDirectory(bed.layout().job(id))) {
        boolean fails = plant.failingJobs().contains(name);
        assertThat(bed.state(id) == JobState.DONE).as("job %s", id).isEqualTo(!fails);
      }
    }
    assertThat(bed.committed()).doesNotHaveDuplicates();
  }

  private static Set<Damage> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).collect(Collectors.toSet());
  }

  private static final class Round {
    private final Bed bed;
    private final Random random;
    private final AtomicBoolean submitted = new AtomicBoolean();
    private final AtomicBoolean done = new AtomicBoolean();
    private final List<Finding> findings = new ArrayList<>();

    Round(Bed bed, Random random) {
      this.bed = bed;
      this.random = random;
    }

    void run(ExecutorService threads, String seed) throws Exception {
      boolean[] large = new boolean[HIERARCHIES];
      for (int i = 0; i < HIERARCHIES; i++) {
        large[i] = random.nextBoolean();
      }
      Future<Integer> jobs = threads.submit(() -> submit(large));
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        others.add(threads.submit(call(this::work)));
      }
      List<Future<?>> checks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        checks.add(threads.submit(call(this::check)));
      }
      int expected = jobs.get();
      for (Future<?> other : others) {
        other.get();
      }
      done.set(true);
      for (Future<?> check : checks) {
        check.get();
      }
      assertThat(findings).as(seed).isEmpty();
      assertThat(bed.committed()).as(seed).hasSize(expected);
      assertThat(new HashSet<>(bed.committed())).as(seed).hasSize(expected);
      for (JobId id : bed.committed()) {
        assertThat(bed.state(id)).as(seed).isEqualTo(JobState.DONE);
      }
      assertThat(bed.check(true)).as(seed).isEmpty();
    }

    private interface Work {
      void run() throws Exception;
    }

    private static Callable<Boolean> call(Work work) {
      return () -> {
        work.run();
        return true;
      };
    }

    private int submit(boolean[] large) throws IOException {
      QueueDirectory process = bed.process();
      int jobs = 0;
      for (boolean diamond : large) {
        bed.submit(process, diamond ? Bed.diamond() : Bed.single());
        jobs += diamond ? 4 : 1;
      }
      submitted.set(true);
      return jobs;
    }

    private void work() throws IOException {
      QueueDirectory process = bed.process();
      boolean last = false;
      while (!last) {
        last = submitted.get();
        bed.run(process, Integer.MAX_VALUE);
      }
    }

    private void check() throws IOException {
      QueueDirectory process = bed.process();
      while (!done.get()) {
        List<Finding> found = bed.check(process, REPAIR);
        synchronized (findings) {
          findings.addAll(found);
        }
      }
    }
  }
}
