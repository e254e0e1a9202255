package org.jobqueue.core.verify;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;

/**
 * A committed hierarchy.
 *
 * @param root its top-level job
 * @param byLocal the jobs that definitions name, the root first, by their places
 */
record HierarchyFacts(JobId root, Map<String, JobFacts> byLocal) {
  Collection<JobFacts> jobs() {
    return byLocal.values();
  }

  Optional<JobFacts> job(String local) {
    return Optional.ofNullable(byLocal.get(local));
  }

  /** Whether the definitions of all jobs are known, so that no other jobs belong to it. */
  boolean isWhole() {
    return jobs().stream().allMatch(job -> job.definition().isPresent());
  }

  /** The direct sub-jobs that a job's definition names. */
  List<JobFacts> subJobs(JobDefinition definition) {
    return definition.subJobs().stream().distinct().flatMap(local -> job(local).stream()).toList();
  }
}
