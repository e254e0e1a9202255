package org.jobqueue.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Violation;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.protocol.FaultyFiles.Crash;
import org.jobqueue.core.protocol.FaultyFiles.Fault;
import org.jobqueue.core.protocol.World.Client;
import org.jobqueue.core.verify.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submission under way whose root has lost its register, as a crash of the server leaves it. */
class LostRootTest {
  private static final JobId ROOT = JobId.ofRoot(1);
  private static final int HALF_WAY = 14; // operations: the root and some of its sub-jobs are there

  @TempDir private Path directory;
  private World world;
  private Path job;
  private Path definition;

  @BeforeEach
  void aSubmissionDiesAndTheRegisterOfItsRootIsLost() throws IOException {
    world = new World(directory.resolve("queue"));
    Client submitter = world.client();
    submitter.files().arm(Fault.CRASH, HALF_WAY);
    try {
      submitter.submit(World.diamond());
      throw new AssertionError("it was to die");
    } catch (Crash e) {
      submitter.die();
    }
    job = world.layout().job(ROOT);
    definition = world.layout().definition(ROOT);
    try (Stream<Path> registers = Files.list(job)) {
      Files.delete(
          registers
              .filter(file -> file.getFileName().toString().startsWith("s."))
              .findFirst()
              .orElseThrow());
    }
    assertThat(definition).isRegularFile();
    assertThat(job.resolve(QueueLayout.SUB_JOBS)).isNotEmptyDirectory();
  }

  @Test
  void withADefinitionItMayHaveBeenCommittedAndStays() throws IOException {
    world.client().recover();
    assertThat(definition).isRegularFile();
    assertThat(job.resolve(QueueLayout.SUB_JOBS)).isNotEmptyDirectory();
    assertThat(world.layout().goneMark(ROOT.number())).doesNotExist();
    assertThat(world.leftovers()).singleElement().asString().startsWith("intents/submit.1.");
  }

  @Test
  void withoutOneItIsRemovedWithAMark() throws IOException {
    Files.delete(definition);
    world.client().recover();
    assertThat(job).doesNotExist();
    assertThat(world.layout().goneMark(ROOT.number())).exists();
    assertThat(world.leftovers()).isEmpty();
  }

  @Test
  void whoeverFindsItGoesOnWhereAnotherDied() throws IOException {
    Files.delete(definition);
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
        if (Files.isDirectory(definition) || Files.exists(world.layout().goneMark(1))) {
          assertThat(violations()).as("after %s steps", step).isEmpty();
        }
      }
    }
    assertThat(deaths).isGreaterThan(5);
    assertThat(job).doesNotExist();
    assertThat(world.layout().goneMark(ROOT.number())).exists();
    assertThat(world.leftovers()).isEmpty();
  }

  private List<Violation> violations() throws IOException {
    List<Violation> violations = new ArrayList<>();
    new Verification(new LocalFiles(), world.layout(), () -> {}, violations::add).run();
    return violations;
  }

  @Test
  void aSubmitterThatWakesCannotDefineIt() throws IOException {
    Files.delete(definition);
    Client helper = world.client();
    assertThat(new Removal(helper.queue()).isBarred(ROOT)).isTrue();
    assertThat(new Registers(helper.queue()).hasDefinition(ROOT)).isFalse();
    assertThat(definition).isEmptyDirectory();
    Client slow = world.client();
    assertThatThrownBy(() -> slow.files().createFile(definition, "{}".getBytes(UTF_8)))
        .isInstanceOf(FileAlreadyExistsException.class);
    Client other = world.client();
    assertThat(new Removal(other.queue()).isBarred(ROOT)).as("barred by another").isTrue();
    other.recover();
    assertThat(job).doesNotExist();
  }
}
