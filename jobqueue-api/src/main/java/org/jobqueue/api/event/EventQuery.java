package org.jobqueue.api.event;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;

/**
 * Which events are asked for.
 *
 * @param job only those of this job, of the jobs below it, and of operations on jobs above it that
 *     meant this one too; empty for all
 * @param since only those that are not older, by the clocks of their writers; empty for all
 * @param types only those; empty for all
 */
public record EventQuery(Optional<JobId> job, Optional<Instant> since, Set<EventType> types) {
  /** Copies the set. */
  public EventQuery {
    types = Set.copyOf(types);
  }

  /** All events. */
  public static EventQuery all() {
    return new EventQuery(Optional.empty(), Optional.empty(), Set.of());
  }

  /** A copy with another {@link #job()}. */
  public EventQuery withJob(JobId value) {
    return new EventQuery(Optional.of(value), since, types);
  }

  /** A copy with another {@link #since()}. */
  public EventQuery withSince(Instant value) {
    return new EventQuery(job, Optional.of(value), types);
  }

  /** A copy with other {@link #types()}. */
  public EventQuery withTypes(Set<EventType> value) {
    return new EventQuery(job, since, value);
  }

  /** Whether an event is asked for. */
  public boolean matches(JobEvent event) {
    if (!types.isEmpty() && !types.contains(event.type())) {
      return false;
    }
    if (since.isPresent() && event.time().isBefore(since.get())) {
      return false;
    }
    return job.isEmpty() || event.job().filter(id -> concerns(id, event)).isPresent();
  }

  private boolean concerns(JobId id, JobEvent event) {
    JobId asked = job.orElseThrow();
    return isAtOrBelow(id, asked)
        || ((event.recursive() || event.type().ofHierarchy()) && isAtOrBelow(asked, id));
  }

  private static boolean isAtOrBelow(JobId id, JobId top) {
    if (id.number() != top.number()) {
      return false;
    }
    return top.isRoot() || id.equals(top) || id.local().startsWith(top.local() + "/");
  }
}
