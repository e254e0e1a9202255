package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.JobDefinition;

/** Walks the jobs of a hierarchy that lies in the queue, by their definitions. */
public final class HierarchyReader {
  private final QueueDirectory queue;

  /** What is done with each job. */
  @FunctionalInterface
  public interface Visitor {
    /** Visits one job. */
    void visit(JobDefinition job) throws IOException;
  }

  /** Reads hierarchies of a queue. */
  public HierarchyReader(QueueDirectory queue) {
    this.queue = queue;
  }

  /** Visits {@code top} and all jobs below it, each once, in the order in which they run. */
  public void walk(JobDefinition top, Visitor visitor) throws IOException {
    record Level(JobDefinition job, Iterator<String> rest) {}
    Set<String> seen = new HashSet<>(List.of(top.local()));
    Deque<Level> path = new ArrayDeque<>();
    path.push(new Level(top, top.subJobs().iterator()));
    while (!path.isEmpty()) {
      Level level = path.element();
      if (!level.rest().hasNext()) {
        path.pop();
        visitor.visit(level.job());
        continue;
      }
      String next = level.rest().next();
      if (seen.add(next)) {
        JobDefinition job = queue.definition(new JobId(top.number(), next));
        path.push(new Level(job, job.subJobs().iterator()));
      }
    }
  }
}
