package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The history of a real queue as the command shows it. */
@Timeout(60)
class EventsCommandTest {
  @TempDir Path directory;
  private Path location;
  private JobQueue queue;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    location = directory.resolve("queue");
    queue = JobQueues.create(location);
    cli = new CliTester(List.of(new JobQueueModule()), directory);
    cli.environment.put("JOBQUEUE", location.toString());
  }

  private JobHandle submit(String shell, String label) {
    JobRoot root = queue.createJobRoot("command", java.util.Map.of("shell", shell));
    root.setLabel(label);
    return root.activate();
  }

  private List<String> events(String... arguments) {
    List<String> found = new ArrayList<>();
    for (String line : cli.run(arguments).ok().lines()) {
      found.add(line.substring(21, line.lastIndexOf("  [")));
    }
    return found;
  }

  private static Path fileIn(Path location) throws IOException {
    try (Stream<Path> files = Files.walk(location.resolve("history"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @Test
  void aJobIsFollowedFromItsSubmissionToItsEnd() {
    submit("exit 3", "first");
    JobHandle second = submit("true", "sec\u001b[31mond");
    assertThat(queue.runNextAvailableJob()).isTrue();
    second.cancel();
    second.retry();
    second.setPriority(700);
    second.hold();
    second.release();
    assertThat(queue.runNextAvailableJob()).isTrue();
    queue.deleteJobs(List.of(second));

    List<String> events = events("events");
    assertThat(events.get(0)).isEqualTo("submitted       1  first, 1 job");
    assertThat(events.get(1)).isEqualTo("submitted       2  sec[31mond, 1 job");
    assertThat(events.get(2)).startsWith("started         1  first, attempt 1, worker ");
    assertThat(events.get(3))
        .startsWith("failed          1  first, attempt 1, after ")
        .contains("3");
    assertThat(events.subList(4, 9))
        .containsExactly(
            "cancelled       2 and all below, 1 job",
            "retry-asked     2 and all below, 1 job",
            "priority        2 and all below: priority 700",
            "held            2 and all below, 1 job",
            "released        2 and all below, 1 job");
    assertThat(events.get(10)).startsWith("done            2");
    assertThat(events.get(11)).isEqualTo("deleted         2 and all below");
    assertThat(events("events", "--job", "1")).hasSize(3);
    assertThat(events("events", "--event", "failed,deleted")).hasSize(2);
    assertThat(events("events", "--since", "24h")).hasSize(12);
    assertThat(events("events", "--since", "2100-01-01")).isEmpty();
  }

  @Test
  void jsonIsALineEach() throws IOException {
    submit("true", "a \"label\"\nof two");
    List<String> lines = cli.run("events", "--json").ok().lines();
    assertThat(lines).hasSize(1);
    JsonNode event = new ObjectMapper().readTree(lines.get(0));
    assertThat(event.get("event").textValue()).isEqualTo("submitted");
    assertThat(event.get("job").textValue()).isEqualTo("1");
    assertThat(event.get("label").textValue()).isEqualTo("a \"label\"\nof two");
    assertThat(event.get("count").intValue()).isEqualTo(1);
    assertThat(event.get("sequence").intValue()).isEqualTo(1);
    assertThat(event.has("attempt")).isFalse();
    assertThat(Instant.parse(event.get("time").textValue())).isBefore(Instant.now().plusSeconds(9));
  }

  @Test
  void followingFindsWhatOtherProcessesWriteLater() {
    submit("true", "first");
    Deque<Runnable> steps = new ArrayDeque<>();
    steps.add(() -> submit("true", "second"));
    steps.add(
        () ->
            JobQueues.open(location)
                .findJob(org.jobqueue.api.JobId.parse("1"))
                .orElseThrow()
                .hold());
    cli.pause =
        time -> {
          Runnable step = steps.poll();
          if (step == null) {
            throw new InterruptedException("Ctrl-C");
          }
          step.run();
        };
    CliTester.Result result = cli.run("events", "-f");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.lines()).hasSize(3);
    assertThat(result.lines().get(2)).contains("held", "1 and all below");
  }

  @Test
  void whatCannotBeReadIsSaidAndIsNoFailure() throws IOException {
    submit("true", "first");
    Files.writeString(fileIn(location), "{\"time\":", StandardOpenOption.APPEND);
    CliTester.Result result = cli.run("events");
    assertThat(result.exitCode()).isZero();
    assertThat(result.lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("jobqueue: some of the history cannot be read (1 line):\n")
        .contains("the last line is cut off");
  }

  @Test
  void theCheckAndTheVerificationLeaveTheHistoryAlone() throws IOException {
    submit("true", "first");
    assertThat(queue.runNextAvailableJob()).isTrue();
    Path file = fileIn(location);
    assertThat(cli.run("fsck", "--repair", "--no-wait").ok().out()).contains("nothing wrong");
    cli.run("verify").ok();
    assertThat(file).exists();
    try (Stream<Path> files = Files.walk(location.resolve("history"))) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    assertThat(cli.run("fsck", "--no-wait").ok().out()).contains("nothing wrong");
    cli.run("verify").ok();
    assertThat(events("events")).isEmpty();
  }

  @Test
  void badOptionsAreRefused() {
    cli.run("events", "--since", "yesterday")
        .fails(
            ExitCode.USAGE,
            "--since is 'yesterday'; expected for example 90m, 24h, 2026-03-04, 2026-03-04T05:06"
                + " or 2026-03-04T05:06:07Z");
    assertThat(cli.run("events", "--event", "eaten").err())
        .startsWith("jobqueue: there is no event 'eaten'; there are submitted, started, done,");
    assertThat(cli.run("events", "--job", "x").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void timesHaveSeveralForms() {
    Instant now = Instant.parse("2026-03-04T05:06:07Z");
    ZoneId zone = ZoneId.of("Europe/Berlin");
    assertThat(Since.parse("90m", now, zone)).isEqualTo("2026-03-04T03:36:07Z");
    assertThat(Since.parse("2026-03-04", now, zone)).isEqualTo("2026-03-03T23:00:00Z");
    assertThat(Since.parse("2026-03-04T05:06", now, zone)).isEqualTo("2026-03-04T04:06:00Z");
    assertThat(Since.parse("2026-03-04T05:06:07Z", now, zone)).isEqualTo(now);
  }

  @Test
  void aBadHookIsSaidByEveryCommandThatOpensTheQueue() throws IOException {
    Path file = location.resolve("queue.json");
    String json = Files.readString(file);
    Files.writeString(
        file, json.replaceFirst("\\{", "{\"hooks\": [{\"kind\": \"exec\", \"command\": []}],"));
    cli.run("list")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            file
                + " has a setting that is not valid: hooks[0].command is []; it must be a list: the"
                + " program and its arguments");
  }

  @Test
  void aHookIsRunByTheProcessThatSubmits() throws IOException {
    Path told = directory.resolve("told");
    Path file = location.resolve("queue.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\\{",
                "{\"hooks\": [{\"kind\": \"exec\", \"events\": [\"submitted\"], \"command\":"
                    + " [\"/bin/sh\", \"-c\", \"echo \\$JOBQUEUE_EVENT \\$JOBQUEUE_JOB >> "
                    + told
                    + "\"]}],"));
    assertThat(cli.run("submit", "command", "--", "true").ok().out()).startsWith("1");
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(told).hasContent("submitted 1\n"));
  }
}
