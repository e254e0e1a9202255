package org.jobqueue.core.graph;

import java.util.Map;
import org.jobqueue.api.proc.JobProc;

/**
 * A job as its creator asked for it, checked.
 *
 * @param type the job type
 * @param typeVersion the version of the type that checked the parameters
 * @param parameters complete, as plain JSON values
 * @param proc the procedure, for its label and {@code postCreate}
 */
public record JobSpec(String type, int typeVersion, Map<String, Object> parameters, JobProc proc) {

  /** Checks what the creator of a job asks for. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes the specification of a new job.
     *
     * @throws org.jobqueue.api.UnknownJobTypeException if the type is unknown
     * @throws org.jobqueue.api.InvalidParameterException if a parameter is not valid
     */
    JobSpec create(String type, Map<String, ?> parameters);
  }
}
