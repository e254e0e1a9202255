package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands on a real queue in a real directory. */
@Timeout(120)
class EndToEndTest {
  /** The common pool of a small machine has one thread, and here two calls wait for each other. */
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  @TempDir Path directory;
  private CliTester cli;

  @BeforeEach
  void createAQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    cli.run("init", "q", "--durability", "none").ok();
  }

  private CliTester.Result submitFile(String content) throws IOException {
    Files.writeString(directory.resolve("job.yaml"), content);
    return cli.run("submit", "-f", "job.yaml");
  }

  @Test
  void aSubmittedCommandIsRunShownAndDeleted() {
    String id = cli.run("submit", "command", "--label", "greet", "--", "echo", "hello").ok().out();
    assertThat(id).matches("\\d+\n");
    assertThat(cli.run("list").ok().lines().get(1)).contains("waiting").endsWith("greet");
    CliTester.Result work = cli.run("work", "--until-empty");
    assertThat(work.exitCode()).isZero();
    assertThat(work.lines().get(1)).isEqualTo("1 done, 0 failed, 0 to be tried again, 0 lost");
    assertThat(cli.run("log", id.strip()).ok().out()).isEqualTo("hello\n");
    var job = cli.run("show", id.strip(), "--json").ok().json();
    assertThat(job.get("state").textValue()).isEqualTo("done");
    assertThat(job.get("progress").intValue()).isEqualTo(100);
    assertThat(job.get("attempts")).hasSize(1);
    assertThat(job.get("attempts").get(0).get("committed").booleanValue()).isTrue();
    assertThat(job.get("files").get("stdout").textValue()).startsWith(directory.toString());
    assertThat(cli.run("delete", id.strip()).ok().out())
        .isEqualTo("deleted " + id.strip() + "  greet\n");
    assertThat(cli.run("list", "--json").ok().json()).isEmpty();
  }

  @Test
  void aFailedCommandIsTheExitCodeAndItsLastWordsAreShown() {
    cli.run("submit", "command", "--", "sh", "-c", "echo no licence >&2; exit 9").ok();
    assertThat(cli.run("work", "--until-empty").exitCode()).isEqualTo(ExitCode.JOB_FAILED);
    var job = cli.run("list", "--state", "failed", "--json").ok().json().get(0);
    assertThat(job.get("error").get("exitCode").intValue()).isEqualTo(9);
    assertThat(job.get("error").get("message").textValue()).contains("no licence");
    String id = job.get("id").textValue();
    assertThat(cli.run("log", "--stderr", id).ok().out()).isEqualTo("no licence\n");
    assertThat(cli.run("log", "-f", id).exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void jobsAreHeldReleasedCancelledAndRetried() {
    String first = cli.run("submit", "command", "--label", "one", "--", "true").ok().out().strip();
    String second = cli.run("submit", "command", "--label", "two", "--", "true").ok().out().strip();
    assertThat(cli.run("hold", first).ok().out()).isEqualTo("held 1 job of " + first + "  one\n");
    assertThat(cli.run("cancel", second).ok().out()).contains("cancelled 1 job of " + second);
    assertThat(cli.run("show", first).ok().out()).contains("it is held");
    assertThat(cli.run("work", "--until-empty").lines().get(1)).startsWith("0 done");
    assertThat(cli.run("release", first).ok().out()).startsWith("released 1 job");
    assertThat(cli.run("retry", first, second).ok().lines())
        .containsExactly(
            "nothing to retry in " + first + "  one: 1 waiting",
            "retrying 1 job of " + second + "  two");
    assertThat(cli.run("priority", second, "900").ok().out())
        .isEqualTo(second + "  two: priority 900, was 500\n");
    assertThat(cli.run("list", "--json").ok().json().get(1).get("priority").intValue())
        .isEqualTo(900);
    assertThat(cli.run("work", "--until-empty").lines().get(1)).startsWith("2 done");
  }

  @Test
  void aHierarchyFromAFileRunsSubJobsFirstAndSharedOnesOnce() throws IOException {
    String id =
        submitFile(
                """
                type: command
                label: top
                parameters: {shell: "cat %1$s/log"}
                subJobs:
                  - type: command
                    label: left
                    parameters: {shell: "echo left >> %1$s/log"}
                    subJobs:
                      - {type: command, id: tex, label: texture, parameters: {shell: "echo texture >> %1$s/log"}}
                  - type: command
                    label: right
                    parameters: {shell: "echo right >> %1$s/log"}
                    subJobs: [{ref: tex}]
                """
                    .formatted(directory))
            .ok()
            .out()
            .strip();
    assertThat(cli.run("tree", id).ok().out()).contains("texture  (shared, see above)");
    assertThat(cli.run("work", "--until-empty").exitCode()).isZero();
    assertThat(cli.run("log", id).ok().lines()).containsExactly("texture", "left", "right");
    assertThat(cli.run("tree", id, "--json").ok().json())
        .hasSize(5)
        .allMatch(job -> job.get("state").textValue().equals("done"));
  }

  @Test
  void theExampleInTheHelpOfSubmitWorks() {
    List<String> help = cli.run("submit", "--help").ok().lines();
    List<String> example =
        help.stream()
            .dropWhile(line -> !line.equals("  type: command"))
            .takeWhile(line -> line.startsWith("  "))
            .toList();
    cli.input = String.join("\n", example);
    cli.run("submit", "-f", "-").ok();
    assertThat(cli.run("tree", "1").ok().lines()).hasSize(3);
  }

  @Test
  void followingALogSeesWhatIsWrittenWhileTheJobRuns() throws Exception {
    Path gate = directory.resolve("gate");
    String script = "echo begun; while [ ! -e " + gate + " ]; do sleep 0.05; done; echo ended";
    cli.run("submit", "command", "-p", "shell=" + script).ok();
    CountDownLatch looked = new CountDownLatch(20);
    CliTester follower = new CliTester(Main.modules(), directory);
    follower.environment.put("JOBQUEUE", "q");
    follower.pause =
        time -> {
          looked.countDown();
          Thread.sleep(10);
        };
    CompletableFuture<CliTester.Result> log =
        CompletableFuture.supplyAsync(() -> follower.run("log", "-f", "1"), OWN_THREAD);
    CompletableFuture<CliTester.Result> work =
        CompletableFuture.supplyAsync(() -> cli.run("work", "--until-empty"), OWN_THREAD);
    assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
    Files.createFile(gate);
    assertThat(log.get().ok().out()).isEqualTo("begun\nended\n");
    assertThat(work.get().exitCode()).isZero();
  }

  @Test
  void hostileOutputReachesNoTerminal() {
    cli.run("submit", "command", "--label", "a\u001b[2Jb", "--", "printf", "\\033]0;x\\007y\\n")
        .ok();
    cli.run("work", "--until-empty");
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("]0;xy\n");
    assertThat(cli.run("log", "1", "--raw").ok().out()).isEqualTo("\u001b]0;x\u0007y\n");
    assertThat(cli.run("list").ok().out()).contains("a[2Jb").doesNotContain("\u001b");
  }

  @Test
  void directoriesThatAreNoQueueAreRefused() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path missing = directory.resolve("missing");
    cli.run("-q", missing.toString(), "list")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            "there is no queue in "
                + missing
                + ": the directory does not exist; create one with 'jobqueue init "
                + missing
                + "'");
    cli.run("-q", "other", "list")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            other + " is not a queue: it has no queue.json; create one with 'jobqueue init'");
    Files.createFile(other.resolve("file"));
    cli.run("init", "other")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            "cannot create a queue in " + other + ": the directory is not empty");
    Path settings = directory.resolve("q/queue.json");
    Files.writeString(
        settings, Files.readString(settings).replaceFirst("(\"format\"\\s*:\\s*)1", "$199"));
    cli.run("list")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            "the queue "
                + directory.resolve("q")
                + " has format 99; this program understands format 1; use a newer jobqueue");
  }

  @Test
  void badJobsAreRefused() throws IOException {
    cli.run("submit", "comand", "--", "ls")
        .fails(
            ExitCode.USAGE,
            "unknown job type 'comand'; did you mean 'command'? known types: "
                + String.join(", ", knownTypes()));
    assertThat(cli.run("submit", "command", "-p", "colour=red").err())
        .startsWith(
            "jobqueue: parameter 'colour' of job type 'command' is unknown; it has: arguments,")
        .hasLineCount(1);
    cli.run("submit", "command", "-p", "successCodes=many", "--", "ls")
        .fails(
            ExitCode.USAGE,
            "parameter 'successCodes[0]' of job type 'command' expects an integer, but is the text"
                + " \"many\"");
    assertThat(cli.run("submit", "script").exitCode()).isEqualTo(ExitCode.USAGE);
    submitFile(
            """
            type: command
            parameters: {arguments: [ls]}
            subJobs:
              - type: command
                id: a
                label: A
                parameters: {arguments: [ls]}
                subJobs:
                  - type: command
                    id: b
                    label: B
                    parameters: {arguments: [ls]}
                    subJobs: [{ref: a}]
            """)
        .fails(ExitCode.USAGE, "the jobs wait for each other in a cycle: A -> B -> A");
    assertThat(cli.run("list", "--json").ok().json()).isEmpty();
  }

  private List<String> knownTypes() {
    List<String> names = new java.util.ArrayList<>();
    cli.run("types", "--json").json().forEach(type -> names.add(type.get("name").textValue()));
    return names;
  }

  @Test
  void strayFilesABadPluginAndADamagedJobStopNobody() throws IOException {
    cli.run("submit", "command", "--", "true").ok();
    cli.run("submit", "command", "--", "true").ok();
    Path job = Path.of(cli.run("show", "1", "--json").ok().json().get("location").textValue());
    Files.writeString(job.resolve("job.json"), "");
    Path jobs = job.resolveSibling(".").normalize();
    Files.createDirectory(jobs.resolve("job12.bak"));
    Files.createFile(directory.resolve("q/.DS_Store"));
    Files.createFile(jobs.resolve(".nfs0001"));
    Files.createDirectories(directory.resolve("q/procs/bad"));
    Files.writeString(directory.resolve("q/procs/bad/bad.jar"), "not a jar");
    CliTester.Result work = cli.run("work", "--until-empty");
    assertThat(work.err()).contains("plugin 'bad' cannot be used: ").contains("is not a jar");
    List<String> rows = cli.run("list").ok().lines();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).contains("job 1 is damaged");
    assertThat(rows.get(2)).contains("done");
  }

  @Test
  void deletingASubJobIsRefused() throws IOException {
    submitFile(
            """
            type: command
            parameters: {arguments: [ls]}
            subJobs: [{type: command, parameters: {arguments: [ls]}}]
            """)
        .ok();
    CliTester.Result result = cli.run("delete", "1/0");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("jobqueue: ").hasLineCount(1);
    assertThat(cli.run("list", "--json").ok().json()).hasSize(1);
  }
}
