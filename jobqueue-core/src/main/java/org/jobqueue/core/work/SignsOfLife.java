package org.jobqueue.core.work;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jobqueue.api.TimeLimits;
import org.jspecify.annotations.Nullable;

/** When an attempt was last heard of, and whether it keeps to its time limits. Thread-safe. */
final class SignsOfLife {
  private final TimeLimits limits;
  private final LongSupplier ticker;
  private final long start;
  private volatile long last;
  private volatile boolean any;

  SignsOfLife(TimeLimits limits, LongSupplier ticker) {
    this.limits = limits;
    this.ticker = ticker;
    this.start = ticker.getAsLong();
    this.last = start;
  }

  /** The attempt shows a sign of life. */
  void sign() {
    if (limits.silence().isPresent()) {
      last = ticker.getAsLong();
    }
    any = true;
  }

  /** Which limit is broken now, for people; empty if none is. */
  Optional<String> broken() {
    long now = ticker.getAsLong();
    if (isOver(limits.total().orElse(null), now - start)) {
      return Optional.of("it ran longer than " + text(limits.total().orElseThrow()));
    }
    if (!any && isOver(limits.start().orElse(null), now - start)) {
      return Optional.of("it showed no sign of life within " + text(limits.start().orElseThrow()));
    }
    if (isOver(limits.silence().orElse(null), now - last)) {
      return Optional.of("it was silent for longer than " + text(limits.silence().orElseThrow()));
    }
    return Optional.empty();
  }

  /** Why an attempt that has succeeded now is not believed; empty if it is. */
  Optional<String> tooFast() {
    Duration took = Duration.ofNanos(ticker.getAsLong() - start);
    return took.compareTo(limits.minimum()) < 0
        ? Optional.of(
            "it ended after "
                + text(took)
                + ", too fast to be true: at least "
                + text(limits.minimum())
                + " are expected")
        : Optional.empty();
  }

  private static boolean isOver(@Nullable Duration limit, long gone) {
    return limit != null && Duration.ofNanos(gone).compareTo(limit) >= 0;
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 && millis < 60_000) {
      return millis / 1000.0 + " s";
    }
    long seconds = millis / 1000;
    return seconds % 3600 == 0 && seconds > 0
        ? seconds / 3600 + " h"
        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
