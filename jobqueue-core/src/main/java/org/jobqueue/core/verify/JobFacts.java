package org.jobqueue.core.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/**
 * All that the rules ask of one job.
 *
 * @param id its name
 * @param exists false if it has no state directory
 * @param definition without parameters; empty if it cannot be read
 * @param damage why the definition cannot be read; empty text if it can
 * @param registers the names that are registers
 * @param latch the orders of the sub-jobs whose tokens it has; empty if there is no latch
 * @param chunked true if chunks of the job, a block, hold it
 * @param attempts the directories of attempts
 * @param proof how the present state came about, of a job that is done or failed
 */
record JobFacts(
    JobId id,
    boolean exists,
    Optional<JobDefinition> definition,
    String damage,
    List<RegisterName> registers,
    Optional<Set<Integer>> latch,
    boolean chunked,
    List<Attempt> attempts,
    Proof proof) {

  /** The directory of an attempt by its name. */
  record Attempt(int number, String worker) {}

  /** A result or error file, or why there is none that can be read. */
  record Proof(Optional<AttemptResult> result, String problem) {
    static final Proof NOT_NEEDED = new Proof(Optional.empty(), "");
  }

  /** The register, if there is exactly one. */
  Optional<RegisterName> register() {
    return registers.size() == 1 ? Optional.of(registers.get(0)) : Optional.empty();
  }

  Optional<JobState> state() {
    return register().map(RegisterName::state);
  }

  boolean isIn(JobState state) {
    return state().filter(state::equals).isPresent();
  }

  /** The latch does not keep the job from being run: there is none, or no token is in it. */
  boolean isOpen() {
    return latch.isEmpty() || latch.get().isEmpty();
  }
}
