package org.jobqueue.core.protocol;

import java.util.Optional;
import org.jobqueue.core.format.RegisterName;

/**
 * What one listing of a job's state directory says.
 *
 * @param register the register; empty if the job is gone or has lost it
 * @param latched true if sub-jobs of the job are not done
 * @param exists true if there is a state directory
 */
public record StateView(Optional<RegisterName> register, boolean latched, boolean exists) {
  static final StateView GONE = new StateView(Optional.empty(), false, false);
}
