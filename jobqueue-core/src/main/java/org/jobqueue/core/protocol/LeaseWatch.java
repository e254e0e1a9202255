package org.jobqueue.core.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides when something has stood still for too long: its name has not changed for the whole lease
 * on this observer's own monotonic clock. Clocks of two machines are never compared.
 */
final class LeaseWatch {
  private record Sighting(String value, long since) {}

  private final LongSupplier ticker;
  private final long leaseNanos;
  private final Map<String, Sighting> sightings = new HashMap<>();

  LeaseWatch(LongSupplier ticker, long leaseNanos) {
    this.ticker = ticker;
    this.leaseNanos = leaseNanos;
  }

  /** Records what {@code key} shows now; true if it has shown that for the whole lease. */
  boolean hasStoodStill(String key, String value) {
    long now = ticker.getAsLong();
    Sighting seen = sightings.get(key);
    if (seen == null || !seen.value().equals(value)) {
      sightings.put(key, new Sighting(value, now));
      return false;
    }
    return now - seen.since() >= leaseNanos;
  }

  /** Forgets all but these. */
  void retain(Set<String> keys) {
    sightings.keySet().retainAll(keys);
  }
}
