package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jobqueue.api.Durability;

/** Cuts the operations until one shows a violation. Loaded together with the mutant. */
public final class CrashHunt implements LongFunction<String> {
  /** What was violated, or nothing. */
  @Override
  public String apply(long crashes) {
    try {
      for (Durability durability : List.of(Durability.FULL, Durability.COMMIT)) {
        for (Scenario scenario : Scenario.all()) {
          Optional<String> violation =
              new Cuts(scenario, durability, Math.toIntExact(crashes)).violation();
          if (violation.isPresent()) {
            return scenario + ", " + violation.get();
          }
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
