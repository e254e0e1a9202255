package org.jobqueue.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are stopped, and commands that leave something behind. */
@Timeout(60)
class CommandEndTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(200);

  // For a shell that is to end only after its output has been seen.
  private static final String AWAIT_GO = "until [ -e go ]; do sleep 0.01; done";

  @TempDir Path directory;

  private final ByteArrayOutputStream stdoutFile = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderrFile = new ByteArrayOutputStream();
  private final List<ProcessHandle> processes = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean gone = new AtomicBoolean();
  private final Thread caller = Thread.currentThread();

  @AfterEach
  void leaveNoProcess() {
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void anInterruptEndsTheWholeTree() {
    // A shell that is ended after its child would print "next".
    String tree = "sh -c 'echo pid $$; sleep 100 & echo pid $!; wait' & echo pid $!; wait";
    assertThatThrownBy(
            () ->
                run(
                    new CommandRunner(LONG, LONG),
                    "echo pid $$; " + tree + "; echo next",
                    onLine(4, caller::interrupt)))
        .isInstanceOf(InterruptedException.class);
    assertThat(processes).hasSize(4);
    assertAllGone();
    assertThat(stdoutFile.toString(UTF_8)).doesNotContain("next");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aCommandThatIgnoresTermIsKilled() {
    String stubborn = "trap '' TERM; echo pid $$; while :; do sleep 100; done";
    assertThatThrownBy(
            () -> run(new CommandRunner(SHORT, LONG), stubborn, onLine(1, caller::interrupt)))
        .isInstanceOf(InterruptedException.class);
    assertThat(processes).hasSize(1);
    assertAllGone();
  }

  @Test
  void theLastWordsOfACommandThatIsStoppedReachItsFile() {
    String polite = "trap 'echo bye; exit 0' TERM; echo pid $$; sleep 100 & wait";
    assertThatThrownBy(
            () -> run(new CommandRunner(LONG, LONG), polite, onLine(1, caller::interrupt)))
        .isInstanceOf(InterruptedException.class);
    assertThat(stdoutFile.toString(UTF_8)).endsWith("\nbye\n");
  }

  @Test
  void anInterruptBeforehandStartsNothing() {
    caller.interrupt();
    assertThatThrownBy(() -> run(new CommandRunner(LONG, LONG), "echo started", line -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(stdoutFile.size()).isZero();
  }

  @Test
  void whatACallbackThrowsEndsTheTreeAndReachesTheCaller() {
    IllegalStateException fault = new IllegalStateException("no");
    assertThatThrownBy(
            () ->
                run(
                    new CommandRunner(LONG, LONG),
                    "sleep 100 & echo pid $!; echo pid $$; wait",
                    onLine(
                        2,
                        () -> {
                          throw fault;
                        })))
        .isSameAs(fault);
    assertAllGone();
  }

  @Test
  void anErrorFromACallbackReachesTheCaller() {
    assertThatThrownBy(
            () ->
                run(
                    new CommandRunner(LONG, LONG),
                    "echo pid $$; exec sleep 100",
                    onLine(
                        1,
                        () -> {
                          throw new StackOverflowError("deep");
                        })))
        .isInstanceOf(StackOverflowError.class);
    assertAllGone();
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheCommand() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no space left");
          }
        };
    assertThatThrownBy(
            () ->
                new CommandRunner(LONG, LONG)
                    .run(
                        shell("echo text; exec sleep 100"),
                        directory,
                        new CommandOutput(full, line -> {}),
                        new CommandOutput(stderrFile, line -> {})))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write the output of the command")
        .hasMessageContaining("no space left");
  }

  @Test
  void aProcessLeftInTheBackgroundDoesNotHoldUpTheResult() throws InterruptedException {
    CommandResult result =
        run(
            new CommandRunner(LONG, SHORT),
            "sleep 100 & echo pid $!; printf 'no end'; exit 7",
            onLine(1, () -> {}));
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(stdoutFile.toString(UTF_8)).endsWith("\nno end");
    assertThat(processes).hasSize(1).allMatch(ProcessHandle::isAlive);
  }

  @Test
  void anEndlessWriterLeftInTheBackgroundDoesNotHoldUpTheResult() throws InterruptedException {
    CommandResult result =
        new CommandRunner(LONG, SHORT)
            .run(
                shell("yes & echo pid $! >&2; " + AWAIT_GO),
                directory,
                new CommandOutput(OutputStream.nullOutputStream(), line -> go()),
                new CommandOutput(stderrFile, onLine(1, () -> {})));
    assertThat(result.exitCode()).isZero();
    // Nobody reads the pipe any more, so the writer ends by itself.
    assertAllGone();
  }

  @Test
  void outputOfABackgroundProcessCountsWhileItIsWaitedFor() throws InterruptedException {
    run(
        new CommandRunner(LONG, LONG),
        "echo ready; " + AWAIT_GO + "; (sleep 0.2; echo late) &",
        line -> go());
    assertThat(stdoutFile.toString(UTF_8)).isEqualTo("ready\nlate\n");
  }

  private CommandResult run(CommandRunner runner, String line, Consumer<String> stdoutLine)
      throws InterruptedException {
    return runner.run(
        shell(line),
        directory,
        new CommandOutput(stdoutFile, stdoutLine),
        new CommandOutput(stderrFile, text -> {}));
  }

  private void go() {
    if (gone.getAndSet(true)) {
      return;
    }
    try {
      Files.write(directory.resolve("go"), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers the processes that say "pid N", and does something when that many are known. */
  private Consumer<String> onLine(int count, Runnable action) {
    return line -> {
      if (line.startsWith("pid ")) {
        ProcessHandle.of(Long.parseLong(line.substring(4))).ifPresent(processes::add);
        if (processes.size() == count) {
          action.run();
        }
      }
    };
  }

  private void assertAllGone() {
    assertThat(processes).isNotEmpty();
    processes.forEach(process -> process.onExit().join());
  }

  private static Command shell(String line) {
    return Command.of(List.of("/bin/sh", "-c", line));
  }
}
