package org.jobqueue.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;

/**
 * Where every job of a hierarchy goes.
 *
 * @param jobs in the order in which they run, the root last
 * @param priority of the hierarchy
 */
public record SubmissionPlan(List<PlannedJob> jobs, int priority) {
  /**
   * How deep sub-jobs are nested. Deeper ones lie in the repository of their root, so that paths
   * and names stay within what file systems accept.
   */
  static final int DEEPEST_NESTING = 16;

  /**
   * One job of the hierarchy.
   *
   * @param local its place, empty for the root
   * @param spec what it does
   * @param label for people
   * @param options how it is run
   * @param parents the jobs that wait for it
   * @param subJobs the places of its direct sub-jobs, in their order
   * @param block the frames that it stands for; empty for an ordinary job
   * @param origin the job whose files it is to make again
   */
  public record PlannedJob(
      String local,
      JobSpec spec,
      String label,
      JobOptions options,
      List<JobDefinition.Parent> parents,
      List<String> subJobs,
      Optional<Block> block,
      Optional<JobId> origin) {

    /** Whether sub-job {@code index} lies in this job's directory, and is not a link. */
    public boolean holds(int index) {
      return subJobs.get(index).equals(local.isEmpty() ? "" + index : local + "/" + index);
    }
  }

  /**
   * Plans a hierarchy.
   *
   * @param keepInRepository true to put all sub-jobs into the repository of the root
   * @throws org.jobqueue.api.InvalidHierarchyException if it has a cycle
   */
  public static SubmissionPlan of(RootNode root, boolean keepInRepository) {
    JobGraph graph = JobGraph.of(root);
    String[] places = places(graph, keepInRepository ? 0 : DEEPEST_NESTING);
    List<List<JobDefinition.Parent>> parents = new ArrayList<>();
    for (int n = 0; n < graph.size(); n++) {
      parents.add(new ArrayList<>());
    }
    List<PlannedJob> jobs = new ArrayList<>();
    for (int n = 0; n < graph.size(); n++) {
      List<String> subJobs = new ArrayList<>();
      for (int subJob : graph.subJobs(n)) {
        subJobs.add(places[subJob]);
        parents.get(subJob).add(new JobDefinition.Parent(places[n], n));
      }
      JobNode node = graph.node(n);
      jobs.add(
          new PlannedJob(
              places[n],
              node.spec(),
              node.label(),
              node.completeOptions(),
              parents.get(n),
              subJobs,
              node.block(),
              node.origin()));
    }
    return new SubmissionPlan(jobs, root.priority());
  }

  /** Each job lies under the parent through which a depth-first walk reaches it first. */
  private static String[] places(JobGraph graph, int deepest) {
    String[] places = new String[graph.size()];
    int[] depths = new int[graph.size()];
    Deque<Integer> walk = new ArrayDeque<>();
    walk.push(graph.size() - 1);
    places[graph.size() - 1] = "";
    while (!walk.isEmpty()) {
      int parent = walk.pop();
      int[] subJobs = graph.subJobs(parent);
      List<Integer> placed = new ArrayList<>();
      for (int i = 0; i < subJobs.length; i++) {
        int subJob = subJobs[i];
        if (places[subJob] == null) {
          depths[subJob] = depths[parent] + 1;
          places[subJob] = depths[subJob] > deepest ? "r" + subJob : within(places[parent], i);
          placed.add(subJob);
        }
      }
      for (int i = placed.size() - 1; i >= 0; i--) {
        walk.push(placed.get(i));
      }
    }
    return places;
  }

  private static String within(String parent, int index) {
    return parent.isEmpty() ? Integer.toString(index) : parent + "/" + index;
  }
}
