package org.jobqueue.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterNameTest {
  private static final Instant CLAIMED = Instant.ofEpochMilli(1_000_000);

  private final RegisterName running =
      RegisterName.firstWaiting("submitter", CLAIMED).claimed("host_1_x", CLAIMED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s.0.building.0.0.0.host_1_x.5",
        "s.1.waiting.0.0.0.host_1_x.5",
        "s.2.running.1.0.0.host_1_x.5",
        "s.3.done.1.0.0.host_1_x.1767225600000.41230",
        "s.3.done.1.0.0.host_1_x.1767225600000.0",
        "s.3.done.1.0.0.host_1_x.1767225600000",
        "s.9.done.4.1.2.3.skip.host_1_x.5.7",
        "s.9.failed.4.1.2.3.host_1_x.5",
      })
  void aNameIsReadAndWrittenTheSame(String name) {
    assertThat(RegisterName.parse(name)).map(RegisterName::toString).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s.3.failed.1.1.0.host_1_x.5.7", // only an attempt that succeeded says here how long it
        // took
        "s.2.running.1.0.0.host_1_x.5.7",
        "s.3.done.1.0.0.host_1_x.5.",
        "s.3.done.1.0.0.host_1_x.5.-7",
        "s.3.done.1.0.0.host_1_x.5.7.9",
        "s.3.finished.1.0.0.host_1_x.5",
      })
  void otherNamesAreNone(String name) {
    assertThat(RegisterName.parse(name)).isEmpty();
  }

  @Test
  void doneSaysWhenTheAttemptBeganAndEnded() {
    RegisterName done = running.done(CLAIMED.plusMillis(250), CLAIMED.plusMillis(2000));
    assertThat(done).hasToString("s.3.done.1.0.0.host_1_x.1002000.1750");
    AttemptResult result = AttemptResult.ofDone(done);
    assertThat(result.start()).isEqualTo(CLAIMED.plusMillis(250));
    assertThat(result.end()).isEqualTo(CLAIMED.plusMillis(2000));
  }

  @Test
  void aClockThatWasSetBackMakesNoTimeBelowZero() {
    assertThat(running.done(CLAIMED, CLAIMED.minusMillis(10)).took()).hasValue(0);
  }

  @Test
  void onlyDoneItselfSaysIt() {
    RegisterName deleted =
        running.done(CLAIMED, CLAIMED.plusMillis(9)).next(JobState.DELETED, "other", CLAIMED);
    assertThat(deleted.took()).isEqualTo(OptionalLong.empty());
  }
}
