package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerOptionsTest {
  private final WorkerOptions defaults = WorkerOptions.defaults();

  @Test
  void defaultsAreDocumented() {
    assertThat(defaults).isEqualTo(new WorkerOptions(1, false, Duration.ofSeconds(2)));
  }

  @Test
  void eachSettingChangesAlone() {
    assertThat(defaults.withSlots(4)).isEqualTo(new WorkerOptions(4, false, Duration.ofSeconds(2)));
    assertThat(defaults.withUntilEmpty(true))
        .isEqualTo(new WorkerOptions(1, true, Duration.ofSeconds(2)));
    assertThat(defaults.withLongestPoll(Duration.ofMillis(5)))
        .isEqualTo(new WorkerOptions(1, false, Duration.ofMillis(5)));
  }

  @Test
  void everySettingSurvivesTheChangeOfAnother() {
    Duration poll = Duration.ofMillis(5);

    assertThat(defaults.withLongestPoll(poll).withUntilEmpty(true).withSlots(3))
        .isEqualTo(new WorkerOptions(3, true, poll));
    assertThat(defaults.withSlots(3).withUntilEmpty(true).withLongestPoll(poll))
        .isEqualTo(new WorkerOptions(3, true, poll));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void slotsBelowOneAreRefused(int slots) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withSlots(slots))
        .withMessage("slots is " + slots + "; it must be 1 or more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void pauseHasToBePositive(Duration pause) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withLongestPoll(pause))
        .withMessage("longestPoll must be positive, but is " + pause);
  }

  @Test
  void whatIsSaidOfFailuresPatienceAndLogsIsChecked() {
    assertThat(defaults.blockAfter()).isEqualTo(3);
    assertThat(defaults.patience()).hasMinutes(10);
    assertThat(defaults.logLimit()).isEmpty();
    assertThat(defaults.withLogLimit(4096).withSlots(2).logLimit()).hasValue(4096);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withLogLimit(4095))
        .withMessage("logLimit is 4095; it must be 4096 bytes or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withBlockAfter(-1))
        .withMessage("blockAfter is -1; it must be 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withPatience(Duration.ofSeconds(-1)))
        .withMessage("patience must not be negative, but is PT-1S");
  }
}
