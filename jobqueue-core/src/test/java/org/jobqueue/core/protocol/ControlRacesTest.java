package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two operations on the same hierarchy at the same time. */
class ControlRacesTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final int MANY_SCHEDULES = 100;
  private static final int RANDOM_SCHEDULES = 8;

  private static final Named CANCEL = change(Operation.CANCEL, "1");
  private static final Named RETRY = change(Operation.RETRY, "1");
  private static final Named HOLD = change(Operation.HOLD, "1");
  private static final Named RELEASE = change(Operation.RELEASE, "1");
  private static final Named WORK = new Named("work", Client::drain);
  private static final Named DELETE =
      new Named("delete", client -> new Removal(client.queue()).delete(ROOT));

  @TempDir Path directory;

  interface Step {
    void run(Client client) throws IOException;
  }

  /** A named operation on the hierarchy 1. */
  record Named(String name, Step step) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Named change(Operation operation, String job) {
    return new Named(
        operation + " " + job,
        client -> new Control(client.queue()).change(operation, JobId.parse(job), true));
  }

  private static Named priority(int priority) {
    return new Named(
        "PRIORITY " + priority, client -> new Control(client.queue()).setPriority(ROOT, priority));
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(CANCEL, RETRY),
        Arguments.of(RETRY, CANCEL),
        Arguments.of(RELEASE, HOLD),
        Arguments.of(priority(700), priority(300)),
        Arguments.of(RETRY, DELETE),
        Arguments.of(WORK, CANCEL),
        Arguments.of(RELEASE, WORK),
        Arguments.of(WORK, RETRY));
  }

  /** Those that take too long to try each time. */
  static Stream<Arguments> morePairs() {
    return Stream.concat(
        pairs(),
        Stream.of(
            Arguments.of(HOLD, RELEASE),
            Arguments.of(CANCEL, HOLD),
            Arguments.of(CANCEL, change(Operation.RETRY, "1/0")),
            Arguments.of(priority(300), CANCEL),
            Arguments.of(CANCEL, CANCEL),
            Arguments.of(CANCEL, DELETE),
            Arguments.of(priority(700), DELETE),
            Arguments.of(WORK, RELEASE),
            Arguments.of(WORK, HOLD),
            Arguments.of(WORK, priority(700)),
            Arguments.of(RETRY, WORK)));
  }

  /** One job is done, one failed, one held. */
  private World world(String name) throws IOException {
    World world = new World(directory.resolve(name));
    Client client = world.client();
    client.submit(World.diamond());
    client.runNext();
    new OutsideError(client.queue()).set(JobId.parse("1/1"), "broken");
    new Control(client.queue()).change(Operation.HOLD, ROOT, false);
    return world;
  }

  private List<Object> outcomeOf(String name, Named... steps) throws IOException {
    World world = world(name);
    for (Named step : steps) {
      step.step().run(world.client());
    }
    return outcome(world);
  }

  private static List<Object> outcome(World world) throws IOException {
    List<Object> outcome = Operations.outcome(world);
    return world.roots().isEmpty() ? List.of("deleted") : outcome;
  }

  private void check(World world, Named first, Named second, List<List<Object>> orders, Object what)
      throws IOException {
    world.client().recover();
    List<Object> outcome = outcome(world);
    assertThat(world.leftovers()).as("%s", what).isEmpty();
    assertThat(world.committed()).as("%s", what).doesNotHaveDuplicates();
    if (first.name().equals("work") || second.name().equals("work")) {
      requireNothingForgotten(world, what);
    } else {
      assertThat(outcome).as("%s", what).isIn(orders);
    }
  }

  /** Whatever waits, waits for a job that is not done. */
  private static void requireNothingForgotten(World world, Object what) throws IOException {
    for (JobId job : world.tree(ROOT)) {
      if (world.state(job) == JobState.WAITING) {
        boolean blocked = false;
        for (String subJob : world.client().queue().definition(job).subJobs()) {
          blocked |= world.state(new JobId(job.number(), subJob)) != JobState.DONE;
        }
        assertThat(blocked).as("%s has no ticket, %s", job, what).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anOperationBetweenAnyTwoCallsOfAnotherOneComesBeforeOrAfterIt(Named outer, Named inner)
      throws IOException {
    interleave(outer, inner);
  }

  private void interleave(Named outer, Named inner) throws IOException {
    List<List<Object>> orders =
        List.of(outcomeOf("outer-inner", outer, inner), outcomeOf("inner-outer", inner, outer));
    boolean interrupted = true;
    for (int call = 0; interrupted; call++) {
      World world = world("queue" + call);
      Client client = world.client();
      int[] calls = {call};
      client
          .files()
          .beforeEach(
              () -> {
                if (calls[0]-- == 0) {
                  runUnchecked(inner, world.client());
                }
              });
      outer.step().run(client);
      interrupted = calls[0] < 0;
      if (interrupted) {
        check(world, outer, inner, orders, "call " + call);
      }
    }
  }

  private static void runUnchecked(Named step, Client client) {
    try {
      step.step().run(client);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoProcessesThatTakeTurnsAtRandomLeaveWhatOneOrderLeaves(Named first, Named second)
      throws Exception {
    takeTurns(first, second, RANDOM_SCHEDULES);
  }

  @ParameterizedTest
  @MethodSource("morePairs")
  @Tag("long")
  void moreOperationsBetweenAnyTwoCalls(Named outer, Named inner) throws IOException {
    interleave(outer, inner);
  }

  @ParameterizedTest
  @MethodSource("morePairs")
  @Tag("long")
  void manyTurnsAtRandom(Named first, Named second) throws Exception {
    takeTurns(first, second, MANY_SCHEDULES);
  }

  private void takeTurns(Named first, Named second, int schedules) throws Exception {
    List<List<Object>> orders =
        List.of(outcomeOf("first", first, second), outcomeOf("second", second, first));
    long seed = Long.getLong("jobqueue.test.seed", System.nanoTime());
    System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, "seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < schedules; i++) {
      World world = world("random" + i);
      Turns turns = new Turns(random.nextLong());
      List<FutureTask<Void>> tasks = new ArrayList<>();
      for (Named step : List.of(first, second)) {
        Client client = world.client();
        int me = tasks.size();
        client.files().beforeEach(() -> turns.await(me));
        tasks.add(
            new FutureTask<>(
                () -> {
                  try {
                    step.step().run(client);
                  } finally {
                    turns.leave(me);
                  }
                  return null;
                }));
      }
      tasks.forEach(task -> new Thread(task).start());
      for (FutureTask<Void> task : tasks) {
        try {
          task.get();
        } catch (ExecutionException e) {
          throw new AssertionError("seed " + seed + ", schedule " + i, e.getCause());
        }
      }
      check(world, first, second, orders, "seed " + seed + ", schedule " + i);
    }
  }

  /** Lets one of two threads go on at a time; which one, chance decides at each call. */
  private static final class Turns {
    private final Random random;
    private final boolean[] here = {true, true};
    private int turn;

    Turns(long seed) {
      this.random = new Random(seed);
      this.turn = random.nextInt(2);
    }

    synchronized void await(int me) {
      while (turn != me) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      // Runs of some length find more than strict alternation does.
      if (here[1 - me] && random.nextInt(4) == 0) {
        turn = 1 - me;
        notifyAll();
        while (turn != me) {
          try {
            wait();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
      }
    }

    synchronized void leave(int me) {
      here[me] = false;
      turn = 1 - me;
      notifyAll();
    }
  }
}
