package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {
  @TempDir Path directory;
  private FakeHandle job;
  private CliTester cli;

  @BeforeEach
  void prepare() {
    FakeQueue queue = new FakeQueue(Path.of("/queue"));
    job = queue.add("render", JobState.RUNNING);
    cli = new CliTester(queue, directory);
  }

  private Path attempt(int number) throws IOException {
    Path attempt = Files.createDirectories(directory.resolve("a" + number));
    job.addAttempt(number, attempt, Optional.empty());
    return attempt;
  }

  private static void append(Path attempt, String file, String text) {
    try {
      Files.writeString(
          attempt.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bothFilesAreToldApart() throws IOException {
    Path attempt = attempt(1);
    append(attempt, "stdout.txt", "one\ntwo");
    append(attempt, "stderr.txt", "warning\n");
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("one\ntwo\n==> stderr <==\nwarning\n");
    assertThat(cli.run("log", "1", "--stdout").ok().out()).isEqualTo("one\ntwo\n");
    assertThat(cli.run("log", "1", "--stderr").ok().out()).isEqualTo("warning\n");
  }

  @Test
  void controlCharactersGoUnlessRawIsAskedFor() throws IOException {
    append(attempt(1), "stdout.txt", "10%\r20%\r\n\u001b[31mred\u001b[0m ä\n");
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("10%\n20%\n[31mred[0m ä\n");
    assertThat(cli.run("log", "1", "--raw").ok().out())
        .isEqualTo("10%\r20%\r\n\u001b[31mred\u001b[0m ä\n");
  }

  @Test
  void malformedTextIsReplaced() throws IOException {
    Path attempt = attempt(1);
    Files.write(attempt.resolve("stdout.txt"), new byte[] {'a', (byte) 0xff, 'b', '\n'});
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("a\ufffdb\n");
  }

  @Test
  void anotherAttemptIsFoundByItsNumber() throws IOException {
    append(attempt(1), "stdout.txt", "first\n");
    append(attempt(2), "stdout.txt", "second\n");
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("second\n");
    assertThat(cli.run("log", "1", "--attempt", "1").ok().out()).isEqualTo("first\n");
    cli.run("log", "1", "--attempt", "3")
        .fails(ExitCode.USAGE, "job 1 has no attempt 3; it has attempts 1, 2");
  }

  @Test
  void aJobThatNeverRanSaysWhy() {
    CliTester.Result result = cli.run("log", "1");
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo("jobqueue: job 1 has not written anything: it waits for a free worker\n");
    assertThat(result.exitCode()).isZero();
  }

  /** Each pause lets the next thing happen. */
  private void onEachPause(Runnable... events) {
    Deque<Runnable> rest = new ArrayDeque<>();
    for (Runnable event : events) {
      rest.add(event);
    }
    cli.pause = time -> rest.removeFirst().run();
  }

  private Path attemptLater(int number) {
    try {
      return attempt(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void followingGoesOnUntilTheJobHasEnded() {
    byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
    job.status = FakeHandle.status(JobState.WAITING);
    onEachPause(
        () -> {
          job.status = FakeHandle.status(JobState.RUNNING);
          append(attemptLater(1), "stdout.txt", "one\n");
        },
        () -> append(directory.resolve("a1"), "stderr.txt", "oops\n"),
        () -> write(directory.resolve("a1"), umlaut[0]),
        () -> {
          write(directory.resolve("a1"), umlaut[1]);
          append(directory.resolve("a1"), "stdout.txt", "\nlast");
          job.status = FakeHandle.status(JobState.DONE);
        });
    CliTester.Result result = cli.run("log", "-f", "1").ok();
    assertThat(result.out()).isEqualTo("one\n==> stderr <==\noops\n==> stdout <==\nä\nlast\n");
  }

  private static void write(Path attempt, byte b) {
    try {
      Files.write(attempt.resolve("stdout.txt"), new byte[] {b}, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void followingGoesThroughAllAttemptsAndTellsFailure() throws IOException {
    append(attempt(1), "stdout.txt", "first\n");
    onEachPause(
        () -> append(attemptLater(2), "stdout.txt", "second\n"),
        () -> job.status = FakeHandle.status(JobState.FAILED));
    CliTester.Result result = cli.run("log", "1", "--follow");
    assertThat(result.out())
        .isEqualTo("first\n==> next attempt: " + directory.resolve("a2") + " <==\nsecond\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void attemptsThatCameAndWentBetweenTwoLooksAreNotLeftOut() throws IOException {
    append(attempt(1), "stdout.txt", "first\n");
    onEachPause(
        () -> {
          append(attemptLater(2), "stdout.txt", "second\n");
          append(attemptLater(3), "stdout.txt", "third\n");
          job.status = FakeHandle.status(JobState.DONE);
        });
    CliTester.Result result = cli.run("log", "1", "--follow").ok();
    assertThat(result.lines()).containsSubsequence("first", "second", "third").hasSize(5);
  }

  @Test
  void followingEndsWhenTheJobIsDeleted() throws IOException {
    append(attempt(1), "stdout.txt", "first\n");
    onEachPause(() -> job.status = FakeHandle.status(JobState.DELETED));
    CliTester.Result result = cli.run("log", "1", "-f");
    assertThat(result.out()).isEqualTo("first\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.JOB_FAILED);
  }

  @Test
  void contradictingOptionsAreRefused() {
    cli.run("log", "1", "-f", "--attempt", "1")
        .fails(ExitCode.USAGE, "-f follows the last attempt; leave out --attempt, or -f");
    assertThat(cli.run("log", "1", "--stdout", "--stderr").err()).contains("mutually exclusive");
  }

  @Test
  void outcomesOfAttemptsDoNotMatter() throws IOException {
    Path attempt = Files.createDirectories(directory.resolve("x"));
    append(attempt, "stderr.txt", "died\n");
    job.addAttempt(1, attempt, Optional.of(JobAttempt.Outcome.FAILED));
    assertThat(cli.run("log", "1").ok().out()).isEqualTo("==> stderr <==\ndied\n");
  }
}
