package org.jobqueue.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of an operation on several jobs.
 *
 * @param changed how many jobs it moved to another state
 * @param passedOver how many it left as they are, by the state they are in, which is the reason: a
 *     running job cannot be held, a job that is done cannot be cancelled or retried. Damaged jobs
 *     count as {@link JobState#QUARANTINED}
 */
public record JobChanges(int changed, Map<JobState, Integer> passedOver) {
  /** Copies the map, in the order of the states. */
  public JobChanges {
    Map<JobState, Integer> ordered = new EnumMap<>(JobState.class);
    ordered.putAll(passedOver);
    passedOver = Collections.unmodifiableMap(ordered);
  }

  /** How many jobs were left because they are in this state. */
  public int passedOver(JobState state) {
    return passedOver.getOrDefault(state, 0);
  }

  /** For people, such as {@code 3 changed, 1 done, 2 running}. */
  @Override
  public String toString() {
    return passedOver.entrySet().stream()
        .map(e -> ", " + e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("", changed + " changed", ""));
  }
}
