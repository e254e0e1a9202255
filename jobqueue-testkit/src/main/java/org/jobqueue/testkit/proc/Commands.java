package org.jobqueue.testkit.proc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.jobqueue.core.command.CommandOutput;
import org.jobqueue.core.command.CommandRunner;
import org.jspecify.annotations.Nullable;

/** What runs the commands of a procedure: the system, or a few fake programs. Thread-safe. */
@FunctionalInterface
public interface Commands {
  /**
   * Runs a command.
   *
   * @param directory where it runs if it names no directory
   * @throws CommandFailedException if it cannot be started
   * @throws InterruptedException if the attempt is to be stopped
   */
  CommandResult run(Command command, Path directory, CommandOutput stdout, CommandOutput stderr)
      throws InterruptedException;

  /** The programs of this machine, run by the code that workers use. */
  static Commands real() {
    return new CommandRunner()::run;
  }

  /**
   * Fake programs, each found by the last part of the path by which it is started. Any other
   * program cannot be started.
   */
  static Commands fake(FakeCommand... programs) {
    Map<String, FakeCommand> byName = new TreeMap<>();
    for (FakeCommand program : programs) {
      if (byName.put(program.name(), program) != null) {
        throw new IllegalArgumentException("there are two fake commands '" + program.name() + "'");
      }
    }
    return (command, directory, stdout, stderr) ->
        runFake(
            require(byName, command),
            command,
            command.workingDirectory().orElse(directory),
            stdout,
            stderr);
  }

  /** Every command ends at once with this exit code. */
  static Commands ending(int exitCode) {
    return (command, directory, stdout, stderr) -> new CommandResult(command, exitCode, List.of());
  }

  private static FakeCommand require(Map<String, FakeCommand> byName, Command command) {
    Path last = Path.of(command.program()).getFileName();
    @Nullable FakeCommand found = byName.get(String.valueOf(last));
    return Optional.ofNullable(found)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    command,
                    new IOException("no such fake command; there are: " + byName.keySet())));
  }

  private static CommandResult runFake(
      FakeCommand fake, Command command, Path directory, CommandOutput stdout, CommandOutput stderr)
      throws InterruptedException {
    List<String> errors = new ArrayList<>();
    int code =
        fake.run(
            directory,
            new FakeCommand.Output() {
              @Override
              public void stdout(String line) {
                carry(line, stdout);
              }

              @Override
              public void stderr(String line) {
                errors.add(line);
                carry(line, stderr);
              }
            });
    int from = Math.max(0, errors.size() - CommandResult.ERROR_LINES);
    return new CommandResult(command, code, errors.subList(from, errors.size()));
  }

  private static void carry(String line, CommandOutput to) {
    write(to.file(), (line + "\n").getBytes(StandardCharsets.UTF_8));
    Arrays.stream(line.split("\n", -1)).forEach(to.line());
  }

  private static void write(OutputStream file, byte[] bytes) {
    try {
      file.write(bytes);
      file.flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
