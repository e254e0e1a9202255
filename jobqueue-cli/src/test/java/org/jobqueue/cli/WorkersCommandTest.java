package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import org.junit.jupiter.api.Test;

/** The commands workers, unblock, explain and skip. */
class WorkersCommandTest {
  private static final Instant STARTED = Instant.parse("2026-03-04T05:06:07Z");

  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));

  private void add(String name, WorkerStatus.State state, int running) {
    queue.workerList.add(
        new WorkerStatus(
            name,
            "farm7",
            OptionalLong.of(4711),
            Optional.of("render"),
            state,
            OptionalInt.of(8),
            LongStream.rangeClosed(1, running).mapToObj(JobId::ofRoot).toList(),
            Optional.of(STARTED),
            Optional.of(Instant.now().minusSeconds(3)),
            Map.of("command", List.of(1), "blender", List.of(2, 3)),
            Optional.of(
                new WorkerResources(
                    16,
                    64L << 30,
                    List.of("0", "1"),
                    Map.of("disk", 10),
                    Set.of("linux", "fast")))));
  }

  /** One that lives for a single job and says no more than its name. */
  private void addBrief() {
    queue.workerList.add(
        new WorkerStatus(
            "ws_1_c",
            "ws",
            OptionalLong.empty(),
            Optional.empty(),
            WorkerStatus.State.DEAD,
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty()));
  }

  private void addBlock() {
    queue.blocks.add(
        new HostBlock(
            "farm7",
            "blender",
            Instant.parse("2026-03-04T05:16:07Z"),
            "3 different jobs failed in the same way, the last was 3: no \u001b[2Jdriver"));
  }

  @Test
  void workersAreListedWithTheirStateAndWhatTheyRun() {
    add("farm7_4711_a", WorkerStatus.State.WORKING, 2);
    add("farm7_4712_b", WorkerStatus.State.DRAINING, 6);
    addBrief();
    List<String> lines = cli.run("workers").ok().lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).matches("STATE +SLOTS +LAST BEAT +WORKER +RUNS");
    assertThat(lines.get(1)).matches("working +2/8 +\\d\\.\\d s ago +farm7_4711_a +1 2");
    assertThat(lines.get(2)).matches("draining +6/8 +.* ago +farm7_4712_b +1 2 3 4 \\.\\.\\.");
    assertThat(lines.get(3)).matches("dead +0/1 +ws_1_c");
  }

  @Test
  void thatThereIsNoneIsSaid() {
    assertThat(cli.run("workers").ok().out())
        .isEqualTo("there is no worker; 'jobqueue work' starts one\n");
    var json = cli.run("workers", "--json").ok().json();
    assertThat(json.get("workers")).isEmpty();
    assertThat(json.get("blocks")).isEmpty();
  }

  @Test
  void hostsThatTakeNoJobsOfATypeAreListed() {
    add("farm7_4711_a", WorkerStatus.State.WORKING, 0);
    addBlock();
    assertThat(cli.run("workers").ok().lines())
        .endsWith(
            "farm7 takes no jobs of type blender until 2026-03-04 05:16:07: 3 different jobs failed"
                + " in the same way, the last was 3: no [2Jdriver",
            "'jobqueue unblock HOST TYPE' lets a host take them again");
  }

  @Test
  void jsonHasAllThatIsKnown() {
    add("farm7_4711_a", WorkerStatus.State.DRAINING, 1);
    addBrief();
    addBlock();
    var json = cli.run("workers", "--json").ok().json();
    var first = json.get("workers").get(0);
    assertThat(first.get("name").textValue()).isEqualTo("farm7_4711_a");
    assertThat(first.get("host").textValue()).isEqualTo("farm7");
    assertThat(first.get("pid").longValue()).isEqualTo(4711);
    assertThat(first.get("user").textValue()).isEqualTo("render");
    assertThat(first.get("state").textValue()).isEqualTo("draining");
    assertThat(first.get("slots").intValue()).isEqualTo(8);
    assertThat(first.get("started").textValue()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(first.get("lastBeat").textValue()).endsWith("Z");
    assertThat(first.get("running").get(0).textValue()).isEqualTo("1");
    assertThat(first.get("types").get("blender").get(1).intValue()).isEqualTo(3);
    assertThat(first.get("cores").intValue()).isEqualTo(16);
    assertThat(first.get("memory").longValue()).isEqualTo(64L << 30);
    assertThat(first.get("gpus").get(1).textValue()).isEqualTo("1");
    assertThat(first.get("resources").get("disk").intValue()).isEqualTo(10);
    assertThat(first.get("tags").get(0).textValue()).isEqualTo("fast");
    assertThat(json.get("workers").get(1).fieldNames())
        .toIterable()
        .containsExactly("name", "host", "state", "running", "types");
    var block = json.get("blocks").get(0);
    assertThat(block.get("host").textValue()).isEqualTo("farm7");
    assertThat(block.get("type").textValue()).isEqualTo("blender");
    assertThat(block.get("until").textValue()).isEqualTo("2026-03-04T05:16:07Z");
    assertThat(block.get("reason").textValue()).endsWith("no \u001b[2Jdriver");
  }

  @Test
  void aHostIsLetTakeJobsAgain() {
    addBlock();
    assertThat(cli.run("unblock", "farm7", "blender").ok().out())
        .isEqualTo("farm7 takes jobs of type blender again\n");
    assertThat(queue.blocks).isEmpty();
    cli.run("unblock", "farm7", "blender")
        .fails(
            ExitCode.USAGE,
            "host 'farm7' is not kept from jobs of type 'blender'; see 'jobqueue workers'");
    assertThat(cli.run("unblock", "farm7").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whyAJobWaitsIsExplainedForEachWorker() {
    FakeHandle job = queue.add("teapot", JobState.WAITING);
    job.why = "it waits for a worker that takes it";
    job.explanations = List.of("farm7_4711_a: lacks 4 cores", "ws_1_c: is \u001b[2Jdraining");
    assertThat(cli.run("explain", "1").ok().lines())
        .containsExactly(
            "job 1: it waits for a worker that takes it",
            "  farm7_4711_a: lacks 4 cores",
            "  ws_1_c: is [2Jdraining");
    var json = cli.run("explain", "1", "--json").ok().json();
    assertThat(json.get("id").textValue()).isEqualTo("1");
    assertThat(json.get("summary").textValue()).isEqualTo("it waits for a worker that takes it");
    assertThat(json.get("workers")).hasSize(2);
    cli.run("explain", "7")
        .fails(ExitCode.USAGE, "the queue has no job 7; 'jobqueue list' shows its jobs");
  }

  @Test
  void jobsAreSkippedWithAllBelowOrAlone() {
    FakeHandle job = queue.add("teapot", JobState.BLOCKED);
    FakeHandle lid = job.addSubJob(0, "lid", JobState.FAILED);
    lid.changes = new JobChanges(1, Map.of());
    assertThat(cli.run("skip", "1/0").ok().out()).contains("1/0  lid");
    assertThat(cli.run("skip", "--only", "1/0").ok().out()).contains("1/0  lid");
    assertThat(lid.operations).containsExactly("skip all", "skip one");
    assertThat(job.operations).isEmpty();
    assertThat(cli.run("skip", "--dry-run", "1").ok().out()).contains("2 jobs of 1  teapot");
    assertThat(cli.run("skip", "--json", "1/0").ok().json().get(0).get("changed").intValue())
        .isEqualTo(1);
  }
}
