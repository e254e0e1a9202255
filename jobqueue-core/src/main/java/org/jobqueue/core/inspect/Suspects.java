package org.jobqueue.core.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What may be damage or just somebody who is slow. It is damage when it has stood still for the
 * whole lease on the clock of this process.
 */
final class Suspects {
  private record Sighting(String value, long since) {}

  private final LongSupplier ticker;
  private final long leaseNanos;
  private final Map<String, Sighting> seen = new HashMap<>();
  private final Set<String> moved = new HashSet<>();
  private final Map<String, Runnable> pending = new LinkedHashMap<>();

  Suspects(LongSupplier ticker, long leaseNanos) {
    this.ticker = ticker;
    this.leaseNanos = leaseNanos;
  }

  /**
   * Records what a suspect shows. One that moves is cleared for the rest of the pass.
   *
   * @param again looks at it once more later
   * @return true if it has shown the same for the whole lease
   */
  boolean isOverdue(String key, String value, Runnable again) {
    if (moved.contains(key)) {
      return false;
    }
    long now = ticker.getAsLong();
    Sighting sighting = seen.computeIfAbsent(key, k -> new Sighting(value, now));
    if (!sighting.value().equals(value)) {
      seen.remove(key);
      moved.add(key);
      return false;
    }
    if (now - sighting.since() >= leaseNanos) {
      return true;
    }
    pending.put(key, again);
    return false;
  }

  /** In the next pass those that have moved may come to stand still. */
  void beginAgain() {
    moved.clear();
  }

  /** How many there are of which nothing is known yet. */
  int count() {
    return pending.size();
  }

  /** Looks at them again. */
  void lookAgain() {
    List<Runnable> all = new ArrayList<>(pending.values());
    pending.clear();
    all.forEach(Runnable::run);
  }
}
