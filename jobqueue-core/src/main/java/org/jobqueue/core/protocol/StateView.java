package org.jobqueue.core.protocol;

import java.util.Optional;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.format.RegisterName;

/**
 * What one listing of a job's directory says.
 *
 * @param register the register; empty if the job is gone or has lost it
 * @param latched true if sub-jobs of the job are not done
 * @param chunked true if chunks of the job, a block, are not done
 * @param exists true if there is a directory
 * @param priority the priority of the hierarchy if the job is its root and it has been changed
 * @param blocked true if it is marked as waiting for one that has failed
 * @param skipped true if the register says that it is to count as done without being run
 */
public record StateView(
    Optional<RegisterName> register,
    boolean latched,
    boolean chunked,
    boolean exists,
    Optional<PriorityName> priority,
    boolean blocked,
    boolean skipped) {
  /** A look at a job whose hierarchy has the priority it was submitted with. */
  public StateView(Optional<RegisterName> register, boolean latched, boolean exists) {
    this(register, latched, false, exists, Optional.empty(), false, false);
  }

  /** The same of a job that is alone and whose definition is not there yet. */
  StateView whileBuilt() {
    Optional<RegisterName> building = register.map(RegisterName::whileBuilt);
    return new StateView(building, latched, chunked, exists, priority, blocked, skipped);
  }

  static final StateView GONE = new StateView(Optional.empty(), false, false);
}
