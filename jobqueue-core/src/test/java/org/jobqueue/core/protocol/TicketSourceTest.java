package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jobqueue.core.graph.RootNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tickets workers reach for, alone and beside each other. */
class TicketSourceTest {
  private static final int LOW = 100;
  private static final int HIGH = 900;

  @TempDir Path directory;
  private World world;

  /** A worker that claims jobs, and never ends one. */
  private final class Worker {
    private final WorkerSession session;
    private final Claims claims;
    private int lostRaces;

    Worker() throws IOException {
      World.Client client = world.client();
      session = WorkerSession.register(client.queue());
      claims = new Claims(client.queue());
    }

    long claim() throws IOException {
      Claims.Search search = claims.next(session, Admission.ALL, Integer.MAX_VALUE);
      lostRaces += search.lostRaces();
      return search.claim().orElseThrow().definition().number();
    }
  }

  @BeforeEach
  void makeWorld() throws IOException {
    world = new World(directory.resolve("queue"));
  }

  private List<Long> submit(int jobs, int priority) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      RootNode root = World.root();
      root.setPriority(priority);
      numbers.add(world.client().submit(root).number());
    }
    return numbers;
  }

  private List<Worker> workers(int count) throws IOException {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(new Worker());
    }
    return workers;
  }

  private static int lostRaces(List<Worker> workers) {
    return workers.stream().mapToInt(worker -> worker.lostRaces).sum();
  }

  @Test
  void aloneAWorkerTakesThemInOrder() throws IOException {
    List<Long> numbers = submit(80, LOW);
    Worker worker = new Worker();
    List<Long> claimed = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      claimed.add(worker.claim());
    }
    assertThat(claimed).isEqualTo(numbers);
  }

  @Test
  void workersThatTakeTurnsSeldomReachForTheSameOne() throws IOException {
    submit(600, LOW);
    List<Worker> two = workers(2);
    for (int i = 0; i < 300; i++) {
      two.get(i % 2).claim();
    }
    assertThat(lostRaces(two)).isBetween(1, 300 / 10);
    List<Worker> five = workers(5);
    for (int i = 0; i < 300; i++) {
      five.get(i % 5).claim();
    }
    assertThat(lostRaces(five)).isBetween(5, 300 / 2);
  }

  @Test
  void whoIsAloneAgainComesBackToTheOldest() throws IOException {
    TreeSet<Long> left = new TreeSet<>(submit(600, LOW));
    List<Worker> two = workers(2);
    for (int i = 0; i < 40; i++) {
      left.remove(two.get(i % 2).claim());
    }
    assertThat(lostRaces(two)).isPositive();
    Worker alone = two.get(0);
    for (int i = 0; i < 300; i++) {
      left.remove(alone.claim());
    }
    List<Long> oldest = left.stream().limit(60).toList();
    List<Long> claimed = Stream.generate(() -> claimOf(alone)).limit(60).toList();
    assertThat(claimed).isEqualTo(oldest);
  }

  @Test
  void whoRunsLongJobsTakesTheOldestAgainAfterARace() throws IOException {
    TreeSet<Long> left = new TreeSet<>(submit(300, LOW));
    List<Worker> five = workers(5);
    for (int i = 0; i < 100; i++) {
      left.remove(five.get(i % 5).claim());
    }
    assertThat(lostRaces(five)).isPositive();
    for (int i = 0; i < 20; i++) {
      world.advance(Duration.ofSeconds(2));
      assertThat(five.get(0).claim()).isEqualTo(left.pollFirst());
    }
  }

  @Test
  void noneOfLowerPriorityIsTakenBecauseARaceWasLost() throws IOException {
    submit(300, LOW);
    List<Long> high = submit(60, HIGH);
    List<Worker> five = workers(5);
    List<Long> claimed = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      claimed.add(five.get(i % 5).claim());
    }
    assertThat(lostRaces(five)).isPositive();
    assertThat(claimed).containsExactlyInAnyOrderElementsOf(high);
  }

  private static long claimOf(Worker worker) {
    try {
      return worker.claim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
