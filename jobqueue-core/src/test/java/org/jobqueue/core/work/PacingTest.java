package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
    "200, 50000",
    "400, 60000",
  })
  void theMoreWorkersTheLongerEachOfThemPauses(int workers, long millis) {
    Pacing pacing = new Pacing(Duration.ofSeconds(2), new SplittableRandom(1));
    pacing.share(workers);
    assertThat(pacing.longest()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void oneSlotLooksForAllThatHaveNothingToDo() throws Exception {
    Pacing pacing = new Pacing(Duration.ofMillis(1), new SplittableRandom(1));
    long mark = pacing.signals();
    CountDownLatch ended = new CountDownLatch(1);
    Thread sleeper = new Thread(() -> pause(pacing, mark, ended));
    Thread watcher = new Thread(() -> watch(pacing, mark, sleeper));
    watcher.start();
    watcher.join();
    assertThat(ended.getCount()).as("the second one sleeps on").isEqualTo(1);

    pacing.passOn();

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    sleeper.join();
  }

  /** Holds the watch until the other one sleeps as well, and then some more pauses. */
  private static void watch(Pacing pacing, long mark, Thread other) {
    synchronized (pacing) {
      other.start();
      try {
        // Waiting gives the lock away, which the other one needs to begin his pause.
        while (other.getState() != Thread.State.TIMED_WAITING) {
          pacing.pause(mark);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void pause(Pacing pacing, long mark, CountDownLatch ended) {
    try {
      pacing.pause(mark);
      ended.countDown();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "2000000000, 1", "1000, 100000000"})
  void aLongPauseThatWasAskedForStays(int workers, long minutes) {
    Pacing pacing = new Pacing(Duration.ofMinutes(minutes), new SplittableRandom(1));
    pacing.share(workers);
    assertThat(pacing.longest()).isEqualTo(Duration.ofMinutes(minutes));
  }
}
