package org.jobqueue.core.protocol;

import java.util.Optional;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.RunTicket;

/**
 * The right to run a job and to commit the result, until it is taken away.
 *
 * @param definition the job
 * @param running its register, with this worker as owner
 * @param ticket the ticket in flight
 * @param piece the chunks that this one is run with; empty for other jobs
 * @param skip true if it is to count as done without being run
 */
public record Claim(
    JobDefinition definition,
    RegisterName running,
    RunTicket ticket,
    Optional<Piece> piece,
    boolean skip) {
  /** Whether there is nothing to run: it is to be skipped, or all has been done by its chunks. */
  public boolean runsNothing() {
    return skip || definition.hasChunks();
  }

  /** The claim of a job with a ticket of its own. */
  Claim(JobDefinition definition, RegisterName running, RunTicket ticket, boolean skip) {
    this(definition, running, ticket, Optional.empty(), skip);
  }
}
