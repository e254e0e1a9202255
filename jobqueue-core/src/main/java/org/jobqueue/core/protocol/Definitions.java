package org.jobqueue.core.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.graph.SubmissionPlan.PlannedJob;

/** Makes the definitions of what is submitted. */
final class Definitions {
  private Definitions() {}

  /** The definitions of all jobs of a hierarchy, in the order in which they run. */
  static List<JobDefinition> of(
      QueueDirectory queue, SubmissionPlan plan, JobId root, String by, Instant now) {
    String submitter =
        System.getProperty("user.name", "unknown")
            + "@"
            + queue.environment().processes().self().host();
    List<JobDefinition> all = new ArrayList<>(plan.jobs().size());
    for (int n = 0; n < plan.jobs().size(); n++) {
      PlannedJob job = plan.jobs().get(n);
      JobSpec spec = job.spec();
      all.add(
          new JobDefinition(
              JobDefinition.FORMAT,
              root.number(),
              job.local(),
              n,
              plan.jobs().size(),
              spec.type(),
              spec.typeVersion(),
              job.label(),
              spec.parameters(),
              plan.priority(),
              job.options(),
              now,
              submitter,
              job.parents(),
              job.subJobs(),
              job.block().orElse(null),
              job.origin().orElse(null),
              by));
    }
    return all;
  }

  /**
   * What is written to {@code job.json}.
   *
   * @throws JobQueueException if it is too long
   */
  static byte[] content(JobDefinition definition) {
    byte[] content = definition.toBytes();
    if (content.length > JobDefinition.SIZE_LIMIT) {
      throw new JobQueueException(
          "nothing was submitted: the definition of job '"
              + definition.label()
              + "' has "
              + content.length
              + " bytes, more than the limit of "
              + JobDefinition.SIZE_LIMIT
              + "; put large parameters into files");
    }
    return content;
  }
}
