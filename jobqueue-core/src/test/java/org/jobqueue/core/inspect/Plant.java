package org.jobqueue.core.inspect;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jobqueue.api.Damage;

/**
 * Damage to be planted in a queue, and what a check must say about it.
 *
 * @param name for reports
 * @param planting inflicts it
 * @param reported what a check that changes nothing says, and nothing else
 * @param followers what a check with repairs may find beside, as a consequence of a repair
 * @param failingJobs the jobs that cannot be run any more, whatever is done
 * @param isLasting true if nobody can mend it
 */
public record Plant(
    String name,
    Planting planting,
    Set<Damage> reported,
    Set<Damage> followers,
    Set<String> failingJobs,
    boolean isLasting) {
  /** Inflicts damage. */
  @FunctionalInterface
  public interface Planting {
    /** Inflicts it on the jobs 1 ({@link Bed#diamond}) and 2 ({@link Bed#single}). */
    void plant(Bed bed) throws IOException;
  }

  /** What a check with repairs may say. */
  public Set<Damage> repaired() {
    Set<Damage> all = EnumSet.noneOf(Damage.class);
    all.addAll(reported);
    all.addAll(followers);
    return all;
  }

  Plant failing(String... ids) {
    return new Plant(name, planting, reported, followers, Set.of(ids), isLasting);
  }

  Plant consequences(Damage... kinds) {
    return new Plant(name, planting, reported, Set.of(kinds), failingJobs, isLasting);
  }

  Plant lasting() {
    return new Plant(name, planting, reported, followers, failingJobs, true);
  }

  @Override
  public String toString() {
    return name;
  }
}
