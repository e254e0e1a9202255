package org.jobqueue.testkit.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jobqueue.testkit.limits.LimitWorlds;

/** Tries so many random worlds until one shows a violation. Loaded together with the mutant. */
public final class LimitHunt implements LongFunction<String> {
  /** What was violated, or nothing. */
  @Override
  public String apply(long worlds) {
    try {
      LimitWorlds random = new LimitWorlds();
      for (long seed = 1; seed <= worlds; seed++) {
        Optional<String> violation = random.violation(seed);
        if (violation.isPresent()) {
          return violation.get().lines().findFirst().orElse("a violation");
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
