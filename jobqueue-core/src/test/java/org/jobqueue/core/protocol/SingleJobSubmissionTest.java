package org.jobqueue.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that is alone is submitted in fewer steps, at each of which something goes wrong. */
class SingleJobSubmissionTest {
  private static final JobId JOB = JobId.ofRoot(1);

  @TempDir Path directory;

  private World world(int step) throws IOException {
    return new World(directory.resolve("queue" + step));
  }

  private static Client client(World world, boolean links) {
    Client client = world.client();
    if (!links) {
      client.files().withoutLinks();
    }
    return client;
  }

  @Test
  void oneFileIsIntentDefinitionAndTicket() throws IOException {
    World world = world(0);
    world.client().submit(World.root());
    Path definition = world.layout().definition(JOB);
    assertThat(world.leftovers()).singleElement().asString().startsWith("ready/j1.");
    try (Stream<Path> ready = Files.walk(world.layout().ready())) {
      Path ticket = ready.filter(Files::isRegularFile).findFirst().orElseThrow();
      assertThat(Files.isSameFile(ticket, definition)).isTrue();
    }
    world.client().drain();
    assertThat(world.leftovers()).isEmpty();
    assertThat(JobDefinition.parse(Files.readAllBytes(definition), JOB).type()).isEqualTo("root");
  }

  @Test
  void whereFilesHaveOneNameTheDefinitionIsWrittenTwice() throws IOException {
    World world = world(0);
    client(world, false).submit(World.root());
    assertThat(world.client().drain()).isEqualTo(1);
    assertThat(world.state(JOB)).isEqualTo(JobState.DONE);
    try (Stream<Path> names = Files.list(world.layout().job(JOB))) {
      assertThat(names).noneMatch(name -> name.toString().endsWith(".new"));
    }
  }

  /** Nothing tells whose intent it was: the lease does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubmitterThatDiesLeavesAJobOrNothing(boolean links) throws IOException {
    List<Integer> ran = new ArrayList<>();
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = world(step);
      Client victim = client(world, links);
      victim.files().arm(Fault.CRASH, step);
      try {
        victim.submit(World.root());
      } catch (Crash e) {
        assertThat(world.violations()).as("crash at change %d", step).isEmpty();
      }
      victim.die();
      struck = victim.files().hasStruck();
      boolean committed = Files.isRegularFile(world.layout().definition(JOB));
      assertThat(isSeen(world)).as("crash at change %d", step).isEqualTo(committed);
      world.client().recover();
      world.client().drain();
      assertThat(world.committed()).as("crash at change %d", step).hasSize(committed ? 1 : 0);
      assertThat(isSeen(world)).as("crash at change %d", step).isEqualTo(committed);
      assertThat(world.leftovers()).as("crash at change %d", step).isEmpty();
      assertThat(world.violations()).as("crash at change %d", step).isEmpty();
      ran.add(world.committed().size());
    }
    assertThat(ran).startsWith(0, 0, 0, 0).isSorted().endsWith(1, 1); // the ticket, and no crash
  }

  private static boolean isSeen(World world) throws IOException {
    JobState state = world.state(JOB);
    return state != JobState.BUILDING && state != JobState.DELETED;
  }

  /** Whoever goes on with what the submitter left dies as well, at each of its changes. */
  @Test
  void whoeverUndoesItGoesOnWhereAnotherDied() throws IOException {
    for (int died = 4; died < 7; died++) { // before the register, the definition, and the ticket
      World world = new World(directory.resolve("died" + died));
      submitAndDie(world, died);
      boolean committed = Files.exists(world.layout().definition(JOB));
      int deaths = 0;
      for (int step = 0; ; step++) {
        Client helper = world.client();
        helper.files().arm(Fault.CRASH, step);
        try {
          helper.recover();
          break;
        } catch (Crash e) {
          helper.die();
          deaths++;
          assertThat(world.violations()).as("died at %d, then %d", died, step).isEmpty();
        }
      }
      world.client().drain();
      assertThat(deaths).isPositive();
      assertThat(world.committed()).as("died at %d", died).hasSize(committed ? 1 : 0);
      assertThat(isSeen(world)).isEqualTo(committed);
      assertThat(world.leftovers()).isEmpty();
    }
  }

  private static void submitAndDie(World world, int step) throws IOException {
    Client victim = world.client();
    victim.files().arm(Fault.CRASH, step);
    try {
      victim.submit(World.root());
      throw new AssertionError("it was to die");
    } catch (Crash e) {
      victim.die();
    }
  }

  /** Before each of its operations in turn others take it for dead, and finish all that is left. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubmitterThatStandsStillLearnsWhatBecameOfTheJob(boolean links) throws IOException {
    int revoked = 0;
    int last = 0;
    for (int step = 0; step == last; step++) {
      World world = world(step);
      Client slow = client(world, links);
      int stop = step;
      int[] operation = {0};
      slow.files()
          .beforeEach(
              () -> {
                if (operation[0]++ == stop) {
                  goOnElsewhere(world);
                }
              });
      boolean submitted = true;
      try {
        slow.submit(World.root());
      } catch (SubmissionRevokedException e) {
        submitted = false;
        revoked++;
      }
      last = operation[0] > step ? step + 1 : step;
      world.client().recover();
      world.client().drain();
      assertThat(world.committed()).as("before operation %d", step).hasSize(submitted ? 1 : 0);
      assertThat(isSeen(world)).as("before operation %d", step).isEqualTo(submitted);
      assertThat(world.leftovers()).as("before operation %d", step).isEmpty();
      assertThat(world.violations()).as("before operation %d", step).isEmpty();
    }
    assertThat(revoked).isPositive();
    assertThat(last).isGreaterThan(5);
  }

  private static void goOnElsewhere(World world) {
    try {
      IntentRecovery other = new IntentRecovery(world.client().queue());
      other.lookAround();
      world.advance(Duration.ofSeconds(9)); // the lease is 8 s
      other.lookAround();
      world.client().drain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Or it wakes at any moment while others undo or complete what it had begun. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubmitterThatGoesOnWhileOthersDoSoLearnsWhatBecameOfTheJob(boolean links) throws Exception {
    int runs = 0;
    int revoked = 0;
    boolean stopped = true;
    for (int stop = 0; stopped; stop++) {
      boolean woken = true;
      for (int wake = 0; woken && stopped; wake++) {
        World world = world(runs++);
        Awakening awakening = new Awakening(world, client(world, links), stop, -1, wake);
        stopped = awakening.hasStopped();
        woken = awakening.hasWoken();
        boolean submitted = awakening.isSubmitted();
        revoked += submitted ? 0 : 1;
        world.client().recover();
        world.client().drain();
        String when = "stopped before operation " + stop + ", awake at " + wake;
        assertThat(world.committed()).as(when).hasSize(submitted ? 1 : 0);
        assertThat(isSeen(world)).as(when).isEqualTo(submitted);
        assertThat(world.leftovers()).as(when).isEmpty();
        assertThat(world.violations()).as(when).isEmpty();
      }
    }
    assertThat(runs).isGreaterThan(40);
    assertThat(revoked).isBetween(5, runs - 5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noLostReplyLeavesHalfAJob(boolean links) throws IOException {
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = world(step);
      Client submitter = client(world, links);
      submitter.files().arm(Fault.LOST_REPLY, step);
      boolean submitted = true;
      try {
        submitter.submit(World.root());
      } catch (IOException | RuntimeException e) {
        submitted = false;
      }
      struck = submitter.files().hasStruck();
      submitter.die();
      world.client().recover();
      world.client().drain();
      assertThat(world.committed()).as("lost reply to change %d", step).hasSize(submitted ? 1 : 0);
      assertThat(world.leftovers()).as("lost reply to change %d", step).isEmpty();
    }
  }

  @Test
  void whatCannotBeWrittenIsUndone() throws IOException {
    boolean struck = true;
    int failed = 0;
    for (int step = 0; struck; step++) {
      World world = world(step);
      Client submitter = world.client();
      submitter.files().arm(Fault.IO_ERROR, step);
      boolean submitted = true;
      try {
        submitter.submit(World.root());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("injected");
        submitted = false;
        failed++;
      }
      struck = submitter.files().hasStruck();
      assertThat(isSeen(world)).as("error at change %d", step).isEqualTo(submitted);
      submitter.die();
      world.client().recover();
      assertThat(world.client().drain())
          .as("error at change %d", step)
          .isEqualTo(submitted ? 1 : 0);
      assertThat(world.leftovers()).as("error at change %d", step).isEmpty();
    }
    assertThat(failed).isGreaterThan(2);
  }

  /** At no moment is there a job without definition, for whoever looks. */
  @Test
  void whileItIsWrittenThereIsNoJob() throws IOException {
    World world = world(0);
    Client submitter = world.client();
    List<JobState> seen = new ArrayList<>();
    submitter
        .files()
        .beforeEach(
            () -> {
              try {
                seen.add(world.state(JOB));
                boolean defined = Files.exists(world.layout().definition(JOB));
                assertThat(isSeen(world)).isEqualTo(defined);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    submitter.submit(World.root());
    assertThat(seen).contains(JobState.BUILDING).endsWith(JobState.WAITING);
  }

  /** A definition that is lost later is damage, and nothing that somebody will still write. */
  @Test
  void aJobThatHasLostItsDefinitionWaits() throws IOException {
    World world = world(0);
    world.client().submit(World.root());
    Files.delete(world.layout().definition(JOB));
    assertThat(world.state(JOB)).isEqualTo(JobState.WAITING);
    assertThat(world.violations()).isNotEmpty();
  }

  @Test
  void aDefinitionThatIsTooLongLeavesNothing() throws IOException {
    World world = world(0);
    String much = "x".repeat(JobDefinition.SIZE_LIMIT);
    JobSpec large =
        new JobSpec(
            "large",
            1,
            Map.of("text", much),
            new JobProc("large") {
              @Override
              public void run() {}
            });
    RootNode root =
        new RootNode(
            large,
            (type, parameters) -> large,
            JobOptions.DEFAULTS,
            ignored -> {
              throw new AssertionError();
            });
    Client client = world.client();
    assertThatThrownBy(() -> client.submit(root))
        .isInstanceOf(JobQueueException.class)
        .hasMessageContaining("more than the limit");
    assertThat(world.roots()).isEmpty();
    assertThat(world.leftovers()).isEmpty();
  }

  /** There the commit is not forced, and a crash of the server must not leave one name of two. */
  @Test
  void withDurabilityCommitItIsSubmittedLikeAHierarchy() throws IOException {
    QueueOptions options = QueueOptions.defaults().withDurability(Durability.COMMIT);
    World world = new World(directory.resolve("queue"), options);
    Client client = world.client();
    client.submit(World.root());
    assertThat(client.files().journal()).anyMatch(line -> line.contains(".building."));
    assertThat(client.drain()).isEqualTo(1);
  }

  /** Blocks have tokens of their chunks, and those are there before the block is. */
  @Test
  void aBlockIsSubmittedLikeAHierarchy() throws IOException {
    World world = world(0);
    RootNode root = World.root();
    root.setFrames(FrameRange.parse("1-10"), 1);
    Client client = world.client();
    client.submit(root);
    assertThat(client.files().journal()).anyMatch(line -> line.contains(".building."));
    assertThat(new String(Files.readAllBytes(world.layout().definition(JOB)), UTF_8))
        .contains("1-10");
  }
}
