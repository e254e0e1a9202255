package org.jobqueue.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What {@link JobQueues#verify} looked at, and how much of it breaks a rule.
 *
 * @param hierarchies committed top-level jobs that are not being deleted
 * @param jobs their jobs at all levels
 * @param states how many of the jobs are in which state; the others have lost their register
 * @param attempts how often these jobs were claimed
 * @param highestNumber the highest job number ever used; 0 if there is none
 * @param gone numbers whose jobs were deleted
 * @param deleting hierarchies whose deletion is under way
 * @param uncommitted numbers that were reserved, but no job was committed under them
 * @param tickets tickets in {@code ready/}
 * @param workers workers that are registered and not declared dead
 * @param changed whether the queue was seen to change meanwhile
 * @param violations how many violations were found
 */
public record QueueVerification(
    long hierarchies,
    long jobs,
    Map<JobState, Long> states,
    long attempts,
    long highestNumber,
    long gone,
    long deleting,
    long uncommitted,
    long tickets,
    int workers,
    boolean changed,
    long violations) {
  /** Copies the map. */
  public QueueVerification {
    Map<JobState, Long> copy = new EnumMap<>(JobState.class);
    copy.putAll(states);
    states = Collections.unmodifiableMap(copy);
  }

  /** Whether all rules hold. */
  public boolean holds() {
    return violations == 0;
  }

  /** How many jobs are in a state. */
  public long in(JobState state) {
    return states.getOrDefault(state, 0L);
  }
}
