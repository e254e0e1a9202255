package org.jobqueue.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.UnknownJobTypeException;

/** Builds the hierarchy that a job file describes. Used once. */
final class Submission {
  private record Link(Job parent, JobSpec.Reference reference) {}

  private final JobQueue queue;
  private final TextParameters parameters;
  private final RunOptionsReader options;
  private final Map<String, Job> jobsById = new HashMap<>();
  private final List<Link> forward = new ArrayList<>();

  /**
   * A hierarchy to be built.
   *
   * @param absolute makes the paths of expected files absolute
   */
  Submission(JobQueue queue, TextParameters parameters, UnaryOperator<Path> absolute) {
    this.options = new RunOptionsReader(absolute);
    this.queue = queue;
    this.parameters = parameters;
  }

  /**
   * Builds the jobs; nothing is in the queue yet. Sub-jobs keep the order of the file, except that
   * a reference to a job that stands further down in the file comes last among its siblings: the
   * job must exist before it can be linked.
   *
   * @throws UsageException if the queue refuses one of the jobs, beginning with its place
   */
  JobRoot build(JobSpec spec) {
    JobRoot root =
        placed(
            spec.place(),
            () ->
                queue.createJobRoot(
                    spec.type(), parameters.absolute(spec.type(), spec.parameters())));
    spec.priority().ifPresent(root::setPriority);
    fill(root, spec);
    for (Link link : forward) {
      link(link.parent(), link.reference());
    }
    return root;
  }

  private void fill(Job job, JobSpec spec) {
    spec.label().ifPresent(job::setLabel);
    spec.attempts().ifPresent(job::setAttempts);
    job.setOptions(options.read(spec.options(), spec.place(), job.options()));
    spec.frames()
        .ifPresent(
            frames ->
                placed(spec.place(), () -> job.setFrames(frames, spec.chunkSize().orElse(1))));
    spec.id().ifPresent(id -> jobsById.put(id, job));
    for (JobSpec.Sub sub : spec.subJobs()) {
      if (sub instanceof JobSpec.Own own) {
        fill(create(job, own.job()), own.job());
      } else if (sub instanceof JobSpec.Reference reference) {
        refer(job, reference);
      }
    }
  }

  private Job create(Job parent, JobSpec spec) {
    return placed(
        spec.place(),
        () -> parent.createJob(spec.type(), parameters.absolute(spec.type(), spec.parameters())));
  }

  private void refer(Job parent, JobSpec.Reference reference) {
    if (jobsById.containsKey(reference.id())) {
      link(parent, reference);
    } else {
      forward.add(new Link(parent, reference));
    }
  }

  private void link(Job parent, JobSpec.Reference reference) {
    Job shared = jobsById.get(reference.id());
    if (shared == null) {
      throw new IllegalStateException("the reader let pass an unknown id: " + reference);
    }
    Job same = placed(reference.place(), () -> parent.addDependency(shared));
    if (same != parent) {
      throw new IllegalStateException("addDependency returned another job");
    }
  }

  private static <T> T placed(String place, java.util.function.Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException((place.isEmpty() ? "" : place + ": ") + e.getMessage(), e);
    } catch (UnknownJobTypeException | InvalidParameterException | InvalidHierarchyException e) {
      throw place.isEmpty() ? e : new UsageException(place + ": " + e.getMessage(), e);
    }
  }
}
