package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobState;
import org.jobqueue.api.TimeLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts that take too long, or not long enough. */
@Timeout(120)
class TimeLimitsTest {
  @TempDir private Path directory;

  private CommandQueue jobs;

  @BeforeEach
  void createQueue() {
    jobs = new CommandQueue(directory);
  }

  private static UnaryOperator<JobOptions> limits(UnaryOperator<TimeLimits> limits) {
    return options -> options.withTimeLimits(limits.apply(TimeLimits.NONE));
  }

  private static String error(JobHandle job) {
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    return job.error().orElseThrow().message();
  }

  @Test
  void oneThatRunsTooLongIsStoppedAndHasFailed() throws Exception {
    JobHandle job =
        jobs.submit("sleep 600", limits(limits -> limits.withTotal(Duration.ofMillis(300))));

    jobs.runAll();

    assertThat(error(job)).isEqualTo("stopped by a time limit: it ran longer than 0.3 s");
  }

  @Test
  void oneThatBecomesSilentIsStopped() throws Exception {
    JobHandle job =
        jobs.submit(
            "for i in 1 2 3 4; do echo $i; sleep 0.2; done; exec sleep 600",
            limits(limits -> limits.withSilence(Duration.ofMillis(600))));

    jobs.runAll();

    assertThat(error(job)).contains("it was silent for longer than 0.6 s");
    assertThat(job.files().orElseThrow().stdout()).isRegularFile().hasContent("1\n2\n3\n4\n");
  }

  @Test
  void oneThatNeverShowsASignOfLifeIsStopped() throws Exception {
    JobHandle mute =
        jobs.submit("sleep 600", limits(limits -> limits.withStart(Duration.ofMillis(300))));
    JobHandle speaking =
        jobs.submit("echo on; sleep 1", limits(limits -> limits.withStart(Duration.ofMillis(900))));

    jobs.runAll();

    assertThat(error(mute)).contains("no sign of life within 0.3 s");
    assertThat(speaking.isFinished()).isTrue();
  }

  @Test
  void oneThatIsTooFastHasFailed() throws Exception {
    JobHandle job = jobs.submit("true", limits(limits -> limits.withMinimum(Duration.ofHours(1))));

    jobs.runAll();

    assertThat(error(job)).contains("too fast to be true").contains("1 h");
  }

  @Test
  void theLimitsOfAnAttemptBeginAnewWithTheNext() throws Exception {
    JobHandle job =
        jobs.submit(
            "test -e $T/again && exit 0; touch $T/again; sleep 600",
            limits(limits -> limits.withTotal(Duration.ofMillis(400)))
                    .andThen(options -> options.withRetry(options.retry().withAttempts(2)))
                ::apply);

    jobs.runAll();

    assertThat(job.isFinished()).isTrue();
    assertThat(job.attempts()).hasSize(2);
  }

  @Test
  void nothingOfAProcessTreeThatIgnoresSignalsIsLeft() throws Exception {
    String stubborn =
        "trap '' TERM; (trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >> $T/pids;"
            + " while :; do sleep 1; done' & while :; do sleep 1; done) &"
            + " echo $! >> $T/pids; while :; do sleep 1; done";
    JobHandle job =
        jobs.submit(stubborn, limits(limits -> limits.withTotal(Duration.ofMillis(800))));

    jobs.runAll();

    assertThat(error(job)).contains("longer than 0.8 s");
    List<String> pids = jobs.lines("pids");
    assertThat(pids).hasSize(2);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                pids.stream()
                    .noneMatch(
                        pid ->
                            ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeLimits.NONE.withTotal(Duration.ZERO))
        .withMessageContaining("total is PT0S; it must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeLimits.NONE.withSilence(Duration.ofSeconds(-3)))
        .withMessageContaining("silence");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TimeLimits.NONE.withMinimum(Duration.ofSeconds(3)).withTotal(Duration.ofSeconds(2)))
        .withMessageContaining("at least PT3S and at most PT2S");
  }
}
