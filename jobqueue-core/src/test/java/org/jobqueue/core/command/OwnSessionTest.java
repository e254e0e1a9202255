package org.jobqueue.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class OwnSessionTest {
  @TempDir Path directory;
  private final List<String> lines = new ArrayList<>();

  private CommandResult run(Command command) throws InterruptedException {
    CommandOutput out = new CommandOutput(OutputStream.nullOutputStream(), lines::add);
    CommandOutput err = new CommandOutput(OutputStream.nullOutputStream(), line -> {});
    return new CommandRunner().run(command, directory, out, err);
  }

  @Test
  void aCommandLeadsItsSessionAndGroupUnderTheProcessIdThatTheWorkerKnows() throws Exception {
    run(Command.of(List.of("sh", "-c", "cat /proc/$$/stat; echo $PPID")));
    String[] fields = lines.get(0).split(" ", -1);
    assertThat(fields[4]).as("group").isEqualTo(fields[0]);
    assertThat(fields[5]).as("session").isEqualTo(fields[0]);
    assertThat(lines.get(1)).isEqualTo(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void aCommandSeesTheNameUnderWhichItWasCalled() throws Exception {
    run(Command.of(List.of("sh", "-c", "echo \"$0\" \"$1\"", "a  b", "c  d")));
    run(Command.of(List.of("sh", "-c", "cat /proc/$$/cmdline | tr '\\0' ' '")));
    assertThat(lines.get(0)).isEqualTo("a  b c  d");
    assertThat(lines.get(1)).startsWith("sh -c ");
  }

  @Test
  void programsAreFoundByThePathOfTheWorkerWhateverThatOfTheCommandIs() throws Exception {
    run(Command.of(List.of("sh", "-c", "echo $PATH")).withEnvironment("PATH", "/nowhere"));
    assertThat(lines).containsExactly("/nowhere");
  }

  @Test
  void exitCodesOfCommandsAreTheirOwn() throws Exception {
    assertThat(run(Command.of(List.of("sh", "-c", "exit 127"))).exitCode()).isEqualTo(127);
    assertThat(run(Command.of(List.of("sh", "-c", "echo no >&2; exit 126"))).exitCode())
        .isEqualTo(126);
  }

  @Test
  void aProgramThatCannotBeExecutedAfterAllIsAFailureToStart() throws IOException {
    Path program = directory.resolve("program");
    Files.copy(Path.of("/bin/sh"), program, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (OutputStream held = new FileOutputStream(program.toFile(), true)) {
      assertThatThrownBy(() -> run(Command.of(List.of(program.toString()))))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("cannot start '" + program + "': ")
          .hasMessageContaining("Text file busy");
      held.flush();
    }
  }
}
