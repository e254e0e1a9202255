package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.Durability;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Worker;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.PathRule;
import org.jobqueue.api.path.Platform;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that were submitted on Windows, run on Linux. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PathMapInJobsTest {
  @TempDir private Path temp;
  private JobQueue queue;
  private Path projects;

  @BeforeEach
  void createQueue() throws IOException {
    projects = Files.createDirectory(temp.resolve("projects"));
    PathRule rule =
        new PathRule(
            Map.of(
                Platform.WINDOWS, List.of("P:\\"), Platform.LINUX, List.of(projects.toString())));
    queue =
        JobQueues.create(
            temp.resolve("queue"),
            QueueOptions.defaults()
                .withDurability(Durability.NONE)
                .withLease(Duration.ofSeconds(4))
                .withPathMap(new PathMap(List.of(rule))));
  }

  private JobRoot job(String shell, Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("shell", shell);
    return queue.createJobRoot("command", parameters);
  }

  private void runAll(JobQueue queue) throws InterruptedException {
    try (Worker worker = queue.newWorker(CommandQueue.untilEmpty())) {
      worker.start();
      assertThat(worker.awaitTermination(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  void workingDirectoryAndVariablesAreThoseOfTheHost() throws Exception {
    Path shot = Files.createDirectory(projects.resolve("shot"));
    JobHandle job =
        job(
                "pwd; echo $TOOLS; echo $SEARCH; echo $NAME",
                Map.of(
                    "workingDirectory",
                    "P:\\shot",
                    "environment",
                    Map.of("TOOLS", "p:/tools", "SEARCH", "P:\\a;P:\\b", "NAME", "P:shot")))
            .activate();

    runAll(queue);

    assertThat(Files.readAllLines(job.files().orElseThrow().stdout()))
        .containsExactly(
            shot.toString(), projects + "/tools", projects + "/a:" + projects + "/b", "P:shot");
    assertThat(job.parameters()).containsEntry("workingDirectory", "P:\\shot");
  }

  @Test
  void expectedFilesAreLookedForWhereTheyAreHere() throws Exception {
    JobRoot there = job("echo x > " + projects + "/there.txt", Map.of());
    there.setOptions(
        there
            .options()
            .withOutputs(List.of(new ExpectedFile("P:\\there.txt", 1, Optional.empty()))));
    JobRoot missing = job("true", Map.of());
    missing.setOptions(
        missing
            .options()
            .withOutputs(List.of(new ExpectedFile("P:\\no.txt", 1, Optional.empty()))));
    JobHandle done = there.activate();
    JobHandle failed = missing.activate();

    runAll(queue);

    assertThat(done.state()).isEqualTo(JobState.DONE);
    assertThat(failed.error().orElseThrow().message())
        .isEqualTo("the expected file " + projects + "/no.txt is missing");
    Files.delete(projects.resolve("there.txt"));
    assertThat(queue.reconcile(done).missing()).hasSize(1);
  }

  @Test
  void secretsInFilesAreFound() throws Exception {
    Path file = Files.writeString(projects.resolve("token"), "hunter2");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    JobHandle job =
        job("test $TOKEN = hunter2", Map.of("secrets", Map.of("TOKEN", "file:P:\\token")))
            .activate();

    runAll(queue);

    assertThat(job.state()).isEqualTo(JobState.DONE);
  }

  @Test
  void aFullPathOfAnotherPlatformThatNoRuleHasIsRefused() {
    assertThatThrownBy(() -> job("true", Map.of("workingDirectory", "Q:\\shot")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("'Q:\\shot' is a relative path");
  }

  @Test
  void theQueueItselfMayBeFoundAnywhere() throws Exception {
    JobRoot root = queue.createJobRoot("script", Map.of("script", "echo ran"));
    root.createJob("script", Map.of("script", "echo ran before"));
    JobHandle before = root.activate();
    Path moved = Files.move(temp.resolve("queue"), temp.resolve("elsewhere"));
    JobQueue other = JobQueues.open(moved);

    runAll(other);

    JobHandle job = other.findJob(before.id()).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.DONE);
    assertThat(job.files().orElseThrow().stdout()).hasContent("ran\n");
    try (var files = Files.walk(moved)) {
      assertThat(files.filter(Files::isRegularFile))
          .noneSatisfy(
              file ->
                  assertThat(Files.readString(file)).contains(temp.resolve("queue").toString()));
    }
  }
}
