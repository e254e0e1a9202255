package org.jobqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandStartTest {
  @TempDir Path directory;

  @Test
  void noSuchProgramInThePath() {
    assertRefused(
        Command.of(List.of("no-such-program-anywhere", "x")),
        "cannot start 'no-such-program-anywhere': there is no such program in the PATH of the"
            + " worker");
  }

  @Test
  void noSuchFile() {
    Path program = directory.resolve("none");
    assertRefused(
        Command.of(List.of(program.toString())),
        "cannot start '" + program + "': there is no such file");
  }

  @Test
  void aRelativeProgramIsLookedForInTheWorkingDirectory() throws IOException {
    Files.createDirectory(directory.resolve("bin"));
    assertRefused(Command.of(List.of("./bin")), "cannot start './bin': it is a directory");
    assertRefused(Command.of(List.of("./none")), "cannot start './none': there is no such file");
  }

  @Test
  void notExecutable() throws IOException {
    Path program = Files.writeString(directory.resolve("text"), "#!/bin/sh\n");
    assertRefused(
        Command.of(List.of(program.toString())),
        "cannot start '" + program + "': the file is not executable");
  }

  @Test
  void noSuchInterpreter() throws IOException {
    Path program = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertRefused(
        Command.of(List.of(program.toString())),
        "cannot start '"
            + program
            + "': the file is there, but the interpreter named in its first line is not");
  }

  @Test
  void emptyName() {
    assertRefused(Command.of(List.of("")), "cannot start '': the name of the program is empty");
  }

  @Test
  void noSuchWorkingDirectory() {
    Path missing = directory.resolve("missing");
    assertRefused(
        Command.of(List.of("true")).withWorkingDirectory(missing),
        "cannot start 'true': working directory '" + missing + "' does not exist");
  }

  @Test
  void workingDirectoryThatIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertRefused(
        Command.of(List.of("true")).withWorkingDirectory(file),
        "cannot start 'true': working directory '" + file + "' is not a directory");
  }

  @Test
  void environmentVariableThatCannotBe() {
    assertThatThrownBy(
            () ->
                new CommandStart(Command.of(List.of("true")).withEnvironment("A=B", "x"), directory)
                    .start())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith("cannot start 'true': an environment variable is not valid: ")
        .hasMessageContaining("A=B");
  }

  @Test
  void argumentsThatAreTooLong() {
    assertThatThrownBy(
            () ->
                new CommandStart(Command.of(List.of("echo", "x".repeat(3_000_000))), directory)
                    .start())
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("cannot start 'echo': Argument list too long (error 7)");
  }

  private void assertRefused(Command command, String message) {
    CommandFailedException refusal =
        catchThrowableOfType(
            CommandFailedException.class, () -> new CommandStart(command, directory).start());
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.exitCode()).isEmpty();
  }
}
