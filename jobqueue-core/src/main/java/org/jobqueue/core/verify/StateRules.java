package org.jobqueue.core.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobAttempt.Outcome;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/** What one job says of itself: its register, its attempts, and what they led to. */
final class StateRules {
  private StateRules() {}

  static void check(JobFacts job, Findings findings) {
    if (!job.exists()) {
      return; // the hierarchy is incomplete, which is said once
    }
    Optional<RegisterName> register = job.register();
    if (register.isEmpty()) {
      String names = job.registers().isEmpty() ? "no register" : "registers " + job.registers();
      findings.add(Rule.REGISTER, job.id(), "it has " + names);
      return;
    }
    arithmetic(job, register.get(), findings);
    attempts(job, register.get(), findings);
    if (register.get().state() == JobState.DONE && register.get().attempt() > 0) {
      findings.add(Rule.COMMIT, job.id(), commitProblem(job.proof()));
    }
    if (register.get().state() == JobState.FAILED) {
      findings.add(Rule.REASON, job.id(), reasonProblem(job.proof()));
    }
  }

  private static void arithmetic(JobFacts job, RegisterName register, Findings findings) {
    arithmeticProblem(register)
        .or(() -> job.definition().flatMap(d -> limitProblem(register, d)))
        .ifPresent(
            problem ->
                findings.add(Rule.ARITHMETIC, job.id(), register + " cannot be: " + problem));
  }

  private static Optional<String> arithmeticProblem(RegisterName register) {
    JobState state = register.state();
    if (state == JobState.BUILDING || state == JobState.DELETED || state == JobState.QUARANTINED) {
      return Optional.of("its top-level job is committed and not deleted");
    }
    if (register.attempt() == 0 && (state == JobState.RUNNING || state == JobState.DONE)) {
      return Optional.of("it was never claimed");
    }
    long lowest = lowestVersion(state, register.attempt());
    if (register.version() < lowest) {
      return Optional.of("that takes at least version " + lowest);
    }
    if ((long) register.failures() + register.losses() > register.attempt()) {
      return Optional.of("more attempts failed or were lost than there were");
    }
    return Optional.empty();
  }

  /** Each claim and each end of an attempt is a version of its own. */
  private static long lowestVersion(JobState state, long attempt) {
    return switch (state) {
      case RUNNING -> 2 * attempt;
      case HELD -> 2 + 2 * attempt;
      case FAILED, CANCELLED -> Math.max(2, 1 + 2 * attempt);
      default -> 1 + 2 * attempt;
    };
  }

  private static Optional<String> limitProblem(RegisterName register, JobDefinition definition) {
    boolean mayStillRun =
        register.state() == JobState.WAITING
            || register.state() == JobState.HELD
            || register.state() == JobState.RUNNING;
    if (mayStillRun && register.failures() >= definition.attempts()) {
      return Optional.of("its " + definition.attempts() + " attempts are spent");
    }
    return mayStillRun && register.losses() >= RegisterName.LOSS_LIMIT
        ? Optional.of("it has lost enough workers to fail")
        : Optional.empty();
  }

  private static void attempts(JobFacts job, RegisterName register, Findings findings) {
    Map<Integer, String> workers = new HashMap<>();
    for (JobFacts.Attempt attempt : job.attempts()) {
      if (attempt.number() > register.attempt() || attempt.number() == 0) {
        findings.add(
            Rule.ATTEMPT,
            job.id(),
            "there is a directory of attempt "
                + attempt.number()
                + " by "
                + attempt.worker()
                + ", but "
                + register);
        continue;
      }
      String other = workers.put(attempt.number(), attempt.worker());
      if (other != null) {
        findings.add(
            Rule.ATTEMPT,
            job.id(),
            "attempt " + attempt.number() + " was made by two workers: " + both(attempt, other));
      }
    }
  }

  /** In an order that does not depend on that of a listing. */
  private static String both(JobFacts.Attempt attempt, String other) {
    boolean first = attempt.worker().compareTo(other) < 0;
    return first ? attempt.worker() + ", " + other : other + ", " + attempt.worker();
  }

  private static Optional<String> commitProblem(JobFacts.Proof proof) {
    return proof.result().isEmpty()
        ? Optional.of("it is done, but " + proof.problem())
        : Optional.empty();
  }

  private static Optional<String> reasonProblem(JobFacts.Proof proof) {
    if (proof.result().isEmpty()) {
      return Optional.of("it failed, but nothing says why: " + proof.problem());
    }
    return proof.result().get().outcome() == Outcome.FAILED
        ? Optional.empty()
        : Optional.of("it failed, but its last attempt succeeded");
  }
}
