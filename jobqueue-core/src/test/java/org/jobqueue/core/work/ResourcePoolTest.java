package org.jobqueue.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jobqueue.api.JobId;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.core.work.ResourcePool.Reservation;
import org.junit.jupiter.api.Test;

class ResourcePoolTest {
  private static final WorkerResources OFFER =
      new WorkerResources(
          8, 1000, List.of("0", "1", "3"), Map.of("disk", 10), Set.of("linux", "fast"));

  private final AtomicLong now = new AtomicLong();
  private final ResourcePool pool = new ResourcePool(OFFER, now::get);

  private static JobId job(long number) {
    return JobId.ofRoot(number);
  }

  private static Requirements cores(int cores) {
    return Requirements.NONE.withCores(cores);
  }

  private Reservation reserve(long job, Requirements needs) {
    return pool.tryReserve(job(job), needs).orElseThrow();
  }

  private void advance(Duration duration) {
    now.addAndGet(duration.toNanos());
  }

  @Test
  void reservationsNeverExceedWhatIsOffered() {
    Reservation first = reserve(1, cores(5).withMemory(400));
    Reservation second = reserve(2, cores(3).withAmounts(Map.of("disk", 6)));

    assertThat(pool.tryReserve(job(3), cores(1))).isEmpty();
    assertThat(pool.tryReserve(job(3), Requirements.NONE.withMemory(601))).isEmpty();
    assertThat(pool.tryReserve(job(3), Requirements.NONE.withAmounts(Map.of("disk", 5)))).isEmpty();
    assertThat(pool.tryReserve(job(3), Requirements.NONE.withMemory(600))).isPresent();

    first.release();
    first.release();
    assertThat(pool.tryReserve(job(4), cores(6))).isEmpty();
    assertThat(pool.tryReserve(job(4), cores(5))).isPresent();
    second.release();
    assertThat(pool.tryReserve(job(5), cores(3))).isPresent();
  }

  @Test
  void everyJobGetsGpusOfItsOwn() {
    Reservation two = reserve(1, Requirements.NONE.withGpus(2));
    Reservation one = reserve(2, Requirements.NONE.withGpus(1));

    assertThat(two.gpus()).containsExactly("0", "1");
    assertThat(one.gpus()).containsExactly("3");
    assertThat(pool.tryReserve(job(3), Requirements.NONE.withGpus(1))).isEmpty();
    two.release();
    assertThat(reserve(4, Requirements.NONE.withGpus(1)).gpus()).hasSize(1).isSubsetOf("0", "1");
  }

  @Test
  void aLargeJobIsNotKeptWaitingForEverBySmallOnes() {
    Reservation small = reserve(1, cores(4));
    assertThat(pool.tryReserve(job(9), cores(8))).isEmpty();
    for (int second = 0; second < 60; second++) {
      advance(Duration.ofSeconds(1));
      assertThat(pool.tryReserve(job(9), cores(8))).isEmpty();
      Reservation next = reserve(2 + second % 2, cores(4));
      small.release();
      small = next;
    }
    advance(Duration.ofSeconds(1));

    assertThat(pool.tryReserve(job(9), cores(8))).isEmpty();
    assertThat(pool.tryReserve(job(100), cores(1))).isEmpty();
    assertThat(pool.tryReserve(job(101), Requirements.NONE.withMemory(10)))
        .as("one that is not in the way")
        .isPresent();
    small.release();
    assertThat(pool.tryReserve(job(100), cores(1))).isEmpty();
    assertThat(pool.tryReserve(job(9), cores(8))).isPresent();
  }

  @Test
  void oneThatIsNotAskedForAnyMoreIsForgotten() {
    Reservation small = reserve(1, cores(4));
    assertThat(pool.tryReserve(job(9), cores(8))).isEmpty();
    advance(Duration.ofSeconds(61));
    small.release();

    assertThat(pool.tryReserve(job(2), cores(4))).isPresent();
  }

  @Test
  void whatIsImpossibleIsNamed() {
    assertThat(ResourceLack.of(OFFER, cores(8))).isEmpty();
    assertThat(ResourceLack.of(OFFER, cores(9))).hasValue("it has 8 cores of the 9");
    assertThat(ResourceLack.of(OFFER, Requirements.NONE.withMemory(1001)))
        .hasValue("it has 1000 bytes of memory of the 1001");
    assertThat(ResourceLack.of(OFFER, Requirements.NONE.withGpus(4)))
        .hasValue("it has 3 GPUs of the 4");
    assertThat(ResourceLack.of(OFFER, Requirements.NONE.withTags(Set.of("linux", "vray", "a"))))
        .hasValue("it has no tag a, vray");
    assertThat(ResourceLack.of(OFFER, Requirements.NONE.withAmounts(Map.of("tape", 1))))
        .hasValue("it has 0 of the 1 tape");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cores(-1))
        .withMessageContaining("cores is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Requirements.NONE.withAmounts(Map.of("disk", 0)))
        .withMessageContaining("'disk' is 0; it must be 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Requirements.NONE.withTags(Set.of("a b")))
        .withMessageContaining("no name of a tag");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OFFER.withGpus(List.of("0", "0")))
        .withMessageContaining("named twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OFFER.withMemory(-5))
        .withMessageContaining("-5");
  }
}
