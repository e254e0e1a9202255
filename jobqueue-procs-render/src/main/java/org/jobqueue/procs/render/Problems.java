package org.jobqueue.procs.render;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The first few problems, each once, and how many more there were. */
final class Problems {
  private static final int MOST = 10;

  private final Set<String> first = new LinkedHashSet<>();
  private int more;

  void add(String problem) {
    if (first.contains(problem)) {
      return;
    }
    if (first.size() < MOST) {
      first.add(problem);
    } else {
      more++;
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(first);
    if (more > 0) {
      lines.add("and " + more + " more");
    }
    return lines;
  }
}
