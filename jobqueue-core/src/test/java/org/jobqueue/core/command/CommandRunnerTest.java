package org.jobqueue.core.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.CommandFailedException;
import org.jobqueue.api.proc.CommandResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Output, environment and ends of real commands. */
@Timeout(60)
class CommandRunnerTest {
  @TempDir Path directory;

  private final CommandRunner runner = new CommandRunner();
  private final ByteArrayOutputStream stdoutFile = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderrFile = new ByteArrayOutputStream();
  private final List<String> stdoutLines = new ArrayList<>();
  private final List<String> stderrLines = new ArrayList<>();

  @Test
  void bytesReachTheFileUnchanged() throws InterruptedException {
    run(shell("printf 'a\\377\\376\\r\\n\\000\\r\\n\\n50%%\\rlast'; printf 'err\\200' >&2"));
    assertThat(stdoutFile.toString(ISO_8859_1)).isEqualTo("a\u00ff\u00fe\r\n\0\r\n\n50%\rlast");
    assertThat(stderrFile.toString(ISO_8859_1)).isEqualTo("err\u0080");
    assertThat(stdoutLines).containsExactly("a\ufffd\ufffd", "\0", "", "50%", "last");
    assertThat(stderrLines).containsExactly("err\ufffd");
  }

  @Test
  void allOutputArrivesInOrder() throws InterruptedException {
    run(Command.of(List.of("seq", "1", "100000")));
    List<String> expected = IntStream.rangeClosed(1, 100_000).mapToObj(Integer::toString).toList();
    assertThat(stdoutLines).isEqualTo(expected);
    assertThat(stdoutFile.toString(UTF_8)).isEqualTo(String.join("\n", expected) + "\n");
  }

  @Test
  void outputOfAShortCommandIsNeverLost() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      stdoutLines.clear();
      run(Command.of(List.of("echo", "run " + i)));
      assertThat(stdoutLines).containsExactly("run " + i);
    }
  }

  @Test
  void standardInputIsEmpty() throws InterruptedException {
    run(shell("cat; echo end of input"));
    assertThat(stdoutLines).containsExactly("end of input");
  }

  @Test
  void theExitCodeIsReported() throws InterruptedException {
    assertThat(run(shell("exit 0")).exitCode()).isZero();
    assertThat(run(shell("exit 42")).exitCode()).isEqualTo(42);
  }

  @Test
  void aSignalIsReportedAs128AndItsNumber() throws InterruptedException {
    assertThat(run(shell("kill -9 $$")).exitCode()).isEqualTo(137);
    assertThat(run(shell("kill -TERM $$")).exitCode()).isEqualTo(143);
  }

  @Test
  void theLastLinesOfStandardErrorAreKept() throws InterruptedException {
    CommandResult result = run(shell("seq 1 25 >&2; printf 26 >&2; exit 3"));
    assertThat(result.lastErrorLines())
        .containsExactly("17", "18", "19", "20", "21", "22", "23", "24", "25", "26");
    assertThatThrownBy(result::requireSuccess)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith(
            "'/bin/sh' ended with exit code 3; its last lines on stderr:\n17\n18");
  }

  @Test
  void theEnvironmentIsAddedToThatOfTheWorker() throws InterruptedException {
    run(shell("echo $GREETING; echo $PATH").withEnvironment("GREETING", "hello you"));
    assertThat(stdoutLines).containsExactly("hello you", System.getenv("PATH"));
  }

  @Test
  void aCommandRunsInTheDefaultDirectory() throws InterruptedException, IOException {
    run(shell("pwd -P"));
    assertThat(stdoutLines).containsExactly(directory.toRealPath().toString());
  }

  @Test
  void aCommandMayNameItsDirectory() throws InterruptedException, IOException {
    Path other = Files.createDirectory(directory.resolve("with blank"));
    run(shell("pwd -P").withWorkingDirectory(other));
    assertThat(stdoutLines).containsExactly(other.toRealPath().toString());
  }

  @Test
  void theFileIsFlushedBeforeTheCallbackSeesTheLine() throws InterruptedException {
    FlushRecorder file = new FlushRecorder();
    List<String> flushedAtCallback = new ArrayList<>();
    runner.run(
        shell("echo one"),
        directory,
        new CommandOutput(file, line -> flushedAtCallback.add(file.flushed)),
        new CommandOutput(stderrFile, line -> {}));
    assertThat(flushedAtCallback).containsExactly("one\n");
  }

  @Test
  void callbacksNeverRunAtTheSameTime() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    List<Integer> seen = new ArrayList<>();
    Consumer<String> callback =
        line -> {
          seen.add(inside.incrementAndGet());
          calls.incrementAndGet();
          inside.decrementAndGet();
        };
    runner.run(
        shell("seq 1 20000 & seq 1 20000 >&2; wait"),
        directory,
        new CommandOutput(stdoutFile, callback),
        new CommandOutput(stderrFile, callback));
    assertThat(calls).hasValue(40_000);
    assertThat(seen).hasSize(40_000).containsOnly(1);
  }

  @Test
  void aHundredMegabytesPassThroughLittleMemory() throws InterruptedException {
    Counter counter = new Counter();
    runner.run(
        shell("yes 0123456789abcdef0123456789abcdef0123456789abcdef | head -c 100000000"),
        directory,
        counter.output(),
        new CommandOutput(stderrFile, line -> {}));
    assertThat(counter.bytes).isEqualTo(100_000_000);
    assertThat(counter.characters).isEqualTo(100_000_000L - counter.lines + 1);
  }

  @Test
  void aLineOfAHundredMegabytesPassesThroughLittleMemory() throws InterruptedException {
    Counter counter = new Counter();
    runner.run(
        shell("head -c 100000000 /dev/zero | tr '\\0' x"),
        directory,
        counter.output(),
        new CommandOutput(stderrFile, line -> {}));
    assertThat(counter.bytes).isEqualTo(100_000_000);
    assertThat(counter.characters).isEqualTo(100_000_000);
    assertThat(counter.longest).isEqualTo(LineSplitter.LONGEST_PIECE);
  }

  private CommandResult run(Command command) throws InterruptedException {
    return runner.run(
        command,
        directory,
        new CommandOutput(stdoutFile, stdoutLines::add),
        new CommandOutput(stderrFile, stderrLines::add));
  }

  private static Command shell(String line) {
    return Command.of(List.of("/bin/sh", "-c", line));
  }

  /** Knows what had been written at the last flush. */
  private static final class FlushRecorder extends ByteArrayOutputStream {
    private volatile String flushed = "";

    @Override
    public synchronized void flush() {
      flushed = toString(UTF_8);
    }
  }

  /** Counts and keeps nothing. */
  private static final class Counter extends OutputStream {
    private long bytes;
    private long lines;
    private long characters;
    private int longest;

    CommandOutput output() {
      return new CommandOutput(this, this::line);
    }

    private void line(String line) {
      lines++;
      characters += line.length();
      longest = Math.max(longest, line.length());
    }

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] chunk, int offset, int count) {
      bytes += count;
    }
  }
}
