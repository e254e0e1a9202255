package org.jobqueue.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times of single events. Thread-safe. */
public final class Latencies {
  private final List<Long> nanos = new ArrayList<>();

  /** Adds one. */
  public synchronized void add(long time) {
    nanos.add(time);
  }

  /** Forgets all. */
  public synchronized void clear() {
    nanos.clear();
  }

  /** How many there are. */
  public synchronized int size() {
    return nanos.size();
  }

  /**
   * The time in milliseconds that so many percent of them do not exceed.
   *
   * @throws IllegalStateException if there are none
   */
  public synchronized double millis(int percent) {
    if (nanos.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    int rank = (int) Math.ceil(percent * sorted.size() / 100.0);
    return sorted.get(Math.max(0, rank - 1)) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
