package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.LimitHolder;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.LimitAcquisition.Full;
import org.jobqueue.core.protocol.LimitAcquisition.Held;
import org.jobqueue.core.protocol.LimitAcquisition.Impossible;
import org.jobqueue.core.protocol.LimitAcquisition.Undefined;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final long SEED = Long.getLong("jobqueue.limits.seed", 1);
  private static final JobId JOB = JobId.parse("12/0/f-5");

  @TempDir Path directory;
  private QueueDirectory queue;
  private Limits limits;
  private WorkerSession worker;

  @BeforeEach
  void makeQueue() throws IOException {
    QueueLayout layout = new QueueLayout(directory);
    for (Path part : layout.directories()) {
      Files.createDirectory(part);
    }
    QueueOptions options = QueueOptions.defaults().withLease(Duration.ofSeconds(10));
    queue = new QueueDirectory(layout, options, Environment.ofThisMachine());
    limits = new Limits(queue);
    worker = WorkerSession.register(queue);
  }

  private LimitAcquisition acquire(Map<String, Integer> wanted) throws IOException {
    return limits.tryAcquire(worker.name(), JOB, wanted);
  }

  private List<String> filesOf(String limit) throws IOException {
    Path held = directory.resolve("limits").resolve(limit).resolve("held");
    try (Stream<Path> files = Files.list(held)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void tokensAreTakenAndGivenBack() throws IOException {
    assertThat(limits.define("nuke", 2, LimitScope.FARM)).isTrue();
    Held first = (Held) acquire(Map.of("nuke", 1));
    Held second = (Held) acquire(Map.of("nuke", 1));
    LimitAcquisition third = acquire(Map.of("nuke", 1));
    String host = worker.name().substring(0, worker.name().indexOf('_'));
    LimitHolder holder = new LimitHolder(worker.name(), host, JOB, 1);
    assertThat(third).isEqualTo(new Full("nuke", 2, 1, List.of(holder, holder)));
    second.release();
    second.release();
    first.close();
    assertThat(filesOf("nuke")).isEmpty();
    assertThat(acquire(Map.of("nuke", 2))).isInstanceOf(Held.class);
  }

  @Test
  void allOrNothingOverSeveralLimits() throws IOException {
    limits.define("a", 2, LimitScope.FARM);
    limits.define("b", 2, LimitScope.FARM);
    Held b = (Held) acquire(Map.of("b", 2));
    assertThat(acquire(Map.of("a", 1, "b", 1)))
        .isInstanceOfSatisfying(Full.class, full -> assertThat(full.limit()).isEqualTo("b"));
    assertThat(filesOf("a")).isEmpty();
    assertThat(acquire(Map.of("a", 1, "c", 1)))
        .isEqualTo(new Undefined("c", "the limit c is not defined"));
    assertThat(acquire(Map.of("a", 1, "b", 3))).isEqualTo(new Impossible("b", 2, 3));
    assertThat(filesOf("a")).isEmpty();
    b.release();
    Held both = (Held) acquire(Map.of("a", 2, "b", 2));
    both.release();
    assertThat(filesOf("a")).isEmpty();
    assertThat(filesOf("b")).isEmpty();
    assertThat(acquire(Map.of())).isInstanceOf(Held.class);
    assertThatThrownBy(() -> acquire(Map.of("a", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("job 12/0/f-5 wants 0 of a; it must be 1 or more");
  }

  @Test
  void theCountMayBeLoweredAndRaised() throws IOException {
    limits.define("nuke", 3, LimitScope.FARM);
    Held held = (Held) acquire(Map.of("nuke", 3));
    limits.define("nuke", 1, LimitScope.FARM);
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Full.class);
    held.release();
    Held one = (Held) acquire(Map.of("nuke", 1));
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Full.class);
    limits.define("nuke", 1_000, LimitScope.FARM);
    assertThat(acquire(Map.of("nuke", 999))).isInstanceOf(Held.class);
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Full.class);
    one.release();
  }

  @Test
  void thoseOfAWorkerThatHasSignedOffAreTakenBack() throws IOException {
    limits.define("nuke", 1, LimitScope.FARM);
    WorkerSession other = WorkerSession.register(queue);
    new Limits(queue).tryAcquire(other.name(), JobId.ofRoot(3), Map.of("nuke", 1));
    assertThat(acquire(Map.of("nuke", 1)))
        .isInstanceOfSatisfying(
            Full.class,
            full ->
                assertThat(full.holders())
                    .extracting(LimitHolder::job)
                    .containsExactly(JobId.ofRoot(3)));
    other.signOff();
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Held.class);
  }

  @Test
  void thoseOfAWorkerThatWasDeclaredDeadAreTakenBack() throws IOException {
    limits.define("nuke", 1, LimitScope.FARM);
    WorkerSession other = WorkerSession.register(queue);
    limits.tryAcquire(other.name(), JobId.ofRoot(3), Map.of("nuke", 1));
    Path beats = queue.layout().worker(other.name());
    Files.move(beats.resolve("hb.0"), beats.resolve("dead.0"));
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Held.class);
  }

  @Test
  void tokensOfEachHostAreCountedByThemselves() throws IOException {
    limits.define("gpu", 1, LimitScope.HOST);
    assertThat(acquire(Map.of("gpu", 1))).isInstanceOf(Held.class);
    assertThat(acquire(Map.of("gpu", 1))).isInstanceOf(Full.class);
    assertThat(limits.tryAcquire("elsewhere_1_0123456789", JOB, Map.of("gpu", 1)))
        .isInstanceOf(Held.class);
    assertThat(limits.list().get(0).held()).isEqualTo(2);
  }

  @Test
  void theScopeOfALimitInUseStays() throws IOException {
    limits.define("gpu", 1, LimitScope.HOST);
    Held held = (Held) acquire(Map.of("gpu", 1));
    assertThat(limits.define("gpu", 1, LimitScope.FARM)).isFalse();
    limits.remove("gpu");
    assertThat(limits.define("gpu", 1, LimitScope.FARM)).isFalse();
    held.release();
    assertThat(limits.define("gpu", 1, LimitScope.FARM)).isTrue();
  }

  @Test
  void aRemovedLimitIsUndefined() throws IOException {
    limits.define("nuke", 1, LimitScope.FARM);
    Held held = (Held) acquire(Map.of("nuke", 1));
    assertThat(limits.remove("nuke")).isTrue();
    assertThat(limits.remove("nuke")).isFalse();
    assertThat(limits.list()).isEmpty();
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Undefined.class);
    held.release();
    assertThat(limits.define("nuke", 1, LimitScope.FARM)).isTrue();
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Held.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"count\": 3, \"sco",
        "null",
        "{\"scope\": \"farm\"}",
        "{\"count\": -1, \"scope\": \"farm\"}",
        "{\"count\": 5000, \"scope\": \"farm\"}",
        "{\"count\": 3, \"scope\": \"planet\"}"
      })
  void aDamagedDefinitionIsReportedAndCanBeReplaced(String content) throws IOException {
    limits.define("nuke", 1, LimitScope.FARM);
    Files.writeString(directory.resolve("limits/nuke/limit.json"), content);
    assertThat(acquire(Map.of("nuke", 1)))
        .isInstanceOfSatisfying(
            Undefined.class,
            undefined -> assertThat(undefined.reason()).contains("limit.json cannot be read"));
    LimitStatus status = limits.list().get(0);
    assertThat(status.count()).isZero();
    assertThat(status.problem().orElse("")).startsWith("limit.json cannot be read");
    limits.define("nuke", 1, LimitScope.FARM);
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Held.class);
  }

  @Test
  void aDirectoryInPlaceOfADefinitionIsReported() throws IOException {
    Files.createDirectories(directory.resolve("limits/nuke/limit.json"));
    assertThat(limits.list().get(0).problem().orElse("")).contains("it is a directory");
    assertThat(acquire(Map.of("nuke", 1))).isInstanceOf(Undefined.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "-x", "a b", "ü", "x\n"})
  void badNamesAreRefused(String name) throws IOException {
    assertThatThrownBy(() -> limits.define(name, 1, LimitScope.FARM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be the name of a limit");
    assertThatThrownBy(() -> limits.remove(name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(acquire(Map.of(name, 1))).isInstanceOf(Undefined.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void badCountsAreRefused(int count) {
    assertThatThrownBy(() -> limits.define("nuke", count, LimitScope.FARM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the count of a limit is " + count + "; it must be from 1 to 1000");
    assertThat(directory.resolve("limits")).doesNotExist();
  }

  @Test
  void theLongestNamesFitIntoAFileName() throws IOException {
    String name = "n".repeat(60);
    String longWorker = "h".repeat(30) + "_" + "1".repeat(18) + "_0123456789";
    JobId deep = JobId.parse("999999999999999999" + "/999999999".repeat(17));
    limits.define(name, 1_000, LimitScope.FARM);
    assertThat(limits.tryAcquire(longWorker, deep, Map.of(name, 1_000))).isInstanceOf(Held.class);
    assertThat(limits.list().get(0).holders())
        .containsExactly(new LimitHolder(longWorker, "h".repeat(30), deep.root(), 1_000));
  }

  @Test
  void manyThreadsNeverHoldMoreThanThereAre() throws Exception {
    int count = 3;
    int threads = 6;
    limits.define("nuke", count, LimitScope.FARM);
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(SEED * threads + i);
        Limits own = i % 2 == 0 ? limits : new Limits(queue);
        all.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < 150; round++) {
                    int amount = 1 + random.nextInt(2);
                    JobId job = JobId.ofRoot(round);
                    if (own.tryAcquire(worker.name(), job, Map.of("nuke", amount))
                        instanceof Held tokens) {
                      int now = held.addAndGet(amount);
                      most.accumulateAndGet(now, Math::max);
                      taken.incrementAndGet();
                      if (random.nextBoolean()) {
                        filesOf("nuke"); // for a while
                      }
                      held.addAndGet(-amount);
                      tokens.release();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most.get()).as("seed %d", SEED).isLessThanOrEqualTo(count);
    assertThat(taken.get()).isGreaterThan(threads);
    assertThat(filesOf("nuke")).isEmpty();
  }
}
