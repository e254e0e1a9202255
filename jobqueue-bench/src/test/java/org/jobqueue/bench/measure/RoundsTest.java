package org.jobqueue.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static Timing rate(long jobsPerSecond) {
    return new Timing(jobsPerSecond, TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void theRatioIsTheMedianOfTheRatiosOfNeighbours() {
    // 50/100, 30/100 and 10/40 are 0.5, 0.3 and 0.25; the ratio of the medians would be 0.3 too,
    // that of the sums 0.375.
    Rounds rounds =
        new Rounds(List.of(rate(100), rate(100), rate(40)), List.of(rate(50), rate(30), rate(10)));

    assertThat(rounds.ratio()).isEqualTo(new Spread(0.3, 0.25, 0.5));
    assertThat(rounds.rate()).isEqualTo(30);
    assertThat(rounds.baseRate()).isEqualTo(100);
    assertThat(rounds.seconds()).isEqualTo(1);
    assertThat(rounds.jobs()).isEqualTo(90);
  }

  @Test
  void aDiskThatIsSlowForAWhileDoesNotChangeTheRatio() {
    Rounds rounds =
        new Rounds(List.of(rate(1000), rate(100), rate(10)), List.of(rate(400), rate(40), rate(4)));

    assertThat(rounds.ratio()).isEqualTo(new Spread(0.4, 0.4, 0.4));
  }

  @Test
  void ofAnEvenNumberTheMedianIsBetweenTheTwoInTheMiddle() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 10.0))).isEqualTo(new Spread(3.5, 1, 10));
    assertThat(Spread.of(List.of(2.0))).isEqualTo(new Spread(2, 2, 2));
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sidesAlternateAndTheWarmUpDoesNotCount() throws Exception {
    List<String> order = new ArrayList<>();
    Rounds rounds =
        Rounds.alternate(
            2,
            round -> {
              order.add("base " + round);
              return rate(round == 0 ? 1 : 100);
            },
            round -> {
              order.add("subject " + round);
              return rate(round == 0 ? 1 : 50);
            });

    assertThat(order)
        .containsExactly("base 0", "subject 0", "base 1", "subject 1", "base 2", "subject 2");
    assertThat(rounds.ratio()).isEqualTo(new Spread(0.5, 0.5, 0.5));
  }

  @Test
  void percentilesAreTimesThatOccurred() {
    Latencies latencies = new Latencies();
    for (int millis = 100; millis >= 1; millis--) {
      latencies.add(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat(latencies.millis(50)).isEqualTo(50, within(1e-9));
    assertThat(latencies.millis(99)).isEqualTo(99, within(1e-9));
    assertThat(latencies.millis(100)).isEqualTo(100, within(1e-9));
    latencies.clear();
    assertThatThrownBy(() -> latencies.millis(50)).isInstanceOf(IllegalStateException.class);
  }
}
