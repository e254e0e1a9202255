package org.jobqueue.api.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void ofArgumentsRunsInTheAttemptDirectoryWithoutFurtherVariables() {
    Command command = Command.of(List.of("render", "-f", "1"));

    assertThat(command.program()).isEqualTo("render");
    assertThat(command.arguments()).containsExactly("render", "-f", "1");
    assertThat(command.environment()).isEmpty();
    assertThat(command.workingDirectory()).isEmpty();
  }

  @Test
  void aProgramIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.of(List.of()))
        .withMessage("a command needs at least a program");
  }

  @Test
  void variablesAndDirectoryAreAddedToACopy() {
    Command plain = Command.of(List.of("render"));
    Command command =
        plain
            .withEnvironment("A", "1")
            .withWorkingDirectory(Path.of("d"))
            .withEnvironment("B", "2")
            .withEnvironment("A", "3");

    assertThat(command)
        .isEqualTo(
            new Command(List.of("render"), Map.of("A", "3", "B", "2"), Optional.of(Path.of("d"))));
    assertThat(plain.environment()).isEmpty();
    assertThat(plain.workingDirectory()).isEmpty();
  }

  @Test
  void collectionsAreCopied() {
    List<String> arguments = new ArrayList<>(List.of("render"));
    Map<String, String> environment = new HashMap<>();
    Command command = new Command(arguments, environment, Optional.empty());

    arguments.add("-x");
    environment.put("A", "1");

    assertThat(command).isEqualTo(Command.of(List.of("render")));
    assertThatThrownBy(() -> command.arguments().add("-x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> command.environment().put("A", "1"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
