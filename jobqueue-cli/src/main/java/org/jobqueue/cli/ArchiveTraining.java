package org.jobqueue.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs common commands on a queue of its own, so that their classes are in the archive that is made
 * of what this process has loaded ({@code -XX:DumpLoadedClassList}). Prints only what goes wrong.
 */
public final class ArchiveTraining {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("init", "queue"),
          List.of("-q", "queue", "submit", "command", "--label", "a job", "--", "true"),
          List.of("-q", "queue", "work", "--until-empty"),
          List.of("-q", "queue", "list"),
          List.of("-q", "queue", "show", "1"),
          List.of("-q", "queue", "show", "1", "--json"),
          List.of("-q", "queue", "tree", "1"),
          List.of("-q", "queue", "log", "1"),
          List.of("-q", "queue", "events"),
          List.of("-q", "queue", "workers"),
          List.of("-q", "queue", "types"));

  private final Path directory;

  private ArchiveTraining(Path directory) {
    this.directory = directory;
  }

  /** Runs the commands; the exit code is 1 if one of them fails. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("jobqueue-training");
    try {
      new ArchiveTraining(directory).runAll();
    } finally {
      delete(directory);
    }
  }

  private void runAll() {
    for (List<String> command : COMMANDS) {
      int code = Cli.create(surroundings(), Main.modules()).run(command.toArray(String[]::new));
      if (code != ExitCode.OK) {
        throw new IllegalStateException(command + " ended with exit code " + code);
      }
    }
  }

  /** Like those of a command, whose classes they need, but nothing is seen of it. */
  private Surroundings surroundings() {
    Surroundings real = Main.surroundings();
    return new Surroundings(
        Map.of(),
        directory,
        real.home(),
        InputStream.nullInputStream(),
        nowhere(),
        nowhere(),
        false,
        real.zone(),
        real.pause(),
        real.signals(),
        real.workers());
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
