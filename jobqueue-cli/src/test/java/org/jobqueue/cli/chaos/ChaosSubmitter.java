package org.jobqueue.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.SubmissionRevokedException;

/** A process that submits hierarchies until it is killed, never too many at a time. */
final class ChaosSubmitter {
  private static final int MOST_OPEN = 10;
  private static final List<String> KINDS =
      List.of("quick", "quick", "child", "stubborn", "daemon");

  private final JobQueue queue;
  private final Path script;
  private final Random random;

  private ChaosSubmitter(JobQueue queue, Path script, Random random) {
    this.queue = queue;
    this.script = script;
    this.random = random;
  }

  /**
   * Runs it.
   *
   * @param arguments the queue, the script that jobs run, a seed, and the file that gets the number
   *     of each job and how many jobs its hierarchy has, once it was submitted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ChaosSubmitter submitter =
        new ChaosSubmitter(
            JobQueues.open(Path.of(arguments[0])),
            Path.of(arguments[1]),
            new Random(Long.parseLong(arguments[2])));
    submitter.run(Path.of(arguments[3]));
  }

  private void run(Path log) throws IOException, InterruptedException {
    List<JobHandle> open = new ArrayList<>();
    while (true) {
      while (open.size() >= MOST_OPEN) {
        open.removeIf(job -> job.state().isFinal());
        TimeUnit.MILLISECONDS.sleep(50);
      }
      JobRoot root = queue.createJobRoot("command", parameters());
      int jobs = grow(root);
      try {
        JobHandle submitted = root.activate();
        Files.writeString(
            log,
            submitted.id() + " " + jobs + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        open.add(submitted);
      } catch (SubmissionRevokedException e) {
        // it stood still for too long, and is told that nothing of it is there
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
    }
  }

  /** Up to six sub-jobs on up to three levels; some are shared. */
  private int grow(JobRoot root) {
    List<Job> jobs = new ArrayList<>(List.of(root));
    int subJobs = random.nextInt(7);
    for (int i = 0; i < subJobs; i++) {
      Job parent = jobs.get(random.nextInt(Math.min(3, jobs.size())));
      Job subJob = parent.createJob("command", parameters());
      if (jobs.size() > 2 && random.nextBoolean()) {
        Job other = jobs.get(1 + random.nextInt(jobs.size() - 1));
        if (other != parent) {
          other.addDependency(subJob); // the new one has no sub-jobs: never a cycle
        }
      }
      jobs.add(subJob);
    }
    return jobs.size();
  }

  private Map<String, Object> parameters() {
    String kind = KINDS.get(random.nextInt(KINDS.size()));
    return Map.of("arguments", List.of("sh", script.toString(), kind), "label", kind);
  }
}
