package org.jobqueue.core.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GroupSyncTest {
  private static final int BAD = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Disk disk = new Disk();

  @AfterEach
  void stop() {
    disk.openAll();
    callers.shutdownNow();
  }

  /** A disk whose paths can be held and can be made to fail. */
  private static final class Disk implements GroupSync.Force {
    private final Map<Path, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final Map<Path, CountDownLatch> reached = new ConcurrentHashMap<>();
    private final Map<Path, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<Path, Throwable> faults = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** The next to force this path waits in it until all gates are opened. */
    void hold(String path) {
      reached.put(Path.of(path), new CountDownLatch(1));
      gates.put(Path.of(path), new CountDownLatch(1));
    }

    void awaitHeld(String path) throws InterruptedException {
      reached(path).await();
    }

    CountDownLatch reached(String path) {
      return Objects.requireNonNull(reached.get(Path.of(path)));
    }

    void openAll() {
      gates.values().forEach(CountDownLatch::countDown);
    }

    void fail(String path, Throwable fault) {
      faults.put(Path.of(path), fault);
    }

    int timesBegun(String path) {
      return begun.getOrDefault(Path.of(path), new AtomicInteger()).get();
    }

    @Override
    public void force(Path path) throws IOException {
      threads.add(Thread.currentThread());
      int times = begun.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
      CountDownLatch gate = gates.get(path);
      if (gate != null && times == 1) {
        reached(path.toString()).countDown();
        awaitQuietly(gate);
      }
      Throwable fault = faults.get(path);
      if (fault instanceof IOException e) {
        throw e;
      } else if (fault instanceof Error e) {
        throw e;
      }
    }

    private static void awaitQuietly(CountDownLatch gate) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError("the interrupt of a caller reached a force", e);
      }
    }
  }

  private static List<Path> paths(String... names) {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      paths.add(Path.of(name));
    }
    return paths;
  }

  private GroupSync group(int helpers) {
    return new GroupSync(disk, () -> 0, helpers, helpers, PATIENCE);
  }

  private Future<@Nullable IOException> inBackground(GroupSync group, String... names) {
    return callers.submit(
        () -> {
          try {
            group.sync(paths(names));
            return null;
          } catch (IOException e) {
            return e;
          }
        });
  }

  @Test
  void forcesEachPathOnceThatIsNamedTwice() throws Exception {
    group(2).sync(paths("a", "b", "a"));
    assertThat(disk.timesBegun("a")).isEqualTo(1);
    assertThat(disk.timesBegun("b")).isEqualTo(1);
  }

  @Test
  void forcesSeveralAtATime() throws Exception {
    disk.hold("a");
    disk.hold("b");
    disk.hold("c");
    Future<@Nullable IOException> call = inBackground(group(2), "a", "b", "c");
    disk.awaitHeld("a");
    disk.awaitHeld("b");
    disk.awaitHeld("c");
    assertThat(call.isDone()).isFalse();
    disk.openAll();
    assertThat(call.get()).isNull();
  }

  @Test
  void aDiskThatTakesItsTimeIsAskedForMoreAtATime() throws Exception {
    AtomicLong clock = new AtomicLong();
    AtomicLong step = new AtomicLong();
    GroupSync group = new GroupSync(disk, () -> clock.addAndGet(step.get()), 1, 5, PATIENCE);
    step.set(TimeUnit.MICROSECONDS.toNanos(200));
    forceOneByOne(group, "quick");
    assertThat(threadsFor(group, 2, "a")).isEqualTo(2);
    step.set(TimeUnit.MILLISECONDS.toNanos(5));
    forceOneByOne(group, "slow");
    assertThat(threadsFor(group, 6, "b")).as("the caller and five").isEqualTo(6);
    List<Thread> many = List.copyOf(disk.threads);
    step.set(TimeUnit.MICROSECONDS.toNanos(200));
    forceOneByOne(group, "again");
    for (Thread helper : many) {
      if (helper.getName().startsWith("jobqueue-sync-")) {
        helper.join(TimeUnit.SECONDS.toMillis(30));
      }
    }
    assertThat(threadsFor(group, 2, "c")).isEqualTo(2);
  }

  private static void forceOneByOne(GroupSync group, String name) throws IOException {
    for (int i = 0; i < 100; i++) {
      group.sync(paths(name + i));
    }
  }

  /** Forces nine paths, waits until some are being forced at once, and counts who forced any. */
  private int threadsFor(GroupSync group, int atOnce, String name) throws Exception {
    disk.threads.clear();
    List<String> names = Stream.of(1, 2, 3, 4, 5, 6, 7, 8, 9).map(n -> name + n).toList();
    names.subList(0, atOnce).forEach(disk::hold);
    Future<@Nullable IOException> call = inBackground(group, names.toArray(String[]::new));
    for (String held : names.subList(0, atOnce)) {
      disk.awaitHeld(held);
    }
    disk.openAll();
    assertThat(call.get()).isNull();
    return disk.threads.size();
  }

  @Test
  void aRequestThatHasNotBegunIsShared() throws Exception {
    GroupSync group = group(1);
    disk.hold("a");
    disk.hold("b");
    Future<@Nullable IOException> first = inBackground(group, "a", "b", "c");
    disk.awaitHeld("a");
    disk.awaitHeld("b");
    group.sync(paths("c")); // asked for by the first, but nobody has come to it
    assertThat(disk.timesBegun("c")).isEqualTo(1);
    disk.openAll();
    assertThat(first.get()).isNull();
    assertThat(disk.timesBegun("c")).isEqualTo(1);
  }

  @Test
  void aForceThatBeganBeforeTheCallDoesNotCount() throws Exception {
    GroupSync group = group(1);
    disk.hold("a");
    Future<@Nullable IOException> first = inBackground(group, "a");
    disk.awaitHeld("a");
    group.sync(paths("a"));
    assertThat(disk.timesBegun("a")).isEqualTo(2);
    assertThat(first.isDone()).isFalse();
  }

  @Test
  void errorsReachExactlyThoseWhoAskedForThePath() throws Exception {
    GroupSync group = group(1);
    disk.hold("a");
    disk.hold("b");
    disk.fail("bad", new AccessDeniedException("bad"));
    Future<@Nullable IOException> first = inBackground(group, "a", "b", "bad", "good");
    disk.awaitHeld("a");
    disk.awaitHeld("b");
    IOException joined =
        catchThrowableOfType(IOException.class, () -> group.sync(paths("bad", "good")));
    group.sync(paths("good"));
    disk.openAll();
    assertThat(disk.timesBegun("bad")).isEqualTo(1);
    assertThat(joined).isInstanceOf(AccessDeniedException.class).hasMessage("bad");
    assertThat(first.get()).isInstanceOf(AccessDeniedException.class).isNotSameAs(joined);
  }

  @Test
  void whatIsMissingIsThrownWithTheOtherFailuresInIt() {
    disk.fail("x", new IOException("broken"));
    disk.fail("y", new NoSuchFileException("y"));
    disk.fail("z", new StackOverflowError());
    IOException failure =
        catchThrowableOfType(IOException.class, () -> group(2).sync(paths("x", "y", "z", "w")));
    assertThat(failure).isInstanceOf(NoSuchFileException.class).hasMessage("y");
    assertThat(failure.getSuppressed()).hasSize(2);
    assertThat(disk.timesBegun("w")).isEqualTo(1);
  }

  @Test
  void anInterruptReachesNoHelperAndIsKept() throws Exception {
    disk.hold("b");
    CountDownLatch bWithHelper = disk.reached("b");
    GroupSync group =
        new GroupSync(
            path -> {
              while (path.equals(Path.of("a")) && bWithHelper.getCount() > 0) {
                Thread.onSpinWait(); // so that the caller has to wait for the helper
              }
              disk.force(path);
            },
            () -> 0,
            1,
            1,
            PATIENCE);
    Future<Boolean> call =
        callers.submit(
            () -> {
              Thread.currentThread().interrupt();
              group.sync(paths("a", "b"));
              return Thread.interrupted();
            });
    disk.awaitHeld("b");
    disk.openAll();
    assertThat(call.get()).isTrue();
  }

  @Test
  void onePathNeedsNoHelper() throws Exception {
    group(4).sync(paths("a"));
    assertThat(disk.threads).containsExactly(Thread.currentThread());
  }

  @Test
  void helpersAreDaemonsThatGoWhenThereIsNothingToDo() throws Exception {
    disk.hold("a");
    disk.hold("b");
    Future<@Nullable IOException> call = inBackground(group(1), "a", "b");
    disk.awaitHeld("a");
    disk.awaitHeld("b");
    Thread helper =
        disk.threads.stream().filter(t -> t.getName().startsWith("jobqueue-sync-")).findAny().get();
    assertThat(helper.isDaemon()).isTrue();
    assertThat(helper.getContextClassLoader()).isNull();
    disk.openAll();
    assertThat(call.get()).isNull();
    helper.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(helper.isAlive()).isFalse();
  }

  /** A file whose forced version is the one that was written when the force began. */
  private static final class Versioned {
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger forced = new AtomicInteger();

    void force() {
      int version = written.get();
      for (int i = 0; i < 100; i++) {
        Thread.onSpinWait();
      }
      forced.accumulateAndGet(version, Math::max);
    }
  }

  @Test
  void afterEveryCallAllThatTheCallerWroteIsForced() throws Exception {
    long seed = Long.getLong("jobqueue.test.seed", System.nanoTime());
    System.out.println("jobqueue.test.seed=" + seed);
    List<Versioned> files = Stream.generate(Versioned::new).limit(12).toList();
    AtomicInteger forces = new AtomicInteger();
    GroupSync group =
        new GroupSync(
            path -> {
              forces.incrementAndGet();
              files.get(number(path)).force();
              if (number(path) == BAD) {
                throw new NoSuchFileException("" + path);
              }
            },
            () -> 0,
            4,
            4,
            PATIENCE);
    AtomicInteger asked = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int n = 0; n < 16; n++) {
      Random random = new Random(seed + n);
      all.add(
          callers.submit(
              () -> {
                rounds(group, files, random, asked);
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(forces.get()).isPositive().isLessThanOrEqualTo(asked.get());
  }

  private static int number(Path path) {
    return Integer.parseInt(path.toString());
  }

  private static void rounds(
      GroupSync group, List<Versioned> files, Random random, AtomicInteger asked) {
    for (int round = 0; round < 1000; round++) {
      Set<Path> mine = new HashSet<>();
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        mine.add(Path.of("" + random.nextInt(files.size())));
      }
      Map<Path, Integer> versions = new ConcurrentHashMap<>();
      mine.forEach(path -> versions.put(path, files.get(number(path)).written.incrementAndGet()));
      asked.addAndGet(mine.size());
      boolean failed = false;
      try {
        group.sync(mine);
      } catch (IOException e) {
        failed = true;
      }
      assertThat(failed).isEqualTo(mine.contains(Path.of("" + BAD)));
      versions.forEach(
          (path, version) ->
              assertThat(files.get(number(path)).forced.get()).isGreaterThanOrEqualTo(version));
    }
  }
}
