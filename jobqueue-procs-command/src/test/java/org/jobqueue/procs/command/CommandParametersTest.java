package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CommandParametersTest {
  @Test
  void noCommand() {
    assertRefused(
        () -> parameters(List.of(), Optional.empty()),
        "there is no command; give either arguments (a program and its arguments) or shell (a line"
            + " for the shell)");
  }

  @Test
  void twoCommands() {
    assertRefused(
        () -> parameters(List.of("ls"), Optional.of("ls")),
        "there are two commands; give either arguments or shell, not both");
  }

  @Test
  void blankCommands() {
    assertRefused(
        () -> parameters(List.of(), Optional.of("  ")),
        "shell is blank; give a line for the shell");
    assertRefused(
        () -> parameters(List.of("", "x"), Optional.empty()),
        "the first of the arguments is blank; give the name of a program");
  }

  @Test
  void relativeWorkingDirectory() {
    assertRefused(
        () ->
            new CommandParameters(
                List.of("ls"),
                Optional.empty(),
                Map.of(),
                Optional.of(Path.of("scenes")),
                Optional.empty(),
                Optional.empty(),
                List.of(0),
                Map.of()),
        "workingDirectory 'scenes' is a relative path; give a full path, which means the same on"
            + " every worker");
  }

  @Test
  void successCodes() {
    assertRefused(
        () -> withSuccessCodes(List.of()),
        "successCodes is empty, so the job could never succeed; give at least one exit code");
    assertRefused(
        () -> withSuccessCodes(List.of(0, 256)),
        "successCodes contains 256; exit codes are 0 to 255");
    assertRefused(
        () -> withSuccessCodes(List.of(-1)), "successCodes contains -1; exit codes are 0 to 255");
  }

  @Test
  void progressPatternThatIsNoExpression() {
    assertRefused(
        () -> withPattern("(\\d+"),
        "progressPattern '(\\d+' is not a regular expression: Unclosed group near index 4");
  }

  @Test
  void progressPatternWithoutItsGroup() {
    assertRefused(
        () -> withPattern("\\d+%"),
        "progressPattern '\\d+%' has 0 groups; it needs exactly one, around the percentage, such as"
            + " (\\d+)%; write (?:...) for others");
    assertThatThrownBy(() -> withPattern("(a|b) (\\d+)%")).hasMessageContaining("has 2 groups");
  }

  @Test
  void theLabelIsTheCommandAsOneWouldTypeIt() {
    assertThat(
            parameters(List.of("cp", "-r", "my file", "it's", "", "/tmp/x=1"), Optional.empty())
                .effectiveLabel())
        .isEqualTo("cp -r 'my file' 'it'\\''s' '' /tmp/x=1");
  }

  @Test
  void theLabelOfAShellLineIsTheLine() {
    assertThat(parameters(List.of(), Optional.of("cd /x &&\n  make \t all\u0007")).effectiveLabel())
        .isEqualTo("cd /x && make all");
  }

  @Test
  void aLongLabelIsShortenedBetweenCharacters() {
    assertThat(parameters(List.of("x".repeat(60)), Optional.empty()).effectiveLabel())
        .isEqualTo("x".repeat(60));
    assertThat(parameters(List.of("x".repeat(100_000)), Optional.empty()).effectiveLabel())
        .isEqualTo("x".repeat(59) + "…");
    assertThat(parameters(List.of(), Optional.of("x".repeat(58) + "😀😀")).effectiveLabel())
        .isEqualTo("x".repeat(58) + "…");
  }

  private static CommandParameters parameters(List<String> arguments, Optional<String> shell) {
    return new CommandParameters(
        arguments,
        shell,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(0),
        Map.of());
  }

  private static CommandParameters withPattern(String pattern) {
    return new CommandParameters(
        List.of("ls"),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(pattern),
        List.of(0),
        Map.of());
  }

  private static CommandParameters withSuccessCodes(List<Integer> codes) {
    return new CommandParameters(
        List.of("ls"),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        codes,
        Map.of());
  }

  private static void assertRefused(ThrowingCallable creation, String message) {
    assertThatThrownBy(creation).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
