package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.QueueUnusableException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that are no queues, or cannot be used: what people are told. */
@Timeout(120)
class BadInputTest {
  @TempDir private Path temp;

  @Test
  void queueDirectoryIsMissing() {
    Path missing = temp.resolve("missing");

    assertUnusable(() -> JobQueues.open(missing), Reason.MISSING, missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void directoryIsNotAQueue() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("pictures"));
    Files.writeString(directory.resolve("cat.png"), "meow");

    assertUnusable(() -> JobQueues.open(directory), Reason.NOT_A_QUEUE, directory);
    assertThat(directory).isDirectoryNotContaining(file -> !file.endsWith("cat.png"));
  }

  @Test
  void emptyDirectoryIsNotAQueue() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("empty"));

    assertUnusable(() -> JobQueues.open(directory), Reason.NOT_A_QUEUE, directory);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void fileIsNotAQueue() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "text");

    assertUnusable(() -> JobQueues.open(file), Reason.NOT_A_QUEUE, file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"format\": \"one\"}", "\0\0\0"})
  void tornQueueFileIsNotAQueue(String content) throws IOException {
    Bench bench = Bench.in(temp);
    Files.writeString(bench.directory().resolve("queue.json"), content);

    assertUnusable(() -> JobQueues.open(bench.directory()), Reason.NOT_A_QUEUE, bench.directory());
  }

  @Test
  void formatOfTheQueueIsNewer() throws IOException {
    Bench bench = Bench.in(temp);
    Path file = bench.directory().resolve("queue.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode settings = (ObjectNode) json.readTree(file.toFile());
    assertThat(settings.path("format").isInt()).as("format in %s", settings).isTrue();
    settings.put("format", 999);
    json.writeValue(file.toFile(), settings);

    assertUnusable(() -> JobQueues.open(bench.directory()), Reason.NEWER_FORMAT, bench.directory());
    assertThatThrownBy(() -> JobQueues.open(bench.directory()))
        .hasMessageContaining("999")
        .message()
        .containsIgnoringCase("newer");
  }

  @Test
  void unknownFieldsOfTheQueueFileAreNoError() throws IOException {
    Bench bench = Bench.in(temp);
    Path file = bench.directory().resolve("queue.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode settings = (ObjectNode) json.readTree(file.toFile());
    settings.put("comment", "of a later version with the same format");
    json.writeValue(file.toFile(), settings);

    assertThat(JobQueues.open(bench.directory()).options()).isEqualTo(bench.queue().options());
  }

  @Test
  void directoryIsNotEmptyAtCreation() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("pictures"));
    Files.writeString(directory.resolve("cat.png"), "meow");

    assertUnusable(() -> JobQueues.create(directory), Reason.NOT_EMPTY, directory);
    assertThat(directory.resolve("cat.png")).hasContent("meow");
    assertThat(directory).isDirectoryNotContaining(file -> !file.endsWith("cat.png"));
  }

  @Test
  void queueIsNotCreatedOverAnother() {
    Bench bench = Bench.in(temp);
    bench.submit("a");

    assertUnusable(() -> JobQueues.create(bench.directory()), Reason.NOT_EMPTY, bench.directory());
    assertThat(Bench.labels(bench.reopen().listJobs())).containsExactly("a");
  }

  @Test
  void fileIsInTheWayOfANewQueue() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "text");

    assertThatThrownBy(() -> JobQueues.create(file))
        .isInstanceOf(QueueUnusableException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("text");
  }

  @Test
  void parentOfANewQueueIsMissing() {
    Path directory = temp.resolve("missing/q");

    assertThatThrownBy(() -> JobQueues.create(directory))
        .isInstanceOf(QueueUnusableException.class)
        .hasMessageContaining(directory.getParent().toString());
    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void parentOfANewQueueIsAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "text");

    assertThatThrownBy(() -> JobQueues.create(file.resolve("q")))
        .isInstanceOf(QueueUnusableException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void directoryIsNotWritable() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Bench bench = Bench.in(temp);
    JobHandle job = bench.submit("a").get(0);
    JobRoot root = bench.root("b");
    try (Stream<Path> files = Files.walk(bench.directory())) {
      for (Path directory : files.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
      }
    }
    try {
      assertUnusable(root::activate, Reason.NOT_WRITABLE, bench.directory());
      assertUnusable(
          () -> bench.queue().runNextAvailableJob(), Reason.NOT_WRITABLE, bench.directory());
      assertThat(job.label()).isEqualTo("a");
    } finally {
      try (Stream<Path> files = Files.walk(bench.directory())) {
        for (Path directory : files.filter(Files::isDirectory).toList()) {
          Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  @Test
  void newQueueWhereNobodyMayWrite() {
    Path nobodys = Path.of("/sys");
    assumeTrue(Files.isDirectory(nobodys), "a directory in which even root cannot write");
    Path directory = nobodys.resolve("jobqueue-spec-test");

    assertThatThrownBy(() -> JobQueues.create(directory))
        .isInstanceOfSatisfying(
            QueueUnusableException.class,
            e -> assertThat(e.reason()).isIn(Reason.NOT_WRITABLE, Reason.IO))
        .hasMessageContaining(directory.toString());
  }

  @Test
  void fileIsWhereTheJobsShouldBe() throws IOException {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("a");
    Files.move(bench.directory().resolve("jobs"), temp.resolve("elsewhere"));
    Files.writeString(bench.directory().resolve("jobs"), "in the way");

    assertThatThrownBy(root::activate)
        .isInstanceOf(JobQueueException.class)
        .hasMessageContaining(bench.directory().toString());
  }

  private static void assertUnusable(ThrowingCallable call, Reason reason, Path directory) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            QueueUnusableException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.directory()).contains(directory);
            })
        .hasMessageContaining(directory.toString())
        .message()
        .doesNotContain("Exception")
        .doesNotContain("\n");
  }
}
