package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobState;
import org.jobqueue.api.proc.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is given by reference reaches the command, and nothing that is kept. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class SecretsInJobsTest {
  private static final String VALUE = "hunter2-of-the-studio";

  @TempDir private Path temp;
  private CommandQueue commands;
  private Path secret;

  @BeforeEach
  void createQueue() throws IOException {
    commands = new CommandQueue(temp);
    secret = Files.writeString(temp.resolve("token"), VALUE + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }

  private JobHandle run(String type, Map<String, Object> what) throws InterruptedException {
    JobHandle job = commands.queue().createJob(type, what).activate();
    commands.runAll();
    return job;
  }

  /** All files of the queue in which the value of the secret is. */
  private List<Path> leaks() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("queue"))) {
      return files.filter(Files::isRegularFile).filter(SecretsInJobsTest::hasValue).toList();
    }
  }

  private static boolean hasValue(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(VALUE);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCommandHasItsSecretAndTheQueueHasNot() throws Exception {
    JobHandle job =
        run(
            "command",
            Map.of(
                "shell",
                "echo token $TOKEN; echo error $TOKEN >&2; printf %s $TOKEN > " + temp + "/got",
                "secrets",
                Map.of("TOKEN", "file:" + secret)));

    assertThat(job.state()).isEqualTo(JobState.DONE);
    assertThat(Files.readString(temp.resolve("got"))).isEqualTo(VALUE);
    assertThat(job.files().orElseThrow().stdout()).hasContent("token ***\n");
    assertThat(job.files().orElseThrow().stderr()).hasContent("error ***\n");
    assertThat(job.statusLine()).contains("token ***");
    assertThat(job.parameters()).containsEntry("secrets", Map.of("TOKEN", "file:" + secret));
    assertThat(leaks()).isEmpty();
  }

  @Test
  void theErrorOfAJobHasNoSecret() throws Exception {
    JobHandle job =
        run(
            "script",
            Map.of(
                "script",
                "echo cannot log in with $TOKEN >&2; exit 3",
                "secrets",
                Map.of("TOKEN", new Secret("file:" + secret))));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.error().orElseThrow().message()).endsWith("cannot log in with ***");
    assertThat(leaks()).isEmpty();
  }

  @Test
  void aSecretThatThisHostHasNotIsTheFaultOfTheHost() throws Exception {
    Files.delete(secret);
    JobHandle job =
        commands
            .queue()
            .createJob(
                "command", Map.of("shell", "true", "secrets", Map.of("TOKEN", "file:" + secret)))
            .activate();

    assertThat(commands.queue().runNextAvailableJob()).isTrue();
    assertThat(job.state()).isEqualTo(JobState.WAITING); // for another host
    assertThat(job.attempts().get(0).error().orElseThrow().errorClass())
        .isEqualTo(ErrorClass.WORKER);
    assertThat(job.attempts().get(0).error().orElseThrow().message())
        .isEqualTo(
            "the secret file:" + secret + " is not to be had on this host: there is no such file");
  }

  @Test
  void theSecretItselfIsRefusedAndNotRepeated() {
    assertThatThrownBy(
            () ->
                commands
                    .queue()
                    .createJob(
                        "command", Map.of("shell", "true", "secrets", Map.of("TOKEN", VALUE))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "parameter 'secrets.TOKEN' of job type 'command' expects env:NAME or file:/full/path,"
                + " never the secret itself");
  }
}
