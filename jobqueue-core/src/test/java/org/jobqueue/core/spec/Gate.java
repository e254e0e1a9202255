package org.jobqueue.core.spec;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A gate in which jobs of the type {@code spec.gate} wait until the test lets them pass.
 *
 * <p>Procedures are made by the queue, so the only thing a test can share with them in memory is
 * static: gates are found by a key that each test makes anew.
 */
final class Gate {
  private static final ConcurrentMap<String, Gate> GATES = new ConcurrentHashMap<>();
  private static final int ALL = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Semaphore permits = new Semaphore(0);
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final List<String> passed = new CopyOnWriteArrayList<>();
  private final List<String> interrupted = new CopyOnWriteArrayList<>();
  private int inside;
  private int mostInside;

  private Gate() {}

  static Gate of(String key) {
    return GATES.computeIfAbsent(key, unused -> new Gate());
  }

  /** Called by the job. */
  void pass(String name) throws InterruptedException {
    enter();
    arrived.add(name);
    try {
      if (!permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody opened the gate for " + name);
      }
      passed.add(name);
    } catch (InterruptedException e) {
      interrupted.add(name);
      throw e;
    } finally {
      leave();
    }
  }

  void open() {
    permits.release(ALL);
  }

  void letPass(int jobs) {
    permits.release(jobs);
  }

  void awaitArrivals(int jobs) {
    await().atMost(PATIENCE).until(() -> arrived.size() >= jobs);
  }

  void awaitInterruptions(int jobs) {
    await().atMost(PATIENCE).until(() -> interrupted.size() >= jobs);
  }

  List<String> arrived() {
    return arrived;
  }

  List<String> passed() {
    return passed;
  }

  List<String> interrupted() {
    return interrupted;
  }

  /** How many jobs were in the gate at the same time, at most. */
  synchronized int mostInside() {
    return mostInside;
  }

  private synchronized void enter() {
    inside++;
    mostInside = Math.max(mostInside, inside);
  }

  private synchronized void leave() {
    inside--;
  }
}
