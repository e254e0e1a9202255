package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs whose attempts fail. */
@Timeout(120)
class RetryTest {
  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  private static UnaryOperator<JobOptions> retry(UnaryOperator<RetryPolicy> policy) {
    return options -> options.withRetry(policy.apply(options.retry()));
  }

  private static UnaryOperator<JobOptions> rules(int attempts, ErrorRule... rules) {
    return retry(
        policy ->
            policy
                .withAttempts(attempts)
                .withDelay(Duration.ofMillis(1))
                .withRules(List.of(rules)));
  }

  private static ErrorClass blamed(JobHandle job) {
    return job.error().orElseThrow().errorClass();
  }

  @Test
  void aPauseDoublesAndIsKeptBetweenAttempts() throws Exception {
    JobHandle job =
        jobs.submit(
            "exit 1", retry(policy -> policy.withAttempts(3).withDelay(Duration.ofMillis(400))));

    jobs.runAll();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    List<JobAttempt> attempts = job.attempts();
    assertThat(attempts).hasSize(3);
    assertThat(gap(attempts, 1)).isBetween(Duration.ofMillis(310), Duration.ofSeconds(20));
    assertThat(gap(attempts, 2)).isBetween(Duration.ofMillis(630), Duration.ofSeconds(20));
  }

  private static Duration gap(List<JobAttempt> attempts, int index) {
    return Duration.between(
        attempts.get(index - 1).endTime().orElseThrow(),
        attempts.get(index).startTime().orElseThrow());
  }

  @Test
  void othersAreRunDuringThePause() throws Exception {
    JobHandle failing =
        jobs.submit(
            "echo first >> $T/order; test -e $T/second",
            retry(policy -> policy.withAttempts(2).withDelay(Duration.ofMillis(300))));
    jobs.submit("echo second >> $T/order; touch $T/second", options -> options);

    jobs.runAll();

    assertThat(jobs.lines("order")).containsExactly("first", "second", "first");
    assertThat(failing.isFinished()).isTrue();
  }

  @Test
  void aTransientErrorSpendsNoAttempt() throws Exception {
    JobHandle job =
        jobs.submit(
            "echo x >> $T/runs; test $(wc -l < $T/runs) -ge 4 || exit 75",
            rules(1, ErrorRule.onExitCode(ErrorClass.TRANSIENT, 75)));

    jobs.runAll();

    assertThat(job.isFinished()).isTrue();
    assertThat(jobs.lines("runs")).hasSize(4);
  }

  @Test
  void transientErrorsInARowAreForgivenOnlySoOften() throws Exception {
    JobHandle job =
        jobs.submit(
            "exit 75",
            rules(1, ErrorRule.onExitCode(ErrorClass.TRANSIENT, 75))
                    .andThen(options -> options.withRetry(options.retry().withTransientTries(2)))
                ::apply);

    jobs.runAll();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.attempts()).hasSize(3);
    assertThat(blamed(job)).isEqualTo(ErrorClass.TRANSIENT);
  }

  @Test
  void aFatalErrorIsNotTriedAgain() throws Exception {
    JobHandle job =
        jobs.submit(
            "echo 'scene.blend: no such file' >&2; exit 1",
            rules(5, ErrorRule.onOutput(ErrorClass.FATAL, "no such file$")));

    jobs.runAll();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.attempts()).hasSize(1);
    assertThat(blamed(job)).isEqualTo(ErrorClass.FATAL);
  }

  @Test
  void theFirstRuleThatAppliesCounts() throws Exception {
    ErrorRule both = new ErrorRule(ErrorClass.FATAL, List.of(9), Optional.of("disk"));
    ErrorRule code = ErrorRule.onExitCode(ErrorClass.TRANSIENT, 9);
    JobHandle second = jobs.submit("echo memory; exit 9", noTries(both, code));
    JobHandle first = jobs.submit("echo disk full; exit 9", noTries(both, code));
    JobHandle none = jobs.submit("echo disk full; exit 8", noTries(both, code));

    jobs.runAll();

    assertThat(blamed(second)).isEqualTo(ErrorClass.TRANSIENT);
    assertThat(blamed(first)).isEqualTo(ErrorClass.FATAL);
    assertThat(blamed(none)).isEqualTo(ErrorClass.TASK);
  }

  private static UnaryOperator<JobOptions> noTries(ErrorRule... rules) {
    return retry(policy -> policy.withTransientTries(0).withRules(List.of(rules)));
  }

  @Test
  void anErrorOfTheMachineLeavesTheJobToOtherHostsForAWhile() throws Exception {
    JobHandle job = jobs.submit("exit 42", rules(1, ErrorRule.onExitCode(ErrorClass.WORKER, 42)));

    // There is only this host: it leaves the job alone for half a minute.
    assertThat(jobs.queue().runNextAvailableJob()).isTrue();
    assertThat(jobs.queue().runNextAvailableJob()).isFalse();

    assertThat(job.state()).isEqualTo(JobState.WAITING);
    assertThat(job.whyNotRunning()).contains("until").contains("exit code 42");
  }

  @Test
  void theDefaultsOfAQueueAreKeptInItsConfiguration() throws Exception {
    RetryPolicy policy =
        RetryPolicy.defaults()
            .withAttempts(4)
            .withDelay(Duration.ofSeconds(7))
            .withOtherHost(true)
            .withRules(List.of(new ErrorRule(ErrorClass.WORKER, List.of(3), Optional.of("x"))));
    JobOptions defaults =
        JobOptions.DEFAULTS
            .withRetry(policy)
            .withTimeLimits(TimeLimits.NONE.withSilence(Duration.ofMinutes(9)))
            .withRequirements(Requirements.NONE.withTags(Set.of("linux")).withMemory(1 << 20));
    Path other = directory.resolve("other");
    JobQueue made = JobQueues.create(other, QueueOptions.defaults().withJobDefaults(defaults));
    assertThat(made.options().attempts()).isEqualTo(4);

    JobQueue opened = JobQueues.open(other);
    JobHandle job = opened.createJob("command", Map.of("arguments", List.of("true"))).activate();

    assertThat(opened.options().jobDefaults()).isEqualTo(defaults);
    assertThat(job.options()).isEqualTo(defaults);
    assertThat(JobQueues.open(other).findJob(job.id()).orElseThrow().attemptLimit()).isEqualTo(4);
    Path file = other.resolve("queue.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\"delayMillis\" : 7000", "\"delayMillis\" : -7"));
    assertThatThrownBy(() -> JobQueues.open(other))
        .isInstanceOf(QueueUnusableException.class)
        .hasMessageContaining("has a setting that is not valid")
        .hasMessageContaining("PT-0.007S");
  }

  @Test
  void nonsenseIsRefused() {
    RetryPolicy policy = RetryPolicy.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withAttempts(0))
        .withMessageContaining("attempts is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withDelay(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withTransientTries(-1))
        .withMessageContaining("transientTries is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorRule.onOutput(ErrorClass.TASK, "("))
        .withMessageContaining("no regular expression");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorRule.onExitCode(ErrorClass.TASK))
        .withMessageContaining("exit codes or a pattern");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorRule.onExitCode(ErrorClass.TASK, 256))
        .withMessageContaining("256");
  }
}
