package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobState;
import org.jobqueue.api.PluginProblem;
import org.junit.jupiter.api.Test;

class ListingCommandsTest {
  private static final String EVIL = "evil\u001b]0;title\u0007\u202e\u009b2Jlabel";

  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));

  @Test
  void listIsATable() {
    queue.add("render the teapot", JobState.WAITING).priority = 700;
    queue.add("comp", JobState.RUNNING).status = FakeHandle.running(40, "frame 4");
    assertThat(cli.run("list").ok().lines())
        .containsExactly(
            "     JOB  STATE        PRIORITY  PROGRESS  SUBMITTED            LABEL",
            "       1  waiting           700            2026-03-04 05:06:07  render the teapot",
            "       2  running           500       40%  2026-03-04 05:06:07  comp");
  }

  @Test
  void listShowsOnlyTheStatesAskedFor() {
    queue.add("a", JobState.WAITING);
    queue.add("b", JobState.DONE);
    queue.add("c", JobState.FAILED);
    assertThat(cli.run("list", "--state", "done,Failed").ok().lines()).hasSize(3);
    assertThat(cli.run("list", "--state=running").ok().lines()).hasSize(1);
    assertThat(cli.run("list", "--state", "finished").err())
        .contains("waiting", "quarantined", "'finished'")
        .contains("see 'jobqueue list --help'");
  }

  @Test
  void aDamagedJobIsListedWithItsDamageAndStopsNobody() {
    FakeHandle damaged = queue.add("never seen", JobState.QUARANTINED);
    damaged.damage = Optional.of("job 1 is damaged");
    queue.add("fine", JobState.DONE);
    assertThat(cli.run("list").ok().lines().get(1)).endsWith("  (job 1 is damaged)");
    JsonNode json = cli.run("list", "--json").ok().json();
    assertThat(json.get(0).get("damage").textValue()).isEqualTo("job 1 is damaged");
    assertThat(json.get(0).has("label")).isFalse();
    assertThat(json.get(1).get("label").textValue()).isEqualTo("fine");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    queue.add("a", JobState.DONE);
    assertThat(cli.run("list").ok().out()).doesNotContain("\u001b");
    cli.terminal = true;
    assertThat(cli.run("list").ok().out()).contains("\u001b[32mdone\u001b[0m       ");
    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("list").ok().out()).doesNotContain("\u001b");
    cli.environment.remove("NO_COLOR");
    cli.environment.put("TERM", "dumb");
    assertThat(cli.run("list").ok().out()).doesNotContain("\u001b");
  }

  @Test
  void controlCharactersOfLabelsReachNoTerminal() {
    FakeHandle job = queue.add(EVIL, JobState.RUNNING);
    job.status = FakeHandle.running(1, EVIL);
    job.parameters = Map.of("x", EVIL, "y", List.of(EVIL));
    job.addSubJob(0, EVIL, JobState.DONE);
    for (String[] command :
        new String[][] {
          {"list"}, {"tree", "1"}, {"show", "1"}, {"list", "--json"}, {"show", "1", "--json"}
        }) {
      assertThat(cli.run(command).ok().out())
          .contains("evil")
          .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b");
    }
  }

  @Test
  void jsonEscapesControlCharactersAndKeepsTheValueTrue() {
    queue.add(EVIL, JobState.DONE);
    CliTester.Result result = cli.run("list", "--json").ok();
    assertThat(result.out()).contains("\\u202e").contains("\\u009b");
    assertThat(result.json().get(0).get("label").textValue()).isEqualTo(EVIL);
  }

  @Test
  void listJsonHasTheDocumentedFields() {
    queue.add("comp", JobState.RUNNING).status = FakeHandle.running(40, "frame 4");
    JsonNode job = cli.run("list", "--json").ok().json().get(0);
    assertThat(job.get("id").textValue()).isEqualTo("1");
    assertThat(job.get("number").intValue()).isEqualTo(1);
    assertThat(job.get("location").textValue()).isEqualTo("/queue/job1");
    assertThat(job.get("type").textValue()).isEqualTo("command");
    assertThat(job.get("label").textValue()).isEqualTo("comp");
    assertThat(job.get("priority").intValue()).isEqualTo(500);
    assertThat(job.get("attemptLimit").intValue()).isEqualTo(1);
    assertThat(job.get("submitTime").textValue()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(job.get("state").textValue()).isEqualTo("running");
    assertThat(job.get("attempt").intValue()).isEqualTo(1);
    assertThat(job.get("worker").textValue()).isEqualTo("w1");
    assertThat(job.get("host").textValue()).isEqualTo("farm7");
    assertThat(job.get("pid").intValue()).isEqualTo(4711);
    assertThat(job.get("startTime").textValue()).isEqualTo("2026-03-04T05:06:17Z");
    assertThat(job.has("endTime")).isFalse();
    assertThat(job.get("progress").intValue()).isEqualTo(40);
    assertThat(job.get("statusLine").textValue()).isEqualTo("frame 4");
    assertThat(job.has("error")).isFalse();
  }

  @Test
  void anEmptyQueueIsAnEmptyArray() {
    assertThat(cli.run("list", "--json").ok().json()).isEmpty();
  }

  @Test
  void treeIsIndentedAndMarksSharedJobs() {
    FakeHandle top = queue.add("assemble", JobState.WAITING);
    FakeHandle left = top.addSubJob(0, "left", JobState.WAITING);
    FakeHandle right = top.addSubJob(1, "right", JobState.RUNNING);
    right.status = FakeHandle.running(40, "x");
    FakeHandle shared = left.addSubJob(0, "texture", JobState.DONE);
    shared.addSubJob(0, "photo", JobState.DONE);
    right.subJobs.add(shared);
    assertThat(cli.run("tree", "1").ok().lines())
        .containsExactly(
            "1  waiting  assemble",
            "  1/0  waiting  left",
            "    1/0/0  done  texture",
            "      1/0/0/0  done  photo",
            "  1/1  running 40%  right",
            "    1/0/0  done  texture  (shared, see above)");
    assertThat(cli.run("tree", "1/1").ok().lines()).hasSize(3);
  }

  @Test
  void treeJsonIsFlatAndKnowsParents() {
    FakeHandle top = queue.add("assemble", JobState.WAITING);
    FakeHandle left = top.addSubJob(0, "left", JobState.WAITING);
    FakeHandle shared = left.addSubJob(0, "texture", JobState.DONE);
    top.subJobs.add(shared);
    JsonNode jobs = cli.run("tree", "1", "--json").ok().json();
    assertThat(jobs).hasSize(4);
    assertThat(jobs.get(0).has("parent")).isFalse();
    assertThat(jobs.get(0).get("depth").intValue()).isZero();
    assertThat(jobs.get(2).get("parent").textValue()).isEqualTo("1/0");
    assertThat(jobs.get(2).get("shared").booleanValue()).isFalse();
    assertThat(jobs.get(3).get("parent").textValue()).isEqualTo("1");
    assertThat(jobs.get(3).get("shared").booleanValue()).isTrue();
    assertThat(jobs.get(3).get("depth").intValue()).isEqualTo(1);
  }

  @Test
  void aChainOfFiftyThousandJobsIsWalkedWithoutOverflow() {
    FakeHandle top = queue.add("top", JobState.WAITING);
    FakeHandle last = top;
    for (int i = 0; i < 50_000; i++) {
      FakeHandle next =
          new FakeHandle(new org.jobqueue.api.JobId(1, "r" + i), "x", JobState.WAITING);
      last.subJobs.add(next);
      last = next;
    }
    int[] count = {0};
    TreeWalk.walk(
        top,
        node -> {
          count[0]++;
          return true;
        });
    assertThat(count[0]).isEqualTo(50_001);
  }

  @Test
  void showHasAllFacts() {
    FakeHandle job = queue.add("render", JobState.FAILED);
    job.parameters = Map.of("argv", List.of("blender", "-b"));
    job.status =
        FakeHandle.failed(
            new JobError("exit code 3\nlast words", Optional.of(3), Optional.of("at Foo.java:1")));
    job.attemptLimit = 2;
    job.addAttempt(1, Path.of("/queue/job1/a1"), Optional.of(JobAttempt.Outcome.FAILED));
    job.addSubJob(0, "sub", JobState.DONE);
    job.why = "it failed and has no attempt left";
    assertThat(cli.run("show", "1").ok().lines())
        .containsExactly(
            "job 1  failed",
            "  label         render",
            "  type          command",
            "  priority      500",
            "  submitted     2026-03-04 05:06:07",
            "  worker        w1 on farm7, process 4711",
            "  started       2026-03-04 05:06:17",
            "  ended         2026-03-04 05:07:22, after 1 min 05 s",
            "  progress      30%",
            "  location      /queue/job1",
            "  error         exit code 3",
            "                last words",
            "  exit code     3",
            "  why           it failed and has no attempt left",
            "  parameters",
            "    argv: [\"blender\",\"-b\"]",
            "  sub-jobs      1; 'jobqueue tree 1' shows them",
            "  attempts      1 (tried at most 2 times)",
            "    1: failed, 2026-03-04 05:06:07, after 3.0 s, worker w1",
            "  files         /queue/job1/a1",
            "  stdout        /queue/job1/a1/stdout.txt",
            "  stderr        /queue/job1/a1/stderr.txt",
            "  traceback     at Foo.java:1");
  }

  @Test
  void showJsonHasTheDocumentedFields() {
    FakeHandle job = queue.add("render", JobState.FAILED);
    job.parameters = Map.of("argv", List.of("blender", "-b"), "n", 3);
    job.status = FakeHandle.failed(new JobError("bad", Optional.of(3), Optional.of("trace")));
    job.addAttempt(1, Path.of("/queue/job1/a1"), Optional.of(JobAttempt.Outcome.FAILED));
    job.addSubJob(0, "sub", JobState.DONE);
    JsonNode json = cli.run("show", "1", "--json").ok().json();
    assertThat(json.get("whyNotRunning").textValue()).isEqualTo("it waits for a free worker");
    assertThat(json.get("parameters").get("argv").get(1).textValue()).isEqualTo("-b");
    assertThat(json.get("parameters").get("n").intValue()).isEqualTo(3);
    assertThat(json.get("subJobs").get(0).textValue()).isEqualTo("1/0");
    assertThat(json.get("error").get("exitCode").intValue()).isEqualTo(3);
    assertThat(json.get("error").get("traceback").textValue()).isEqualTo("trace");
    JsonNode attempt = json.get("attempts").get(0);
    assertThat(attempt.get("number").intValue()).isEqualTo(1);
    assertThat(attempt.get("outcome").textValue()).isEqualTo("failed");
    assertThat(attempt.get("committed").booleanValue()).isFalse();
    assertThat(json.get("files").get("stdout").textValue()).isEqualTo("/queue/job1/a1/stdout.txt");
    assertThat(json.get("endTime").textValue()).isEqualTo("2026-03-04T05:07:22Z");
  }

  @Test
  void typesListsNamesAndReportsBadPlugins() {
    queue.problems.add(new PluginProblem("broken", "broken.jar is not a jar"));
    CliTester.Result result = cli.run("types");
    assertThat(result.lines())
        .containsExactly("blender  Renders frames with Blender.", "command  Runs a command.");
    assertThat(result.err())
        .isEqualTo("jobqueue: plugin 'broken' cannot be used: broken.jar is not a jar\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void typesDescribesOne() {
    assertThat(cli.run("types", "command").ok().lines())
        .startsWith(
            "command  (version 1, plugin command)",
            "Runs a command. Nothing is asked of it but exit code 0.",
            "",
            "Parameters:",
            "  argv: list of text, required, also as words after --",
            "      The argv.")
        .contains("  shell: true or false, default false", "  directory: path, optional");
  }

  @Test
  void typesJsonHasTheDocumentedFields() {
    JsonNode all = cli.run("types", "--json").ok().json();
    assertThat(all).hasSize(2);
    JsonNode type = cli.run("types", "command", "--json").ok().json();
    assertThat(type.get("name").textValue()).isEqualTo("command");
    assertThat(type.get("version").intValue()).isEqualTo(1);
    assertThat(type.get("plugin").textValue()).isEqualTo("command");
    JsonNode shell = type.get("parameters").get(3);
    assertThat(shell.get("default").textValue()).isEqualTo("false");
    assertThat(shell.get("required").booleanValue()).isFalse();
    assertThat(type.get("parameters").get(0).get("positional").booleanValue()).isTrue();
  }

  @Test
  void anUnknownTypeIsAUsageError() {
    cli.run("types", "comand")
        .fails(
            ExitCode.USAGE,
            "unknown job type 'comand'; did you mean 'command'? known types: blender, command");
  }

  @Test
  void listChoosesByLabelAndType() {
    queue.add("Shot42 [a.b]", JobState.DONE);
    queue.add("shot42 c", JobState.FAILED).type = "blender";
    queue.add("another", JobState.FAILED);

    assertThat(cli.run("list", "--label", "shot42*").ok().lines()).hasSize(3);
    assertThat(cli.run("list", "--label", "*[a?b]").ok().lines()).hasSize(2);
    assertThat(cli.run("list", "--label", "shot42").ok().lines()).hasSize(1);
    assertThat(cli.run("list", "--type", "blender", "--state", "failed").ok().out())
        .contains("shot42 c")
        .doesNotContain("another");
  }
}
