package org.jobqueue.api;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long what is finished is kept; the field {@code retention} of {@code queue.json}. What has no
 * age is kept for ever.
 *
 * @param ages of top-level jobs that are {@link JobState#DONE}, {@link JobState#FAILED} or {@link
 *     JobState#CANCELLED}, since they came to that
 * @param rest of what lies in {@code quarantine/}, {@code trash/} and {@code history/}, and of
 *     unfinished archives
 * @param archive true if jobs are put into {@code archive/} before they go
 * @param keep how many of the newest finished top-level jobs are kept whatever their age
 */
public record Retention(
    Map<JobState, Duration> ages, Optional<Duration> rest, boolean archive, int keep) {
  /** The longest age that makes sense: 100 years. */
  public static final Duration LONGEST = Duration.ofDays(36_525);

  /** The most jobs that can be kept whatever their age. */
  public static final int MOST_KEPT = 1_000_000;

  /**
   * Checks the values and copies the map.
   *
   * @throws IllegalArgumentException if an age is negative or more than 100 years, if a state is
   *     none of the three, or if {@code keep} is not from 0 to {@link #MOST_KEPT}
   */
  public Retention {
    Map<JobState, Duration> copy = new EnumMap<>(JobState.class);
    copy.putAll(ages);
    for (Map.Entry<JobState, Duration> age : copy.entrySet()) {
      if (age.getKey() != JobState.DONE
          && age.getKey() != JobState.FAILED
          && age.getKey() != JobState.CANCELLED) {
        throw new IllegalArgumentException(
            "jobs that are " + age.getKey() + " are not finished, and are kept");
      }
      requireAge(age.getValue());
    }
    rest.ifPresent(Retention::requireAge);
    if (keep < 0 || keep > MOST_KEPT) {
      throw new IllegalArgumentException(
          "how many to keep is " + keep + "; it must be from 0 to " + MOST_KEPT);
    }
    ages = Map.copyOf(copy);
  }

  private static void requireAge(Duration age) {
    if (age.isNegative() || age.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "an age is " + age.toDays() + " days; it must be from 0 to " + LONGEST.toDays());
    }
  }

  /** Keeps everything. */
  public static Retention forever() {
    return new Retention(Map.of(), Optional.empty(), false, 0);
  }
}
