package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaWorkerLauncherTest {
  @TempDir Path directory;

  @Test
  void anotherProcessOfThisProgramIsStartedWithALog() throws Exception {
    Path log = directory.resolve("log");
    WorkerLauncher.WorkerProcess process =
        JavaWorkerLauncher.likeThisProcess().start(List.of("list", "--jsn"), log);
    await().atMost(Duration.ofMinutes(1)).until(() -> process.exitCode().isPresent());
    assertThat(process.exitCode()).hasValue(ExitCode.USAGE);
    assertThat(Files.readString(log))
        .isEqualTo(
            "jobqueue: Unknown option: '--jsn'; did you mean '--json'?; see 'jobqueue list"
                + " --help'\n");
  }

  @Test
  void aProcessCanBeKilled() throws IOException {
    var queue = directory.resolve("q");
    new CliTester(Main.modules(), directory).run("init", "q").ok();
    WorkerLauncher.WorkerProcess process =
        JavaWorkerLauncher.likeThisProcess()
            .start(List.of("-q", queue.toString(), "work"), directory.resolve("log"));
    assertThat(process.exitCode()).isEmpty();
    process.kill();
    assertThat(process.exitCode()).isPresent();
  }
}
