package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far a hierarchy is, as 'show' and 'tree' say it of a real queue. */
@Timeout(60)
class TreeTextTest {
  @TempDir Path directory;
  private JobQueue queue;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    queue = JobQueues.create(directory.resolve("queue"));
    cli = new CliTester(List.of(new JobQueueModule()), directory);
    cli.environment.put("JOBQUEUE", directory.resolve("queue").toString());
  }

  private void submit() {
    JobRoot root = queue.createJobRoot("command", Map.of("shell", "true"));
    Job block = root.createJob("command", Map.of("shell", "true"));
    block.setFrames(FrameRange.parse("1-8"), 2);
    root.createJob("command", Map.of("shell", "true"));
    root.activate();
  }

  @Test
  void leavesAreCountedInTextAndJson() {
    submit();
    assertThat(queue.runNextAvailableJob()).isTrue();
    assertThat(cli.run("tree", "1").ok().lines().get(0)).endsWith("  (1 of 5 leaves done)");
    assertThat(cli.run("show", "1").ok().lines()).contains("  tree          1 of 5 leaves done");
    JsonNode tree = cli.run("show", "1", "--json").ok().json().get("tree");
    assertThat(tree.get("leaves").intValue()).isEqualTo(5);
    assertThat(tree.get("done").intValue()).isEqualTo(1);
    assertThat(tree.get("percent").intValue()).isEqualTo(20);
    assertThat(tree.get("complete").booleanValue()).isTrue();
    assertThat(tree.has("timeLeftMillis")).as("nothing runs").isFalse();
    JsonNode nodes = cli.run("tree", "1", "--json").ok().json();
    assertThat(nodes.get(0).get("tree")).isEqualTo(tree);
    assertThat(nodes.get(1).has("tree")).isFalse();
  }

  @Test
  void aSingleJobThatDoesNotRunHasNothingToSay() {
    queue.createJobRoot("command", Map.of("shell", "true")).activate();
    assertThat(cli.run("show", "1").ok().out()).doesNotContain("leaves");
    assertThat(cli.run("show", "1", "--json").ok().json().has("tree")).isFalse();
  }

  @Test
  void aDamagedJobBelowKeepsNobodyFromBeingShown() throws IOException {
    submit();
    Path definition = directory.resolve("queue/jobs/000000/job1/sub/job0/job.json");
    Files.writeString(definition, "{");
    assertThat(cli.run("show", "1").ok().out()).contains("0 of 2 leaves done");
    try (Stream<Path> run = Files.list(directory.resolve("queue/run"))) {
      assertThat(run).isEmpty();
    }
    Files.delete(directory.resolve("queue/run"));
    Files.writeString(directory.resolve("queue/run"), "a file");
    assertThat(cli.run("show", "1").ok().out()).contains("0 of 2 leaves done");
  }
}
