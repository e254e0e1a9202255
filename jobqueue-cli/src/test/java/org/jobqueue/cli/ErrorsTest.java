package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueContendedException;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.QueueUnusableException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  private final FakeQueue queue = new FakeQueue(Path.of("/queue"));
  private final CliTester cli = new CliTester(queue, Path.of("/work"));

  @Test
  void withoutAQueueBothWaysToNameOneAreSaid() {
    cli.environment.clear();
    cli.run("list")
        .fails(
            ExitCode.USAGE,
            "which queue? Name its directory with -q DIR, or set the environment variable JOBQUEUE");
  }

  @Test
  void theQueueIsNamedBeforeOrAfterTheCommandOrByTheEnvironment() {
    queue.add("a", JobState.DONE);
    String expected = cli.run("list").ok().out();
    cli.environment.clear();
    assertThat(cli.run("-q", "/queue", "list").ok().out()).isEqualTo(expected);
    assertThat(cli.run("list", "-q", "../queue").ok().out()).isEqualTo(expected);
    assertThat(cli.run("list", "--queue=/queue").ok().out()).isEqualTo(expected);
  }

  @Test
  void anOptionBeatsTheEnvironment() {
    cli.environment.put("JOBQUEUE", "/elsewhere");
    assertThat(cli.run("-q", "/queue", "list").exitCode()).isZero();
  }

  @Test
  void anUnusableQueueHasItsExitCode() {
    queue.failure =
        Optional.of(
            new QueueUnusableException(
                QueueUnusableException.Reason.NEWER_FORMAT, queue.location, "format 9 is newer"));
    cli.run("list").fails(ExitCode.QUEUE_UNUSABLE, "format 9 is newer");
  }

  @Test
  void disturbancesHaveTheirExitCode() {
    queue.failure = Optional.of(new QueueContendedException("others were quicker"));
    cli.run("list").fails(ExitCode.DISTURBED, "others were quicker");
    queue.failure =
        Optional.of(new QueueIOException(Path.of("/q"), "cannot read", new IOException("EIO")));
    assertThat(cli.run("list").exitCode()).isEqualTo(ExitCode.DISTURBED);
  }

  @Test
  void whatAFileSystemRefusesIsSaidInWords() {
    queue.failure = Optional.of(new UncheckedIOException(new AccessDeniedException("/q/a")));
    cli.run("list").fails(ExitCode.DISTURBED, "input or output failed: /q/a: access denied");
    queue.failure =
        Optional.of(
            new UncheckedIOException(new FileSystemException("/q/a", null, "No space left")));
    cli.run("list").fails(ExitCode.DISTURBED, "input or output failed: /q/a: No space left");
  }

  @Test
  void anInternalErrorIsOneLineWithoutAStackTrace() {
    queue.failure = Optional.of(new IllegalStateException("oops\nmore"));
    cli.run("list")
        .fails(
            ExitCode.INTERNAL,
            "internal error: java.lang.IllegalStateException: oops; please report this, with what"
                + " --verbose adds");
  }

  @Test
  void verboseAddsTheStackTrace() {
    queue.failure = Optional.of(new IllegalStateException("oops"));
    CliTester.Result result = cli.run("--verbose", "list");
    assertThat(result.err())
        .startsWith("jobqueue: internal error: ")
        .contains("\tat org.jobqueue.cli.ErrorsTest");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERNAL);
  }

  @Test
  void messagesOfSeveralLinesAreIndentedAndStripped() {
    queue.failure = Optional.of(new QueueContendedException("first\nsecond \u001b[2J\nthird"));
    cli.run("list").fails(ExitCode.DISTURBED, "first\n  second [2J\n  third");
  }

  @Test
  void unknownCommandsAndOptionsSuggestTheNearest() {
    cli.run("lisst")
        .fails(
            ExitCode.USAGE,
            "Unmatched argument at index 0: 'lisst'; did you mean 'list'?; see 'jobqueue --help'");
    cli.run("list", "--jsn")
        .fails(
            ExitCode.USAGE,
            "Unknown option: '--jsn'; did you mean '--json'?; see 'jobqueue list --help'");
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    cli.run()
        .fails(
            ExitCode.USAGE, "which command? 'jobqueue --help' lists them; see 'jobqueue --help'");
  }

  @Test
  void badValuesOfOptionsAreUsageErrors() {
    assertThat(cli.run("work", "--slots", "many").err())
        .isEqualTo(
            "jobqueue: Invalid value for option '--slots': 'many' is not an int; see 'jobqueue work"
                + " --help'\n");
    assertThat(cli.run("show", "twelve").err())
        .contains(
            "'twelve' is not a job id; expected a number such as 12, or 12/0/3 for a sub-job");
  }

  @Test
  void aJobThatIsNotThereIsAUsageError() {
    cli.run("show", "99")
        .fails(ExitCode.USAGE, "the queue has no job 99; 'jobqueue list' shows its jobs");
  }

  @Test
  void theHelpDocumentsTheExitCodes() {
    String help = cli.run("--help").ok().out();
    assertThat(help)
        .contains("Exit codes:", "a job failed or is damaged", "the queue cannot be used")
        .contains("130", "interrupted by a signal");
    for (String command :
        new String[] {
          "init",
          "submit",
          "work",
          "list",
          "tree",
          "show",
          "log",
          "events",
          "cancel",
          "retry",
          "hold",
          "release",
          "priority",
          "delete",
          "limit",
          "archive",
          "gc",
          "fsck",
          "types",
          "demo",
          "bench",
          "workers",
          "explain",
          "unblock",
          "skip"
        }) {
      assertThat(help).contains("  " + command + " ");
      assertThat(cli.run(command, "--help").ok().out())
          .contains("--queue=DIR")
          .contains("--verbose");
    }
  }
}
