package org.jobqueue.api.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobQueueException;
import org.junit.jupiter.api.Test;

class CommandResultTest {
  private static final Command COMMAND = Command.of(List.of("render", "-f", "1"));

  @Test
  void exitCodeZeroIsSuccess() {
    assertThatCode(() -> new CommandResult(COMMAND, 0, List.of("a warning")).requireSuccess())
        .doesNotThrowAnyException();
  }

  @Test
  void otherExitCodeFailsWithCodeAndLastLines() {
    CommandResult result = new CommandResult(COMMAND, 3, List.of("no camera", "giving up"));

    assertThatThrownBy(result::requireSuccess)
        .isInstanceOf(JobQueueException.class)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "'render' ended with exit code 3; its last lines on stderr:\n"
                          + "no camera\ngiving up")
                  .hasNoCause();
              assertThat(e.program()).isEqualTo("render");
              assertThat(e.exitCode()).contains(3);
            });
  }

  @Test
  void silentFailureHasNoLines() {
    assertThat(new CommandFailedException(new CommandResult(COMMAND, 137, List.of())))
        .hasMessage("'render' ended with exit code 137");
  }

  @Test
  void exitCode127OfACommandThatRanIsAnExitCode() {
    assertThat(new CommandFailedException(new CommandResult(COMMAND, 127, List.of())).exitCode())
        .contains(127);
  }

  @Test
  void commandThatCouldNotBeStartedHasNoExitCode() {
    IOException cause = new IOException("No such file");
    CommandFailedException e = new CommandFailedException(COMMAND, cause);

    assertThat(e).hasMessage("cannot start 'render': No such file").hasCause(cause);
    assertThat(e.program()).isEqualTo("render");
    assertThat(e.exitCode()).isEmpty();
  }

  @Test
  void linesAreCopied() {
    List<String> lines = new ArrayList<>(List.of("a"));
    CommandResult result = new CommandResult(COMMAND, 1, lines);

    lines.clear();

    assertThat(result.lastErrorLines()).containsExactly("a");
  }
}
