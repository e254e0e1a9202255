package org.jobqueue.core.verify;

import java.util.EnumMap;
import java.util.Map;
import org.jobqueue.api.JobState;

/** Counts what was looked at. */
final class Tally {
  final Map<JobState, Long> states = new EnumMap<>(JobState.class);
  long hierarchies;
  long jobs;
  long attempts;
  long deleting;
  long uncommitted;

  void add(JobFacts job) {
    jobs++;
    job.register()
        .ifPresent(
            register -> {
              states.merge(register.state(), 1L, Long::sum);
              attempts += register.attempt();
            });
  }

  void add(Tally other) {
    hierarchies += other.hierarchies;
    jobs += other.jobs;
    attempts += other.attempts;
    deleting += other.deleting;
    uncommitted += other.uncommitted;
    other.states.forEach((state, count) -> states.merge(state, count, Long::sum));
  }
}
