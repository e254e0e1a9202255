package org.jobqueue.core.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that are taken side by side: all of them once, and none after the call. */
@Timeout(60)
class SideBySideTest {
  private static final List<Integer> FEW = numbers(256);
  private static final List<Integer> MANY = numbers(10_000);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void eachThingGetsItsStepOnce() throws Exception {
    ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
    SideBySide.forEach(MANY, taken::add);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(MANY);
  }

  @Test
  void fewThingsAreForTheCallerAloneAndInOrder() throws Exception {
    ConcurrentLinkedQueue<Integer> taken = new ConcurrentLinkedQueue<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    SideBySide.forEach(
        FEW,
        thing -> {
          taken.add(thing);
          threads.add(Thread.currentThread());
        });
    assertThat(taken).containsExactlyElementsOf(FEW);
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void severalThreadsWorkOnManyThings() throws Exception {
    CountDownLatch four = new CountDownLatch(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    SideBySide.forEach(
        MANY,
        thing -> {
          if (threads.add(Thread.currentThread())) {
            four.countDown();
            await(four); // until the others have come as well
          }
        });
    assertThat(threads).hasSize(4).contains(Thread.currentThread());
  }

  @Test
  void afterAFailureNothingMoreIsBegunAndAllHaveEnded() {
    IOException full = new IOException("full");
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger under = new AtomicInteger();
    assertThatThrownBy(
            () ->
                SideBySide.forEach(
                    MANY,
                    thing -> {
                      begun.incrementAndGet();
                      under.incrementAndGet();
                      try {
                        if (thing == 1000) {
                          throw full;
                        }
                      } finally {
                        under.decrementAndGet();
                      }
                    }))
        .isSameAs(full);
    int atTheEnd = begun.get();
    assertThat(atTheEnd).isLessThan(MANY.size());
    assertThat(under).hasValue(0);
  }

  @Test
  void whatIsNoFailureOfAFileIsThrownAsItIs() {
    assertThatThrownBy(
            () ->
                SideBySide.forEach(
                    MANY,
                    thing -> {
                      if (thing == 5000) {
                        throw new IllegalStateException("wrong");
                      }
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("wrong");
  }

  @Test
  void anInterruptIsKeptAndDisturbsNothing() throws Exception {
    Set<Integer> taken = Collections.synchronizedSet(new java.util.HashSet<>());
    Thread.currentThread().interrupt();
    SideBySide.forEach(MANY, taken::add);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(taken).hasSize(MANY.size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
