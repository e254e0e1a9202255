package org.jobqueue.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueOptionsTest {
  private final QueueOptions defaults = QueueOptions.defaults();

  @Test
  void defaultsAreDocumented() {
    assertThat(defaults)
        .isEqualTo(
            new QueueOptions(false, false, Durability.FULL, Duration.ofSeconds(120), 1, Map.of()));
  }

  @Test
  void eachSettingChangesAlone() {
    assertThat(defaults.withKeepJobsInRepository(true))
        .isEqualTo(
            new QueueOptions(true, false, Durability.FULL, Duration.ofSeconds(120), 1, Map.of()));
    assertThat(defaults.withUseSymLinks(true))
        .isEqualTo(
            new QueueOptions(false, true, Durability.FULL, Duration.ofSeconds(120), 1, Map.of()));
    assertThat(defaults.withDurability(Durability.NONE))
        .isEqualTo(
            new QueueOptions(false, false, Durability.NONE, Duration.ofSeconds(120), 1, Map.of()));
    assertThat(defaults.withLease(Duration.ofSeconds(2)))
        .isEqualTo(
            new QueueOptions(false, false, Durability.FULL, Duration.ofSeconds(2), 1, Map.of()));
    assertThat(defaults.withAttempts(3))
        .isEqualTo(
            new QueueOptions(false, false, Durability.FULL, Duration.ofSeconds(120), 3, Map.of()));
    assertThat(defaults.withParameterDefaults("a", Map.of("x", 1)))
        .isEqualTo(
            new QueueOptions(
                false,
                false,
                Durability.FULL,
                Duration.ofSeconds(120),
                1,
                Map.of("a", Map.of("x", 1))));
  }

  @Test
  void everySettingSurvivesTheChangeOfAnother() {
    QueueOptions all =
        defaults
            .withKeepJobsInRepository(true)
            .withUseSymLinks(true)
            .withDurability(Durability.COMMIT)
            .withLease(Duration.ofMillis(100))
            .withAttempts(7)
            .withParameterDefaults("a", Map.of("x", 1));

    assertThat(all)
        .isEqualTo(
            new QueueOptions(
                true,
                true,
                Durability.COMMIT,
                Duration.ofMillis(100),
                7,
                Map.of("a", Map.of("x", 1))));
  }

  @Test
  void defaultsOfSeveralTypesAreKeptAndOneTypeIsReplaced() {
    QueueOptions options =
        defaults
            .withParameterDefaults("a", Map.of("x", 1))
            .withParameterDefaults("b", Map.of("y", "two"))
            .withParameterDefaults("a", Map.of("z", 3));

    assertThat(options.parameterDefaults())
        .isEqualTo(Map.of("a", Map.of("z", 3), "b", Map.of("y", "two")));
  }

  @Test
  void mapsAreCopied() {
    Map<String, Object> parameters = new HashMap<>(Map.of("x", 1));
    Map<String, Map<String, Object>> types = new HashMap<>(Map.of("a", parameters));
    QueueOptions options =
        new QueueOptions(false, false, Durability.FULL, Duration.ofSeconds(1), 1, types);

    parameters.put("x", 2);
    types.clear();

    assertThat(options.parameterDefaults()).isEqualTo(Map.of("a", Map.of("x", 1)));
    assertThatThrownBy(() -> options.parameterDefaults().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> options.parameterDefaults().values().iterator().next().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shortestLeaseIsAccepted() {
    assertThat(defaults.withLease(QueueOptions.SHORTEST_LEASE).lease())
        .isEqualTo(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @ValueSource(longs = {99, 1, 0, -1, -5000})
  void shorterLeaseIsRefused(long millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withLease(Duration.ofMillis(millis)))
        .withMessage("lease is " + millis + " ms; it must be at least 100 ms");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void attemptsBelowOneAreRefused(int attempts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withAttempts(attempts))
        .withMessage("attempts is " + attempts + "; it must be 1 or more");
  }
}
