package org.jobqueue.testkit.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobRoot;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.testkit.client.Hierarchies;

/** Hierarchies of up to a dozen jobs, some of them shared. */
final class RandomHierarchy {
  private RandomHierarchy() {}

  static RootNode of(RandomGenerator random) {
    RootNode root = Hierarchies.root(random.nextInt(1, 4));
    root.setPriority(random.nextInt(4) == 0 ? random.nextInt(1_000) : JobRoot.DEFAULT_PRIORITY);
    List<Job> jobs = new ArrayList<>(List.of(root));
    for (int i = random.nextInt(12); i > 0; i--) {
      Job parent = jobs.get(random.nextInt(jobs.size()));
      Job subJob = parent.createJob("job", Map.of());
      // Whatever waits for an earlier job makes no cycle: edges go from earlier to later ones.
      if (random.nextInt(3) == 0) {
        jobs.get(random.nextInt(jobs.size())).addDependency(subJob);
      }
      if (random.nextInt(12) == 0) {
        setFrames(subJob, random);
      }
      jobs.add(subJob);
    }
    if (random.nextInt(12) == 0) {
      setFrames(root, random);
    }
    return root;
  }

  private static void setFrames(Job job, RandomGenerator random) {
    int last = random.nextInt(3) == 0 ? random.nextInt(1, 50) : random.nextInt(1, 5);
    job.setFrames(FrameRange.parse("1-" + last), random.nextInt(1, 3));
  }
}
