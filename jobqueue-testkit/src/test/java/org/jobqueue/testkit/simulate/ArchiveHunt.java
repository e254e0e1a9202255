package org.jobqueue.testkit.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jobqueue.api.Durability;

/** Cuts archiving and restoring until one shows a violation. Loaded together with the mutant. */
public final class ArchiveHunt implements LongFunction<String> {
  /** What was violated, or nothing. */
  @Override
  public String apply(long crashes) {
    try {
      for (Scenario scenario : Scenario.all()) {
        if (scenario.name().equals("archive") || scenario.name().equals("restore")) {
          Cuts cuts = new Cuts(scenario, Durability.FULL, Math.toIntExact(crashes));
          Optional<String> violation = cuts.violation();
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
