package org.jobqueue.testkit.limits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jobqueue.testkit.files.ServerTree;

/**
 * Who believes to hold how many tokens of a limit. Those of a worker that has signed off or has
 * been declared dead do not count: it stops at its next beat.
 */
final class LimitLedger {
  private record Entry(String worker, int amount) {}

  private final int count;
  private final Supplier<ServerTree> tree;
  private final Map<Object, Entry> entries = new HashMap<>();
  private int most;
  private int taken;

  LimitLedger(int count, Supplier<ServerTree> tree) {
    this.count = count;
    this.tree = tree;
  }

  /** Somebody was told that he has tokens. */
  void took(Object key, String worker, int amount) {
    entries.put(key, new Entry(worker, amount));
    taken++;
    int sum = 0;
    for (Entry entry : entries.values()) {
      sum += isPresent(entry.worker()) ? entry.amount() : 0;
    }
    most = Math.max(most, sum);
    if (sum > count) {
      throw new IllegalStateException(sum + " tokens of " + count + " are held: " + entries);
    }
  }

  private boolean isPresent(String worker) {
    return tree.get().names(List.of("workers", worker)).stream()
        .anyMatch(name -> name.startsWith("hb."));
  }

  /** Somebody is about to give his back. */
  void givesBack(Object key) {
    entries.remove(key);
  }

  /** A worker has given all back: no file of it may be left. */
  void requireNone(String worker, String limit) {
    for (String name : tree.get().names(List.of("limits", limit, "held"))) {
      if (name.contains("." + worker + ".")) {
        throw new IllegalStateException("a worker that holds nothing has left " + name);
      }
    }
  }

  /** The most tokens that were held at the same time. */
  int most() {
    return most;
  }

  /** How often some were taken. */
  int taken() {
    return taken;
  }
}
