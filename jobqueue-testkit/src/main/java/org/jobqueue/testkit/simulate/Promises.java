package org.jobqueue.testkit.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.testkit.files.ServerTree;
import org.jobqueue.testkit.invariant.Invariants;

/** What callers were told: it must hold whatever happens afterwards. */
public final class Promises {
  private final Set<JobId> submitted = new HashSet<>();
  private final Set<JobId> done = new HashSet<>();
  private final Set<JobId> deletionBegun = new HashSet<>();
  private final Set<JobId> deleted = new HashSet<>();
  private final Set<JobId> twice = new HashSet<>();
  private final List<JobId> attempts = new ArrayList<>();

  /** A call to submit returned. */
  public void submitted(JobId root) {
    if (!submitted.add(root)) {
      twice.add(root);
    }
  }

  /** An attempt begins. */
  public void begun(JobId job) {
    attempts.add(job);
  }

  /** A commit returned. */
  public void done(JobId job) {
    done.add(job);
  }

  /** Somebody wants to delete that hierarchy: nothing is promised of it any more. */
  public void deleting(JobId root) {
    deletionBegun.add(root);
  }

  /** A deletion returned; what had been submitted before must not come back. */
  public void deleted(JobId root) {
    if (submitted.contains(root)) {
      deleted.add(root);
    }
  }

  /** How many jobs were run, counting each attempt. */
  public int attempts() {
    return attempts.size();
  }

  /** The numbers that submissions were given. */
  public Set<JobId> numbers() {
    return Set.copyOf(submitted);
  }

  /** The top-level jobs that must be there. */
  public Set<JobId> submittedRoots() {
    Set<JobId> roots = new HashSet<>(submitted);
    roots.removeAll(deletionBegun);
    return roots;
  }

  /** The first promise that is not kept by these files. */
  public Optional<String> broken(ServerTree tree, Invariants invariants) {
    for (JobId root : submittedRoots()) {
      if (invariants.state(tree, root).filter(state -> state != JobState.BUILDING).isEmpty()) {
        return Optional.of("the submission of " + root + " returned, and it is not there");
      }
    }
    for (JobId root : deleted) {
      if (invariants.state(tree, root).filter(state -> state != JobState.DELETED).isPresent()) {
        return Optional.of("the deletion of " + root + " returned, and it has come back");
      }
    }
    if (!twice.isEmpty()) {
      return Optional.of("two submissions got the numbers " + twice);
    }
    for (JobId job : done) {
      boolean kept =
          invariants.state(tree, job).filter(state -> state == JobState.DONE).isPresent();
      if (!kept && !deletionBegun.contains(job.root())) {
        return Optional.of("the commit of " + job + " returned, and it is not done");
      }
    }
    return Optional.empty();
  }
}
