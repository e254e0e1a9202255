package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.proc.CommandFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandProcTest {
  @TempDir Path job;

  private Path attempt = Path.of("");
  private RecordingContext context = new RecordingContext(attempt, attempt);

  @BeforeEach
  void makeAttempt() throws IOException {
    attempt = Files.createDirectory(job.resolve("attempt"));
    context = new RecordingContext(job, attempt);
  }

  @Test
  void argumentsReachTheProgramWithoutAShell() throws Exception {
    run(arguments("printf", "<%s>\\n", "two words", "$HOME", "*", ""));
    assertThat(context.stdoutFile()).isEqualTo("<two words>\n<$HOME>\n<*>\n<>\n");
  }

  @Test
  void aShellLineIsALineForTheShell() throws Exception {
    run(shell("x=5; echo $((x+1)) | tr 6 7 > out; cat out"));
    assertThat(context.stdoutFile()).isEqualTo("7\n");
    assertThat(attempt.resolve("out")).hasContent("7\n");
  }

  @Test
  void environmentAndWorkingDirectory() throws Exception {
    run(
        new CommandParameters(
            List.of(),
            Optional.of("echo $SHOT; pwd -P"),
            Map.of("SHOT", "s010"),
            Optional.of(job),
            Optional.empty(),
            Optional.empty(),
            List.of(0),
            Map.of()));
    assertThat(context.stdoutFile()).isEqualTo("s010\n" + job.toRealPath() + "\n");
  }

  @Test
  void aWorkingDirectoryThatIsMissing() {
    Path missing = job.resolve("missing");
    assertThatThrownBy(
            () ->
                run(
                    new CommandParameters(
                        List.of("ls"),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(missing),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(0),
                        Map.of())))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("cannot start 'ls': working directory '" + missing + "' does not exist");
  }

  @Test
  void anotherExitCodeThan0IsAFailureWithTheLastLinesOfStandardError() {
    assertThatThrownBy(() -> run(shell("echo out; echo broken >&2; exit 5")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("'/bin/sh' ended with exit code 5; its last lines on stderr:\nbroken");
    assertThat(context.stderrFile()).isEqualTo("broken\n");
  }

  @Test
  void otherExitCodesMayMeanSuccess() throws Exception {
    run(shell("exit 3", List.of(0, 3)));
    assertThatThrownBy(() -> runAgain(shell("exit 4", List.of(0, 3))))
        .isInstanceOf(CommandFailedException.class);
    assertThatThrownBy(() -> runAgain(shell("exit 0", List.of(3))))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("'/bin/sh' ended with exit code 0");
  }

  @Test
  void theStatusLineIsTheLastLineOfOutputThatIsNotBlank() throws Exception {
    run(shell("echo first; printf 'frame 1\\rframe\\t2\\r\\n'; echo; echo '  '; echo x >&2"));
    assertThat(context.statusLines).containsExactly("first", "frame 1", "frame 2");
  }

  @Test
  void aLongStatusLineIsShortened() throws Exception {
    run(shell("head -c 100000 /dev/zero | tr '\\0' x"));
    assertThat(context.statusLines)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(CommandText.LONGEST_STATUS));
  }

  @Test
  void progressIsReadFromBothOutputs() throws Exception {
    run(
        withPattern(
            "echo 'at 5%'; printf '12.9%%\\r40%% done\\r'; echo none; echo 99999%", "([\\d.]+)%"));
    assertThat(context.progress).containsExactly(5, 12, 40, 100);
    runAgain(withPattern("echo 'at 70%' >&2", "at (\\d+)%"));
    assertThat(context.progress).containsExactly(70);
  }

  @Test
  void aGroupThatIsNoNumberIsNoProgress() throws Exception {
    run(withPattern("echo 'at x%'; echo 'at NaN%'; echo 'at 1,5%'; echo at", "at(?: (.+)%)?"));
    assertThat(context.progress).containsExactly(1);
  }

  private void run(CommandParameters parameters) throws Exception {
    new CommandProc(parameters).runIn(context);
  }

  private void runAgain(CommandParameters parameters) throws Exception {
    context = new RecordingContext(job, attempt);
    run(parameters);
  }

  private static CommandParameters arguments(String... arguments) {
    return new CommandParameters(
        List.of(arguments),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(0),
        Map.of());
  }

  private static CommandParameters shell(String line) {
    return shell(line, List.of(0));
  }

  private static CommandParameters shell(String line, List<Integer> successCodes) {
    return new CommandParameters(
        List.of(),
        Optional.of(line),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        successCodes,
        Map.of());
  }

  private static CommandParameters withPattern(String line, String pattern) {
    return new CommandParameters(
        List.of(),
        Optional.of(line),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(pattern),
        List.of(0),
        Map.of());
  }
}
