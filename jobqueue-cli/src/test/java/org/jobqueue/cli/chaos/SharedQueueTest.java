package org.jobqueue.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes with an umask of their own, in a directory that is shared or is not. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SharedQueueTest {
  @TempDir Path directory;

  private void run(TestProcesses processes, String umask, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    command.addAll(TestProcesses.commandLine(org.jobqueue.cli.Main.class, arguments));
    Path log = directory.resolve("log");
    Process process = processes.start(log, command, Map.of());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private static boolean has(Path path, String permissions) {
    try {
      return Files.getPosixFilePermissions(path)
          .containsAll(PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who submits under another account than the workers' does not keep them from his jobs. */
  @ParameterizedTest
  @CsvSource({"0770, 022, ---rwx---, ---r-----", "0777, 077, ---rwxrwx, ---r--r--"})
  void theUmaskOfOneUserDoesNotKeepOutTheOthers(
      String mode, String umask, String ofDirectories, String ofFiles) throws Exception {
    Path queue = Files.createDirectory(directory.resolve("queue"));
    Files.setAttribute(queue, "unix:mode", Integer.parseInt(mode, 8));
    try (TestProcesses processes = new TestProcesses()) {
      run(processes, umask, "init", queue.toString());
      String q = queue.toString();
      run(processes, umask, "submit", "-q", q, "command", "--", "echo", "hello");
      run(
          processes,
          umask,
          "submit",
          "-q",
          q,
          "--frames",
          "1-3",
          "command",
          "--",
          "echo",
          "{frame}");
      run(processes, umask, "work", "-q", q, "--until-empty");
      run(processes, umask, "submit", "-q", q, "command", "--", "true");
    }
    try (Stream<Path> all = Files.walk(queue)) {
      assertThat(all)
          .hasSizeGreaterThan(40)
          .allMatch(path -> has(path, Files.isDirectory(path) ? ofDirectories : ofFiles));
    }
  }

  /** Whoever keeps his files to himself still does in a queue of his own. */
  @Test
  void aQueueOfOneUserIsHisOwn() throws Exception {
    Path queue = directory.resolve("queue");
    try (TestProcesses processes = new TestProcesses()) {
      run(processes, "077", "init", queue.toString());
      Files.setPosixFilePermissions(queue, PosixFilePermissions.fromString("rwxr-xr-x"));
      run(processes, "077", "submit", "-q", queue.toString(), "command", "--", "true");
    }
    try (Stream<Path> all = Files.walk(queue)) {
      assertThat(all.filter(path -> !path.equals(queue)))
          .hasSizeGreaterThan(10)
          .noneMatch(path -> has(path, "---r-----") || has(path, "------r--"));
    }
  }
}
