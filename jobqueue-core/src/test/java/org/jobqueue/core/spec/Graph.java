package org.jobqueue.core.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobRoot;

/**
 * A hierarchy by names, and what the specification says of it, worked out in the plainest way.
 *
 * @param root the name of the top-level job
 * @param subJobs per job its direct sub-jobs in order
 */
record Graph(String root, Map<String, List<String>> subJobs) {
  private static final Pattern SEPARATORS = Pattern.compile("[: ]+");

  /** Reads lines such as {@code "root: a b"}; the first one is that of the top-level job. */
  static Graph of(String... lines) {
    Map<String, List<String>> subJobs = new LinkedHashMap<>();
    for (String line : lines) {
      List<String> words = SEPARATORS.splitAsStream(line).toList();
      subJobs.put(words.get(0), words.subList(1, words.size()));
    }
    return new Graph(subJobs.keySet().iterator().next(), subJobs);
  }

  /** A random hierarchy in which every job is a sub-job of at least one other. */
  static Graph random(RandomGenerator random, String prefix, int jobs, int dependencies) {
    Map<String, Set<String>> subJobs = new LinkedHashMap<>();
    for (int i = 0; i < jobs; i++) {
      subJobs.put(prefix + i, new LinkedHashSet<>());
      if (i > 0) {
        subJobs.get(prefix + random.nextInt(i)).add(prefix + i);
      }
    }
    for (int i = 0; i < dependencies; i++) {
      int sub = random.nextInt(1, jobs);
      // Dependencies lead from lower to higher numbers only, so there are no cycles.
      subJobs.get(prefix + random.nextInt(sub)).add(prefix + sub);
    }
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    subJobs.forEach((job, subs) -> ordered.put(job, List.copyOf(subs)));
    return new Graph(prefix + 0, ordered);
  }

  List<String> subJobs(String job) {
    return subJobs.getOrDefault(job, List.of());
  }

  /** Builds the hierarchy of jobs that fail if they start before their sub-jobs are done. */
  JobRoot build(Bench bench) {
    JobRoot top = bench.queue().createJobRoot("spec.record", parameters(bench, root));
    Map<String, Job> built = new HashMap<>(Map.of(root, top));
    addSubJobs(bench, root, built);
    return top;
  }

  private void addSubJobs(Bench bench, String name, Map<String, Job> built) {
    Job job = built.get(name);
    for (String sub : subJobs(name)) {
      Job present = built.get(sub);
      if (present != null) {
        job.addDependency(present);
      } else {
        built.put(sub, job.createJob("spec.record", parameters(bench, sub)));
        addSubJobs(bench, sub, built);
      }
    }
  }

  private Map<String, Object> parameters(Bench bench, String name) {
    Map<String, Object> parameters = new HashMap<>(bench.named(name));
    parameters.put("needs", subJobs(name));
    return parameters;
  }

  /** The hierarchy without the dependencies that follow from others. */
  Graph reduced() {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    for (String job : subJobs.keySet()) {
      List<String> subs = subJobs(job);
      kept.put(
          job,
          subs.stream()
              .filter(
                  sub ->
                      subs.stream()
                          .noneMatch(other -> !other.equals(sub) && below(other).contains(sub)))
              .toList());
    }
    return new Graph(root, kept);
  }

  /** The order in which one worker runs the jobs: each after its sub-jobs, those in their order. */
  List<String> depthFirst() {
    Set<String> visited = new LinkedHashSet<>();
    List<String> order = new ArrayList<>();
    visit(root, visited, order);
    return order;
  }

  private void visit(String job, Set<String> visited, List<String> order) {
    if (visited.add(job)) {
      subJobs(job).forEach(sub -> visit(sub, visited, order));
      order.add(job);
    }
  }

  private Set<String> below(String job) {
    Set<String> visited = new LinkedHashSet<>();
    visit(job, visited, new ArrayList<>());
    visited.remove(job);
    return visited;
  }
}
