package org.jobqueue.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forced to disk, and before and after which changes. */
class DurabilityTest {
  private static final String REGISTER = "change job\\d+/s\\..*";
  private static final String STATE = "sync \\[(000000|sub)/job\\d+\\]";

  @TempDir Path directory;

  private World world(Durability durability, String name) throws IOException {
    return new World(
        directory.resolve(name),
        QueueOptions.defaults().withDurability(durability).withLease(Duration.ofSeconds(8)));
  }

  /** The place of the first entry that has the form, from a place on. */
  private static int find(List<String> journal, int from, String form) {
    Pattern pattern = Pattern.compile(form);
    for (int i = from; i < journal.size(); i++) {
      if (pattern.matcher(journal.get(i)).matches()) {
        return i;
      }
    }
    throw new AssertionError("no " + form + " from " + from + " in " + journal);
  }

  private static void assertOrder(List<String> journal, String... forms) {
    int place = 0;
    for (String form : forms) {
      place = find(journal, place, form) + 1;
    }
  }

  private static long syncs(List<String> journal) {
    return journal.stream().filter(entry -> entry.startsWith("sync")).count();
  }

  @Test
  void aSubmissionIsForcedInOneWaveBeforeItsCommitAndOneAfter() throws IOException {
    Client client = world(Durability.FULL, "queue").client();
    client.submit(World.diamond());
    List<String> journal = client.files().journal();
    assertThat(syncs(journal)).isEqualTo(2);
    String first = journal.get(find(journal, 0, "sync .*"));
    assertThat(first.split("job\\d/job\\.json", -1)).hasSize(5);
    assertThat(first.split("sub/job\\d[,\\]]", -1)).as("three jobs and a link").hasSize(5);
    assertThat(first).contains("jobs/000000", "queue/jobs", "job1/deps", "job1/sub", "000000/job1");
    assertOrder(journal, "sync .*", REGISTER, STATE, "create .*/j1\\.n.*");
  }

  @Test
  void anAttemptIsForcedInOneWaveBeforeItsCommitAndOneAfter() throws IOException {
    World world = world(Durability.FULL, "queue");
    world.client().submit(World.diamond());
    Client worker = world.client().talkative();
    worker.runNext();
    List<String> journal = worker.files().journal();
    assertThat(syncs(journal)).isEqualTo(2);
    String first = journal.get(find(journal, 0, "sync .*"));
    assertThat(first.split("[\\[, ]\\S*attempt-1-", -1)).as("a log and its directory").hasSize(3);
    assertOrder(journal, REGISTER, "sync .*attempt-1-.*", REGISTER, STATE, "change deps/d\\..*");
  }

  @Test
  void anAttemptThatWroteNothingIsForcedWithItsCommitAlone() throws IOException {
    World world = world(Durability.FULL, "queue");
    world.client().submit(World.diamond());
    Client worker = world.client();
    worker.runNext();
    List<String> journal = worker.files().journal();
    assertThat(syncs(journal)).isEqualTo(1);
    assertOrder(journal, "create .*/attempt-1-.*", REGISTER, STATE, "change deps/d\\..*");
  }

  @Test
  void commitForcesOneWaveAndNoneForcesNothing() throws IOException {
    World commit = world(Durability.COMMIT, "commit");
    Client client = commit.client();
    client.submit(World.diamond());
    assertThat(syncs(client.files().journal())).isEqualTo(1);
    client.talkative().drain();
    assertThat(syncs(client.files().journal())).isEqualTo(5);
    Client silent = commit.client();
    silent.submit(World.diamond());
    silent.drain();
    assertThat(syncs(silent.files().journal())).isEqualTo(1);
    Client careless = world(Durability.NONE, "none").client();
    careless.submit(World.diamond());
    careless.drain();
    assertThat(syncs(careless.files().journal())).isZero();
  }

  @Test
  void aParentsLatchLosesNoTokenBeforeDoneIsForcedWhoeverRemovesIt() throws IOException {
    int propagations = 0;
    for (int step = 0; ; step++) {
      World world = world(Durability.FULL, "queue" + step);
      world.client().submit(World.diamond());
      Client victim = world.client();
      victim.files().arm(Fault.CRASH, step);
      try {
        victim.runNext();
      } catch (Crash e) {
        // as planned
      }
      victim.die();
      Client heir = world.client();
      heir.recover();
      List<String> journal = heir.files().journal();
      if (journal.stream().anyMatch(entry -> entry.startsWith("change deps/d."))) {
        propagations++;
        assertOrder(journal, STATE, "change deps/d\\..*");
      }
      if (!victim.files().hasStruck()) {
        break;
      }
    }
    assertThat(propagations).isPositive();
  }

  @Test
  void othersIssueNoTicketOfASubmissionBeforeItsCommitIsForced() throws IOException {
    for (boolean alone : new boolean[] {false, true}) {
      int issues = 0;
      boolean struck = true;
      for (int step = 0; struck; step++) {
        World world = world(Durability.FULL, "queue" + alone + step);
        Client victim = world.client();
        victim.files().arm(Fault.CRASH, step);
        try {
          victim.submit(alone ? World.root() : World.diamond());
        } catch (Crash e) {
          // as planned
        }
        victim.die();
        struck = victim.files().hasStruck();
        Client heir = world.client();
        heir.recover();
        List<String> journal = heir.files().journal();
        if (journal.stream().anyMatch(entry -> entry.matches("create .*/j1\\.n.*"))) {
          issues++;
          assertOrder(journal, STATE, "create .*/j1\\.n.*");
        }
      }
      assertThat(issues).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void othersChangeNoJobBeforeTheCommitOfItsSubmissionIsForced(boolean cancel) throws IOException {
    int changes = 0;
    boolean struck = true;
    for (int step = 0; struck; step++) {
      World world = world(Durability.FULL, "queue" + step);
      Client slow = world.client();
      slow.files().arm(Fault.CRASH, step);
      try {
        slow.submit(World.diamond());
      } catch (Crash e) {
        // it goes no further for the time being
      }
      struck = slow.files().hasStruck();
      Client user = world.client();
      if (cancel) {
        new Control(user.queue()).change(Operation.CANCEL, JobId.ofRoot(1), true);
      } else {
        new OutsideError(user.queue()).set(JobId.ofRoot(1), "no more");
      }
      List<String> journal = user.files().journal();
      if (struck && journal.stream().anyMatch(entry -> entry.matches(REGISTER))) {
        changes++;
        assertOrder(journal, STATE, REGISTER);
      }
    }
    assertThat(changes).isPositive();
  }

  /** Only what can be forced once more is announced; others do so with what cannot. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSubmissionThatCannotBeForcedAtOnceHasNoTicketBefore(boolean alone) throws IOException {
    for (int failures = 1; failures < 4; failures++) {
      World world = world(Durability.FULL, "queue" + failures);
      Client client = world.client();
      client.files().failSyncs(failures, () -> isCommitted(world));
      boolean submitted = false;
      try {
        client.submit(alone ? World.root() : World.diamond());
        submitted = true;
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("a crash of the file server may take it back");
      }
      assertThat(submitted).isEqualTo(failures == 1);
      List<String> journal = client.files().journal();
      if (submitted) {
        assertOrder(journal, STATE, alone ? "change intents/submit.*" : "create .*/j1\\.n.*");
      } else {
        assertThat(journal).noneMatch(entry -> entry.matches("create .*/j1\\.n.*"));
        client.die();
        Client heir = world.client();
        heir.recover();
        world.advance(Duration.ofSeconds(9));
        heir.recover();
        assertOrder(heir.files().journal(), STATE, "create .*/j1\\.n.*");
      }
    }
  }

  private static boolean isCommitted(World world) {
    try {
      return world.state(JobId.ofRoot(1)) == JobState.WAITING;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theReasonIsForcedBeforeTheJobFailsAndTheStateAfterwards() throws IOException {
    World world = world(Durability.FULL, "queue");
    JobId root = world.client().submit(World.diamond());
    Client other = world.client();
    new OutsideError(other.queue()).set(root, "not wanted");
    assertOrder(
        other.files().journal(),
        "create job1/error-.*",
        "sync \\[job1/error-[^,]*\\]",
        REGISTER,
        STATE);
  }

  @Test
  void aDeletionIsForcedBeforeAnythingGoes() throws IOException {
    World world = world(Durability.FULL, "queue");
    JobId root = world.client().submit(World.diamond());
    Client other = world.client();
    assertThat(new Removal(other.queue()).delete(root)).isTrue();
    List<String> journal = other.files().journal();
    assertThat(syncs(journal)).isEqualTo(1);
    assertOrder(
        journal,
        "create intents/delete.*",
        REGISTER,
        "sync \\[000000/job1, queue/intents\\]",
        "change .*job\\.json",
        "create 000000/gone\\.1",
        "change 000000/job1",
        "change intents/.*");
    assertThat(find(journal, 0, "change .*job\\.json"))
        .isGreaterThan(find(journal, 0, "sync .*intents\\]"));
  }
}
