package org.jobqueue.core.protocol;

import org.jobqueue.core.format.JobDefinition;

/** Decides which jobs a worker takes. */
@FunctionalInterface
public interface Admission {
  /** The answer to the question whether a job may be taken. */
  enum Verdict {
    /** It is to be taken now. */
    NOW,
    /** Perhaps later: something that it needs is in use. */
    LATER,
    /** Not before somebody changes something, say defines a limit. */
    NOT_AS_THINGS_ARE,
    /** Not by this worker. */
    NEVER
  }

  /**
   * Asked for one candidate after the other, before its ticket is taken. Another question means
   * that the one before did not come to a claim.
   *
   * @param runsNothing true for a job that only has to be marked as done: it is to be skipped, or
   *     is a block whose chunks are done
   */
  Verdict ask(JobDefinition candidate, boolean runsNothing);

  /** Takes everything. */
  Admission ALL = (candidate, runsNothing) -> Verdict.NOW;
}
