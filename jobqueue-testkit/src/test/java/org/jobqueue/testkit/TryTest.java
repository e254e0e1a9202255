package org.jobqueue.testkit;

import org.jobqueue.testkit.client.*;
import org.jobqueue.testkit.explore.*;
import org.junit.jupiter.api.Test;

class TryTest {
  @Test
  void run() {
    for (int k = 0; k < 4; k++) {
      World w =
          new World(Worlds.after(Worlds.empty(), c -> Programs.submit(c, Hierarchies.pair())));
      w.process("A", Programs.worker(5));
      if (k >= 1) w.suspiciousProcess("R", Programs.observer(false));
      if (k >= 2) w.process("B", Programs.worker(5));
      w.recoveries(20000);
      long t = System.nanoTime();
      var r = new Exploration(w).explore(3_000_000);
      System.out.println(k + " " + r + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
      r.violation().ifPresent(System.out::println);
    }
  }
}
