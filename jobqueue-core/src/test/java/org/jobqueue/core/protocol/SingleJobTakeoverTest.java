package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.JobId;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The submitter of a job that is alone wakes while several finders are at work. */
class SingleJobTakeoverTest {
  private static final JobId JOB = JobId.ofRoot(1);

  @TempDir Path directory;

  /** How the submitter's file gets its second name. */
  enum Naming {
    BY_LINK,
    /** By a link to what the client has cached, whatever its name is by now. */
    BY_HANDLE,
    BY_ANOTHER_FILE
  }

  private World world(int run) throws IOException {
    return new World(directory.resolve("queue" + run));
  }

  private Client submitter(World world, Naming naming, int run) throws IOException {
    Client client = world.client();
    switch (naming) {
      case BY_LINK -> {}
      case BY_HANDLE ->
          client.files().withCachedHandles(Files.createDirectory(directory.resolve("aside" + run)));
      case BY_ANOTHER_FILE -> client.files().withoutLinks();
    }
    return client;
  }

  /**
   * The submitter stops before each of its operations, a first finder dies at each of his changes,
   * and the submitter wakes at the operations of a second one: at each, or at every fourth.
   */
  @ParameterizedTest
  @EnumSource
  void theSubmitterWakesWhileASecondFinderIsAtWork(Naming naming) throws Exception {
    int every = System.getProperty("longTests") == null ? 4 : 1;
    int run = 0;
    boolean stopped = true;
    for (int stop = 0; stopped; stop++) {
      boolean died = true;
      for (int death = 0; died && stopped; death++) {
        boolean woken = true;
        for (int wake = (stop + death) % every; woken && stopped; wake += every) {
          run++;
          World world = world(run);
          Client slow = submitter(world, naming, run);
          Awakening awakening = new Awakening(world, slow, stop, death, wake);
          stopped = awakening.hasStopped();
          died = awakening.hasDied();
          woken = awakening.hasWoken();
          world.client().recover();
          world.client().recover();
          world.client().drain();
          String when =
              "stopped before " + stop + ", the finder died at " + death + ", awake at " + wake;
          int expected = awakening.isSubmitted() ? 1 : 0;
          assertThat(world.committed()).as(when).hasSize(expected);
          assertThat(world.roots()).as(when).hasSize(expected);
          assertThat(world.leftovers()).as(when).isEmpty();
          assertThat(world.violations()).as(when).isEmpty();
        }
      }
    }
    assertThat(run).isGreaterThan(200);
  }

  /**
   * All stand still for a while, as when a server is away, and go on together: one finder has made
   * a bar that another one takes for that of somebody who died. A submitter that links its file by
   * name does not get so far, see {@link #aSubmitterThatLinksByNameFindsItsFileTaken}.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BY_LINK")
  void aBarStandsUntilTheJobIsDeleted(Naming naming) throws Exception {
    World world = world(1);
    Client slow = submitter(world, naming, 1);
    Gate register = new Gate("tryLink", "register");
    Gate definition = new Gate("tryLink", "commit");
    slow.files()
        .beforeEach(
            () -> {
              register.stopOnce();
              definition.stopOnce();
            });
    boolean[] submitted = new boolean[1];
    Thread submitter = new Thread(() -> submitted[0] = isSubmitted(slow), "submitter");
    submitter.start();
    register.awaitStop();
    Gate retirement = new Gate("kind", "isRetired");
    Thread second = finder(world, retirement);
    retirement.awaitStop();
    register.goOn();
    definition.awaitStop();
    Gate fence = new Gate("rename", "fence");
    Thread first = finder(world, fence);
    fence.awaitStop();
    assertThat(world.layout().definition(JOB)).isDirectory();
    retirement.goOn();
    second.join();
    definition.goOn();
    submitter.join();
    fence.goOn();
    first.join();
    world.client().recover();
    world.client().drain();
    assertThat(submitted[0]).isFalse();
    assertThat(world.committed()).isEmpty();
    assertThat(world.roots()).isEmpty();
    assertThat(world.leftovers()).isEmpty();
    assertThat(world.violations()).isEmpty();
  }

  /** A finder has renamed it: there is not even a register, and a bar is not needed. */
  @Test
  void aSubmitterThatLinksByNameFindsItsFileTaken() throws Exception {
    World world = world(1);
    Client slow = submitter(world, Naming.BY_LINK, 1);
    Gate register = new Gate("tryLink", "register");
    slow.files().beforeEach(register::stopOnce);
    boolean[] submitted = new boolean[1];
    Thread submitter = new Thread(() -> submitted[0] = isSubmitted(slow), "submitter");
    submitter.start();
    register.awaitStop();
    Gate retirement = new Gate("kind", "isRetired");
    Thread finder = finder(world, retirement);
    retirement.awaitStop();
    register.goOn();
    submitter.join();
    assertThat(submitted[0]).isFalse();
    retirement.goOn();
    finder.join();
    world.client().recover();
    assertThat(world.client().drain()).isZero();
    assertThat(world.roots()).isEmpty();
    assertThat(world.leftovers()).isEmpty();
    assertThat(world.violations()).isEmpty();
  }

  /** Starts somebody who takes over what has stood still, and stops at a gate. */
  private static Thread finder(World world, Gate gate) throws IOException {
    Client client = world.client();
    IntentRecovery recovery = new IntentRecovery(client.queue());
    recovery.lookAround();
    world.advance(Duration.ofSeconds(9)); // the lease is 8 s
    client.files().beforeEach(gate::stopOnce);
    Thread finder =
        new Thread(
            () -> {
              try {
                recovery.lookAround();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "finder");
    finder.start();
    return finder;
  }

  private static boolean isSubmitted(Client client) {
    try {
      client.submit(World.root());
      return true;
    } catch (SubmissionRevokedException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a thread before the first call of an operation of the file system within a method. */
  private static final class Gate {
    private static final int DEEPEST = 14;

    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore open = new Semaphore(0);
    private final String operation;
    private final String method;
    private boolean used;

    Gate(String operation, String method) {
      this.operation = operation;
      this.method = method;
    }

    void stopOnce() {
      List<String> calls =
          StackWalker.getInstance()
              .walk(
                  frames ->
                      frames.map(StackWalker.StackFrame::getMethodName).limit(DEEPEST).toList());
      if (!used && calls.contains(operation) && calls.contains(method)) {
        used = true;
        stopped.release();
        open.acquireUninterruptibly();
      }
    }

    void awaitStop() throws InterruptedException {
      assertThat(stopped.tryAcquire(20, TimeUnit.SECONDS))
          .as("%s within %s", operation, method)
          .isTrue();
    }

    void goOn() {
      open.release();
    }
  }
}
