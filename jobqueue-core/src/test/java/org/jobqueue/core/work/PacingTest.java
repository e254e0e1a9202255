package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2000",
    "8, 2000",
    "9, 2250",
    "40, 10000",
    "120, 30000",
    "200, 30000",
  })
  void theMoreWorkersTheLongerEachOfThemPauses(int workers, long millis) {
    Pacing pacing = new Pacing(Duration.ofSeconds(2), new SplittableRandom(1));
    pacing.share(workers);
    assertThat(pacing.longest()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "2000000000, 1", "1000, 100000000"})
  void aLongPauseThatWasAskedForStays(int workers, long minutes) {
    Pacing pacing = new Pacing(Duration.ofMinutes(minutes), new SplittableRandom(1));
    pacing.share(workers);
    assertThat(pacing.longest()).isEqualTo(Duration.ofMinutes(minutes));
  }
}
