package org.jobqueue.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jobqueue.api.InvalidHierarchyException;

/**
 * The dependencies of a hierarchy, checked: without cycles, without those that follow from others,
 * with the order of the rest kept. Nodes are numbered in the order in which they run, depth-first,
 * sub-jobs before the jobs that wait for them; the root has the last number.
 */
final class JobGraph {
  private static final int WORDS_PER_PASS = 16;
  private static final int MOST_NAMED = 20;

  private final List<JobNode> nodes;
  private final int[][] subJobs;

  private JobGraph(List<JobNode> nodes, int[][] subJobs) {
    this.nodes = nodes;
    this.subJobs = subJobs;
  }

  /**
   * The graph of a hierarchy.
   *
   * @throws InvalidHierarchyException if it has a cycle, naming the jobs on it
   */
  static JobGraph of(RootNode root) {
    List<JobNode> nodes = inRunOrder(root);
    Map<JobNode, Integer> numbers = new HashMap<>();
    for (JobNode node : nodes) {
      numbers.put(node, numbers.size());
    }
    int[][] subJobs = new int[nodes.size()][];
    for (int n = 0; n < subJobs.length; n++) {
      Collection<JobNode> direct = nodes.get(n).nodes();
      subJobs[n] = direct.stream().mapToInt(numbers::get).toArray();
    }
    return renumbered(nodes, withoutRedundant(subJobs));
  }

  /** Without the redundant dependencies a depth-first walk may meet the nodes in another order. */
  private static JobGraph renumbered(List<JobNode> nodes, int[][] subJobs) {
    int[] newNumbers = new int[nodes.size()];
    int[] visited = new int[nodes.size()]; // 0 for not yet, otherwise 1 + how many sub-jobs
    List<JobNode> order = new ArrayList<>(nodes.size());
    int[][] renumbered = new int[nodes.size()][];
    Deque<Integer> path = new ArrayDeque<>();
    path.push(nodes.size() - 1);
    while (!path.isEmpty()) {
      int node = path.element();
      int next = visited[node]++;
      if (next < subJobs[node].length) {
        if (visited[subJobs[node][next]] == 0) {
          path.push(subJobs[node][next]);
        }
        continue;
      }
      path.pop();
      newNumbers[node] = order.size();
      renumbered[order.size()] =
          IntStream.of(subJobs[node]).map(subJob -> newNumbers[subJob]).toArray();
      order.add(nodes.get(node));
    }
    return new JobGraph(order, renumbered);
  }

  int size() {
    return nodes.size();
  }

  JobNode node(int number) {
    return nodes.get(number);
  }

  /** The numbers of the direct sub-jobs, in the order in which they were added. */
  int[] subJobs(int number) {
    return subJobs[number];
  }

  /** Depth-first, each node once: linear in nodes and dependencies, without recursion. */
  private static List<JobNode> inRunOrder(RootNode root) {
    List<JobNode> finished = new ArrayList<>();
    Map<JobNode, Boolean> done = new HashMap<>();
    Deque<JobNode> path = new ArrayDeque<>();
    Deque<Iterator<JobNode>> rest = new ArrayDeque<>();
    path.push(root);
    rest.push(root.nodes().iterator());
    done.put(root, false);
    while (!path.isEmpty()) {
      if (!rest.element().hasNext()) {
        rest.pop();
        done.put(path.element(), true);
        finished.add(path.pop());
        continue;
      }
      JobNode next = rest.element().next();
      Boolean state = done.get(next);
      if (state == null) {
        done.put(next, false);
        path.push(next);
        rest.push(next.nodes().iterator());
      } else if (!state) {
        throw cycle(path, next);
      }
    }
    return finished;
  }

  private static InvalidHierarchyException cycle(Deque<JobNode> path, JobNode closing) {
    List<JobNode> cycle = new ArrayList<>();
    for (JobNode node : path) {
      cycle.add(node);
      if (node == closing) {
        break;
      }
    }
    Collections.reverse(cycle);
    cycle.add(closing);
    return new InvalidHierarchyException(
        "the jobs wait for each other in a cycle: " + String.join(" -> ", shortened(cycle)));
  }

  private static List<String> shortened(List<JobNode> cycle) {
    List<String> labels = new ArrayList<>();
    int last = cycle.size() - 1;
    for (int i = 0; i <= last; i++) {
      if (i == MOST_NAMED && last > MOST_NAMED + 1) {
        labels.add("(" + (last - MOST_NAMED) + " more)");
        i = last;
      }
      labels.add(cycle.get(i).label());
    }
    return labels;
  }

  /**
   * Removes every dependency that follows from others. Only a dependency on a node with several
   * parents can be redundant; such nodes are taken in portions, and for each portion one sweep over
   * the graph finds which of them every node reaches through another node.
   */
  private static int[][] withoutRedundant(int[][] subJobs) {
    int[] shared = nodesWithSeveralParents(subJobs);
    boolean[][] redundant = new boolean[subJobs.length][];
    int portion = WORDS_PER_PASS * Long.SIZE;
    for (int from = 0; from < shared.length; from += portion) {
      markRedundant(subJobs, shared, from, Math.min(shared.length, from + portion), redundant);
    }
    int[][] reduced = subJobs.clone();
    for (int n = 0; n < subJobs.length; n++) {
      boolean[] marks = redundant[n];
      if (marks != null) {
        int[] all = subJobs[n];
        reduced[n] =
            IntStream.range(0, all.length).filter(i -> !marks[i]).map(i -> all[i]).toArray();
      }
    }
    return reduced;
  }

  private static int[] nodesWithSeveralParents(int[][] subJobs) {
    int[] parents = new int[subJobs.length];
    for (int[] direct : subJobs) {
      for (int subJob : direct) {
        parents[subJob]++;
      }
    }
    return IntStream.range(0, parents.length).filter(n -> parents[n] > 1).toArray();
  }

  private static void markRedundant(
      int[][] subJobs, int[] shared, int from, int to, boolean[][] redundant) {
    Map<Integer, Integer> bits = new HashMap<>();
    for (int i = from; i < to; i++) {
      bits.put(shared[i], i - from);
    }
    long[][] below = new long[subJobs.length][]; // what a node reaches; null for none of them
    for (int n = 0; n < subJobs.length; n++) {
      long[] indirect = null;
      for (int subJob : subJobs[n]) {
        indirect = union(indirect, below[subJob]);
      }
      long[] all = indirect;
      for (int i = 0; i < subJobs[n].length; i++) {
        Integer bit = bits.get(subJobs[n][i]);
        if (bit == null) {
          continue;
        }
        if (indirect != null && isSet(indirect, bit)) {
          if (redundant[n] == null) {
            redundant[n] = new boolean[subJobs[n].length];
          }
          redundant[n][i] = true;
        }
        all = all == null ? new long[WORDS_PER_PASS] : all == indirect ? all.clone() : all;
        all[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
      }
      below[n] = all;
    }
  }

  private static long @org.jspecify.annotations.Nullable [] union(
      long @org.jspecify.annotations.Nullable [] left,
      long @org.jspecify.annotations.Nullable [] right) {
    if (left == null || right == null || left == right) {
      return left == null ? right : left;
    }
    long[] both = left.clone();
    for (int w = 0; w < both.length; w++) {
      both[w] |= right[w];
    }
    return both;
  }

  private static boolean isSet(long[] set, int bit) {
    return (set[bit / Long.SIZE] & (1L << (bit % Long.SIZE))) != 0;
  }
}
