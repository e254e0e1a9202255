package org.jobqueue.testkit.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that goes on only when told to. */
public final class SettableTicker implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong();

  /** Lets time pass. */
  public void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Nanoseconds since some moment. */
  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
