package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verification of a real queue and of a copy of it. */
@Timeout(120)
class VerifyCommandTest {
  @TempDir Path directory;
  private CliTester cli;
  private Path queue;

  @BeforeEach
  void createAQueue() {
    cli = new CliTester(Main.modules(), directory);
    cli.environment.put("JOBQUEUE", "q");
    queue = directory.resolve("q");
    cli.run("init", "q", "--durability", "none").ok();
    cli.run("submit", "command", "--", "true").ok();
    cli.run("submit", "command", "--", "true").ok();
    cli.run("work", "--until-empty");
    cli.run("delete", "2").ok();
  }

  private void loseTheAttempt() throws IOException {
    try (Stream<Path> files = Files.walk(queue)) {
      Path attempt =
          files
              .filter(file -> file.getFileName().toString().startsWith("attempt-"))
              .findFirst()
              .orElseThrow();
      try (Stream<Path> lost = Files.walk(attempt)) {
        for (Path file : lost.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void whatWasProvedIsSaidWithFigures() {
    assertThat(cli.run("verify").ok().lines())
        .startsWith("1 hierarchy, 1 job, 1 attempt: 1 done")
        .anyMatch(line -> line.contains("every number up to 2 is accounted for"))
        .endsWith("deleted: 1 hierarchy");
  }

  @Test
  void anEmptyQueueIsProvedToo() {
    cli.run("init", "empty").ok();
    assertThat(cli.run("verify", "empty").ok().lines())
        .contains("0 hierarchies, 0 jobs, 0 attempts");
  }

  @Test
  void aViolationIsNamedAndTheExitCodeTellsIt() throws IOException {
    loseTheAttempt();
    CliTester.Result result = cli.run("verify");
    assertThat(result.exitCode()).isEqualTo(ExitCode.VIOLATED);
    assertThat(result.err()).isEmpty();
    assertThat(result.lines().get(0))
        .startsWith("VIOLATED  commit  1: it is done, but there is no");
    assertThat(result.lines()).contains("1 violation");
  }

  @Test
  void theSameAsJson() throws IOException {
    var sound = cli.run("verify", "--json").ok().json();
    assertThat(sound.get("holds").booleanValue()).isTrue();
    assertThat(sound.get("violations")).isEmpty();
    assertThat(sound.get("states").get("done").intValue()).isEqualTo(1);
    loseTheAttempt();
    CliTester.Result result = cli.run("verify", "--json");
    assertThat(result.exitCode()).isEqualTo(ExitCode.VIOLATED);
    var violation = result.json().get("violations").get(0);
    assertThat(violation.get("rule").textValue()).isEqualTo("commit");
    assertThat(violation.get("subject").textValue()).isEqualTo("1");
    assertThat(result.json().get("holds").booleanValue()).isFalse();
  }

  @Test
  void aCopyThatCannotBeWrittenIsVerifiedAndLeftAsItIs() throws IOException {
    Path copy = directory.resolve("copy");
    try (Stream<Path> all = Files.walk(queue)) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(queue.relativize(path).toString()));
      }
    }
    setWritable(copy, false);
    try {
      List<String> before = fingerprint(copy);
      assertThat(cli.run("verify", "copy").ok().lines())
          .startsWith("1 hierarchy, 1 job, 1 attempt: 1 done");
      assertThat(fingerprint(copy)).isEqualTo(before);
    } finally {
      setWritable(copy, true);
    }
  }

  private static void setWritable(Path top, boolean writable) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.toList()) {
        assertThat(path.toFile().setWritable(writable)).isTrue();
      }
    }
  }

  /** Names, times and contents. */
  private static List<String> fingerprint(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.sorted()
          .map(
              path -> {
                try {
                  String content = Files.isDirectory(path) ? "" : Files.readString(path);
                  return path + " " + Files.getLastModifiedTime(path) + " " + content;
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  @Test
  void aDirectoryThatIsNoQueueIsRefused() {
    cli.run("verify", "nowhere")
        .fails(
            ExitCode.QUEUE_UNUSABLE,
            "there is no queue in "
                + directory.resolve("nowhere")
                + ": the directory does not exist; create one with 'jobqueue init "
                + directory.resolve("nowhere")
                + "'");
  }
}
