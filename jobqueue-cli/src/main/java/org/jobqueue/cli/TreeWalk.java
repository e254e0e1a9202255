package org.jobqueue.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.NoSuchJobException;

/**
 * Walks through a hierarchy, parents first, and descends into each shared job once. The path from
 * the top is kept in a list of its own instead of the call stack: chains may be very long.
 */
final class TreeWalk {
  /**
   * A job as it appears below one of its parents.
   *
   * @param shared true if the job appeared before, below another parent
   */
  record Node(JobHandle handle, JobFacts job, int depth, Optional<JobId> parent, boolean shared) {}

  private record Level(JobId parent, Iterator<JobHandle> rest) {}

  private final Deque<Level> path = new ArrayDeque<>();
  private final Set<JobId> seen = new HashSet<>();
  private final Predicate<Node> visitor;

  private TreeWalk(Predicate<Node> visitor) {
    this.visitor = visitor;
  }

  /** Visits all jobs until the visitor returns false. */
  static void walk(JobHandle top, Predicate<Node> visitor) {
    new TreeWalk(visitor).walk(top);
  }

  private void walk(JobHandle top) {
    boolean goOn = visit(top, Optional.empty());
    while (goOn && !path.isEmpty()) {
      Level level = path.getLast();
      if (level.rest().hasNext()) {
        goOn = visit(level.rest().next(), Optional.of(level.parent()));
      } else {
        path.removeLast();
      }
    }
  }

  private boolean visit(JobHandle job, Optional<JobId> parent) {
    Optional<JobFacts> facts = JobFacts.read(job);
    if (facts.isEmpty()) {
      return true; // deleted while we were walking
    }
    boolean shared = !seen.add(job.id());
    boolean goOn = visitor.test(new Node(job, facts.get(), path.size(), parent, shared));
    if (!shared) {
      path.addLast(new Level(job.id(), subJobs(job).iterator()));
    }
    return goOn;
  }

  private static List<JobHandle> subJobs(JobHandle job) {
    try {
      return job.listSubJobs();
    } catch (NoSuchJobException | DamagedJobException e) {
      return List.of(); // the line of this job has said so
    }
  }
}
