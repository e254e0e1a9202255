package org.jobqueue.core.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/** What a job and its sub-jobs say of each other: the order, and the latch that keeps it. */
final class OrderRules {
  private static final Duration TOLERANCE = Duration.ofSeconds(1);
  private static final Pattern TOKEN = Pattern.compile("(.+)_\\d{1,18}_[0-9a-z]{10}");
  private static final Set<String> HOSTS_OF_MANY = Set.of("localhost", "unknown");

  private final HierarchyFacts hierarchy;
  private final Flight flight;
  private final Findings findings;

  OrderRules(HierarchyFacts hierarchy, Flight flight, Findings findings) {
    this.hierarchy = hierarchy;
    this.flight = flight;
    this.findings = findings;
  }

  void check(JobFacts job) {
    if (job.register().isEmpty() || job.definition().isEmpty()) {
      return;
    }
    RegisterName register = job.register().get();
    List<JobFacts> subJobs = hierarchy.subJobs(job.definition().get());
    if (register.attempt() == 0) {
      latch(job, job.definition().get(), subJobs);
      return;
    }
    if (job.latch().isPresent()) {
      findings.add(Rule.LATCH, job.id(), "it was claimed, but still has a latch");
    }
    for (JobFacts subJob : subJobs) {
      if (isUnfinished(subJob)) {
        findings.add(
            Rule.ORDER,
            job.id(),
            register + " was claimed, but its sub-job " + subJob.id() + " is not done");
      }
      time(job, subJob);
    }
  }

  private static boolean isUnfinished(JobFacts job) {
    return job.state().filter(state -> state != JobState.DONE).isPresent();
  }

  private void latch(JobFacts job, JobDefinition definition, List<JobFacts> subJobs) {
    if (job.isIn(JobState.DONE) || job.isIn(JobState.RUNNING)) {
      return; // its register cannot be
    }
    Set<Integer> tokens = job.latch().orElse(Set.of());
    if (definition.subJobs().isEmpty() && job.latch().isPresent()) {
      findings.add(Rule.LATCH, job.id(), "it has a latch, but no sub-jobs");
      return;
    }
    for (JobFacts subJob : subJobs) {
      Optional<JobDefinition> sub = subJob.definition();
      if (sub.isEmpty() || subJob.register().isEmpty()) {
        continue;
      }
      boolean held = tokens.contains(sub.get().order());
      if (isUnfinished(subJob) && !held) {
        findings.add(
            Rule.LATCH, job.id(), "its latch does not wait for " + subJob.id() + ", not done");
      } else if (!isUnfinished(subJob) && held && flight.ticketsOf(subJob.id()).isEmpty()) {
        findings.add(
            Rule.LATCH,
            job.id(),
            "its latch waits for " + subJob.id() + ", done, and nobody will release it");
      }
    }
    strangers(job, subJobs, tokens);
  }

  private void strangers(JobFacts job, List<JobFacts> subJobs, Set<Integer> tokens) {
    if (subJobs.stream().anyMatch(subJob -> subJob.definition().isEmpty())) {
      return; // whose tokens are whose is not known
    }
    for (int token : tokens) {
      if (subJobs.stream().noneMatch(s -> s.definition().orElseThrow().order() == token)) {
        findings.add(Rule.LATCH, job.id(), "its latch waits for order " + token + ", no sub-job");
      }
    }
  }

  private void time(JobFacts job, JobFacts subJob) {
    Optional<String> host = host(job);
    if (host.isEmpty() || HOSTS_OF_MANY.contains(host.get()) || !host.equals(host(subJob))) {
      return;
    }
    Optional<AttemptResult> later = job.proof().result();
    Optional<AttemptResult> earlier = subJob.proof().result();
    if (later.isEmpty() || earlier.isEmpty()) {
      return;
    }
    Instant start = later.get().start();
    if (earlier.get().end().isAfter(start.plus(TOLERANCE))) {
      findings.add(
          Rule.TIME,
          job.id(),
          "it started at "
              + start
              + ", before its sub-job "
              + subJob.id()
              + " ended at "
              + earlier.get().end()
              + ", both on "
              + host.get());
    }
  }

  /** The host on which a job that is done ran. */
  private static Optional<String> host(JobFacts job) {
    if (!job.isIn(JobState.DONE)) {
      return Optional.empty();
    }
    Matcher matcher = TOKEN.matcher(job.register().orElseThrow().by());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
