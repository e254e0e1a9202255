package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** Options of 'work' with a real worker. */
@Timeout(60)
class WorkOptionsTest {
  @TempDir Path directory;
  private JobQueue queue;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    queue = JobQueues.create(directory.resolve("queue"));
    cli = new CliTester(List.of(new JobQueueModule()), directory);
    cli.environment.put("JOBQUEUE", directory.resolve("queue").toString());
  }

  private JobHandle shell(String text) {
    return queue.createJobRoot("command", Map.of("shell", text)).activate();
  }

  @Test
  void theMetricsFileHasTheFiguresOfTheWorker() throws IOException {
    shell("true");
    shell("true");
    shell("exit 1");
    CliTester.Result result = cli.run("work", "--until-empty", "--metrics-file", "work.prom");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(Files.readAllLines(directory.resolve("work.prom")))
        .contains(
            "jobqueue_attempts_total{outcome=\"done\"} 2.0",
            "jobqueue_attempts_total{outcome=\"failed\"} 1.0",
            "jobqueue_attempt_duration_seconds_count{outcome=\"done\"} 2",
            "jobqueue_slots_busy 0.0",
            "jobqueue_jobs{state=\"ready\"} 0.0")
        .anyMatch(line -> line.startsWith("# HELP jobqueue_workers "));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("queue", "work.prom");
    }
  }

  @Test
  void aMetricsFileThatCannotBeWrittenIsAnErrorBeforeAnyJob() throws IOException {
    JobHandle job = shell("true");
    CliTester.Result result = cli.run("work", "--until-empty", "--metrics-file", "none/work.prom");
    assertThat(result.exitCode()).isEqualTo(ExitCode.DISTURBED);
    assertThat(result.err()).contains("none/work.prom");
    assertThat(job.isWaiting()).isTrue();
  }

  @Test
  void aLogLimitKeepsTheBeginningAndTheEnd() throws IOException {
    JobHandle job = shell("seq 1 100000");
    cli.run("work", "--until-empty", "--log-limit", "64k").ok();
    Path log = job.files().orElseThrow().stdout();
    assertThat(Files.size(log)).isLessThanOrEqualTo(65536);
    assertThat(Files.readString(log))
        .startsWith("1\n2\n3\n")
        .contains("the log has reached its limit of 65536 bytes", " bytes are left out here ---\n")
        .endsWith("\n99999\n100000\n");
  }

  @Test
  void theLimitOfTheQueueHoldsOtherwise() throws IOException {
    Path file = directory.resolve("queue/queue.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"logLimit\": 10000,"));
    JobHandle job = shell("seq 1 100000");
    cli.run("work", "--until-empty").ok();
    assertThat(Files.size(job.files().orElseThrow().stdout())).isBetween(9000L, 10000L);
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    cli.run("work", "--log-limit", "10")
        .fails(ExitCode.USAGE, "logLimit is 10; it must be 4096 bytes or more");
    assertThat(cli.run("work", "--log-limit", "much").err())
        .contains("'much' is not a size; expected for example 4096, 512m or 8g");
    assertThat(new Sizes().convert("3G")).isEqualTo(3L << 30);
    assertThatThrownBy(() -> new Sizes().convert("-1")).isInstanceOf(TypeConversionException.class);
  }
}
