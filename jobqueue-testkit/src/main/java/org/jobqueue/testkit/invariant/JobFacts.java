package org.jobqueue.testkit.invariant;

import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;

/**
 * What the files say of one job.
 *
 * @param id which
 * @param registers its state names, which should be one
 * @param latch the names in its latch; empty if there is no latch
 * @param chunks the tokens in its latch of chunks; empty if there is none
 * @param definition its definition if it can be read
 */
record JobFacts(
    JobId id,
    List<RegisterName> registers,
    Optional<List<String>> latch,
    Optional<List<ChunkToken>> chunks,
    Optional<JobDefinition> definition) {

  Optional<RegisterName> register() {
    return registers.size() == 1 ? Optional.of(registers.get(0)) : Optional.empty();
  }

  /** Whether something must have been written here beyond a reserved number. */
  boolean isWritten() {
    return definition.isPresent() || !registers.isEmpty();
  }
}
