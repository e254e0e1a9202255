package org.jobqueue.cli;

import java.util.Optional;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.api.TreeProgress;

/** How far a hierarchy is, in a few words. */
final class TreeText {
  private TreeText() {}

  /** How far the job and all below it are; empty for those of which that says nothing new. */
  static Optional<TreeProgress> progress(JobHandle job, JobFacts facts) {
    if (facts.definition().isEmpty() || facts.state() == JobState.DELETED) {
      return Optional.empty();
    }
    TreeProgress tree;
    try {
      tree = job.treeProgress();
    } catch (JobQueueException e) {
      return Optional.empty(); // something below cannot be read: this job can be shown all the same
    }
    boolean runsAlone = facts.state() == JobState.RUNNING && tree.timeLeft().isPresent();
    return tree.leaves() > 1 || runsAlone ? Optional.of(tree) : Optional.empty();
  }

  /** The same for people, such as {@code 31 of 120 leaves done, 4 running, about 12 min left}. */
  static Optional<String> of(JobHandle job, JobFacts facts) {
    return progress(job, facts).map(TreeText::text);
  }

  private static String text(TreeProgress tree) {
    StringBuilder text = new StringBuilder();
    if (tree.leaves() > 1) {
      text.append(tree.complete() ? "" : "about ")
          .append(tree.done())
          .append(" of ")
          .append(tree.leaves())
          .append(" leaves done");
    }
    if (tree.leaves() > 1 && tree.running() > 0) {
      text.append(", ").append(tree.running()).append(" running");
    }
    if (tree.done() < tree.leaves()) {
      tree.timeLeft()
          .ifPresent(
              left ->
                  text.append(text.isEmpty() ? "about " : ", about ")
                      .append(Durations.describe(left))
                      .append(" left"));
    }
    return text.toString();
  }
}
