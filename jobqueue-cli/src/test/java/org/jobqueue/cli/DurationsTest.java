package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void unitsAreUnderstood() {
    Durations durations = new Durations();
    assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(durations.convert("120s")).isEqualTo(Duration.ofMinutes(2));
    assertThat(durations.convert("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(durations.convert("1H")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aNumberAloneIsRefused() {
    assertThatThrownBy(() -> new Durations().convert("120"))
        .hasMessage("'120' is not a duration; expected for example 500ms, 120s, 5m or 1h");
  }

  @Test
  void peopleReadShortForms() {
    assertThat(Durations.describe(Duration.ofMillis(4230))).isEqualTo("4.2 s");
    assertThat(Durations.describe(Duration.ofSeconds(65))).isEqualTo("1 min 05 s");
    assertThat(Durations.describe(Duration.ofSeconds(3900))).isEqualTo("1 h 05 min");
    assertThat(Durations.describe(Duration.ofSeconds(-5))).isEqualTo("0.0 s");
  }
}
