package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to a job that is alone while it is being submitted, and what comes of it. */
class SingleJobRecoveryTest {
  private static final JobId JOB = JobId.ofRoot(1);
  private static final Ticket TICKET = new Ticket(new NodeRef(JOB, 0, 1), 500, 1);

  @TempDir Path directory;

  private World world(int run) throws IOException {
    return new World(directory.resolve("queue" + run));
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(name -> String.valueOf(name.getFileName())).sorted().toList();
    }
  }

  private static void takeOver(World world) throws IOException {
    IntentRecovery other = new IntentRecovery(world.client().queue());
    other.lookAround();
    world.advance(Duration.ofSeconds(9)); // the lease is 8 s
    other.lookAround();
  }

  /** An error that is set on it, or that it is cancelled, makes no job of it. */
  @ParameterizedTest
  @ValueSource(strings = {"FAIL", "CANCEL", "HOLD"})
  void whatIsBeingSubmittedCannotBeChanged(String change) throws IOException {
    int seen = 0;
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = world(step);
      Client victim = world.client();
      submitAndDie(victim, step);
      struck = victim.files().hasStruck();
      boolean committed = Files.exists(world.layout().definition(JOB));
      if (!committed && names(world.layout().intents()).isEmpty()) {
        continue; // at most the number is reserved
      }
      seen += !committed && world.state(JOB) == JobState.BUILDING ? 1 : 0;
      change(world, change);
      world.client().recover();
      world.client().recover();
      assertThat(world.roots()).as("died at %d", step).hasSize(committed ? 1 : 0);
      assertThat(world.violations()).as("died at %d", step).isEmpty();
    }
    assertThat(seen).isEqualTo(1); // between the register and the definition
  }

  /** The same after a finder has seen to it that there will be no definition, and died then. */
  @ParameterizedTest
  @ValueSource(strings = {"FAIL", "CANCEL", "HOLD"})
  void whatIsBarredCannotBeChanged(String change) throws IOException {
    int barred = 0;
    boolean died = true;
    for (int death = 0; died; death++) {
      World world = world(death);
      submitAndDie(world.client(), 5); // before the definition
      Client finder = world.client();
      IntentRecovery recovery = new IntentRecovery(finder.queue());
      recovery.lookAround();
      world.advance(Duration.ofSeconds(9)); // the lease is 8 s
      finder.files().arm(Fault.CRASH, death);
      died = false;
      try {
        recovery.lookAround();
      } catch (Crash e) {
        finder.die();
        died = true;
      }
      barred += Files.isDirectory(world.layout().definition(JOB)) ? 1 : 0;
      change(world, change);
      world.client().recover();
      world.client().recover();
      assertThat(world.roots()).as("died at %d", death).isEmpty();
      assertThat(world.leftovers()).as("died at %d", death).isEmpty();
      assertThat(world.violations()).as("died at %d", death).isEmpty();
    }
    assertThat(barred).isPositive();
  }

  /** Between the look of whoever cancels it and his renaming it is barred. */
  @Test
  void whatIsBarredWhileItIsChangedIsRemoved() throws IOException {
    World world = world(0);
    submitAndDie(world.client(), 5); // before the definition
    Client finder = world.client();
    finder.files().arm(Fault.CRASH, 2); // after the bar
    IntentRecovery recovery = new IntentRecovery(finder.queue());
    recovery.lookAround();
    world.advance(Duration.ofSeconds(9));
    assertThatThrownBy(recovery::lookAround).isInstanceOf(Crash.class);
    finder.die();
    assertThat(world.layout().definition(JOB)).isDirectory();
    Path job = world.layout().job(JOB);
    String register =
        names(job).stream().filter(name -> name.startsWith("s.")).findFirst().orElseThrow();
    Files.move(
        job.resolve(register), job.resolve(register.replace("s.1.waiting", "s.2.cancelled")));
    world.client().recover();
    assertThat(world.roots()).isEmpty();
    assertThat(world.leftovers()).isEmpty();
    assertThat(world.violations()).isEmpty();
  }

  /** Of a job that was barred before it had a register, by somebody who died then. */
  @Test
  void allWhoRemoveWhatIsBarredMakeTheSameRegister() throws IOException {
    int runs = 0;
    int seen = 0;
    boolean stopped = true;
    for (int stop = 0; stopped; stop++) {
      boolean died = true;
      for (int death = 0; died; death++) {
        World world = world(runs++);
        Client victim = world.client();
        Intent.declare(victim.queue(), IntentName.Operation.SUBMIT, JOB.number(), "victim");
        victim.die();
        Files.createDirectories(world.layout().definition(JOB));
        Client slow = world.client();
        slow.files().arm(Fault.CRASH, death);
        Sleeper sleeper = new Sleeper(slow, stop, () -> recoverOrDie(slow));
        stopped = sleeper.hasStopped();
        Client other = world.client();
        other.files().arm(Fault.CRASH, death);
        recoverOrDie(other);
        died = other.files().hasStruck();
        sleeper.goOn();
        long registers = registers(world);
        assertThat(registers).as("stopped at %d, died at %d", stop, death).isLessThan(2);
        seen += registers == 1 ? 1 : 0;
        takeOver(world);
        assertThat(world.roots()).as("stopped at %d, died at %d", stop, death).isEmpty();
        assertThat(world.leftovers()).as("stopped at %d, died at %d", stop, death).isEmpty();
      }
    }
    assertThat(seen).isPositive();
  }

  private static void recoverOrDie(Client finder) throws IOException {
    try {
      new IntentRecovery(finder.queue()).recoverSubmission(JOB);
    } catch (Crash e) {
      finder.die();
    }
  }

  private static long registers(World world) {
    try {
      return names(world.layout().job(JOB)).stream().filter(name -> name.startsWith("s.")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void submitAndDie(Client victim, int step) throws IOException {
    victim.files().arm(Fault.CRASH, step);
    try {
      victim.submit(World.root());
    } catch (Crash e) {
      // as it was to be
    }
    victim.die();
  }

  private static void change(World world, String change) throws IOException {
    QueueDirectory queue = world.client().queue();
    if (change.equals("FAIL")) {
      new OutsideError(queue).set(JOB, "given up");
    } else {
      new Control(queue).change(IntentName.Operation.valueOf(change), JOB, true);
    }
  }

  /** What was forced to disk is in the queue, even if the file system cannot be asked any more. */
  @Test
  void anOutageAfterTheCommitDoesNotFailTheSubmission() throws IOException {
    World world =
        new World(
            directory.resolve("queue"),
            QueueOptions.defaults()
                .withDurability(Durability.FULL)
                .withLease(Duration.ofSeconds(8)));
    Client client = world.client();
    boolean[] away = new boolean[1];
    client
        .files()
        .beforeEach(
            () -> {
              List<String> done = client.files().journal();
              if (!done.isEmpty() && done.get(done.size() - 1).matches("sync \\[\\w+/job1\\]")) {
                away[0] = true;
                client.files().failFromNowOn();
              }
            });
    client.submit(World.root());
    assertThat(away[0]).isTrue();
    takeOver(world);
    world.client().drain();
    assertThat(world.committed()).hasSize(1);
  }

  /** It stood still after the commit; others ran the job and deleted it. */
  @Test
  void aJobThatWasDeletedMeanwhileMayHaveRun() throws IOException {
    World world = world(0);
    Client slow = world.client();
    boolean[] done = new boolean[1];
    slow.files()
        .beforeEach(
            () -> {
              if (!done[0] && Files.exists(world.layout().definition(JOB))) {
                done[0] = true;
                try {
                  takeOver(world);
                  world.client().drain();
                  new Removal(world.client().queue()).delete(JOB);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    assertThatThrownBy(() -> slow.submit(World.root()))
        .isInstanceOf(SubmissionRevokedException.class)
        .hasMessageContaining("or the job has run and was deleted meanwhile")
        .hasMessageContaining("events of job 1");
    assertThat(world.committed()).hasSize(1);
  }

  /** Workers remove directories of tickets that they find empty, also one just made. */
  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void aDirectoryThatIsRemovedBeforeTheTicketComesLeavesNoIntent(int times) throws IOException {
    World world = world(times);
    Client client = world.client();
    int[] removed = prune(world, client, times);
    client.submit(World.root());
    assertThat(removed[0]).isEqualTo(times);
    assertThat(world.leftovers()).containsExactly("ready/j1.n0of1.root.p500.v1");
    world.client().drain();
    assertThat(world.committed()).hasSize(1);
    assertThat(world.leftovers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void aTicketThatIsGivenBackIsThere(int times) throws IOException {
    World world = world(times);
    Client client = world.client();
    client.submit(World.root());
    WorkerSession session = WorkerSession.register(client.queue());
    Tickets tickets = new Tickets(client.queue());
    RunTicket inFlight = session.number(TICKET);
    assertThat(tickets.tryTake(TICKET, session, inFlight)).isTrue();
    int[] removed = prune(world, client, times);
    tickets.giveBack(session.name(), inFlight);
    assertThat(removed[0]).isEqualTo(times);
    assertThat(world.layout().ticketBucket(TICKET).resolve(TICKET.toString())).exists();
    assertThat(names(world.layout().runDirectory(session.name()))).isEmpty();
  }

  /** Removes the directory of the ticket whenever it is empty, so many times. */
  private static int[] prune(World world, Client client, int times) {
    Path bucket = world.layout().ticketBucket(TICKET);
    int[] removed = new int[1];
    client
        .files()
        .beforeEach(
            () -> {
              try {
                removed[0] += removed[0] < times && Files.deleteIfExists(bucket) ? 1 : 0;
              } catch (DirectoryNotEmptyException e) {
                // in use
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return removed;
  }
}
