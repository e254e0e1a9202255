package org.jobqueue.testkit;

import org.jobqueue.testkit.client.*;
import org.jobqueue.testkit.explore.*;
import org.junit.jupiter.api.Test;

class TryTest {
  public static void main(String[] a) {
    new TryTest().run();
  }

  @Test
  void run() {
    for (String c : System.getProperty("worlds", "1s 1p 1d 2s 2p").split(" ")) {
      World w =
          new World(
              Worlds.after(
                  Worlds.empty(),
                  x ->
                      Programs.submit(
                          x,
                          c.contains("s")
                              ? Hierarchies.single()
                              : c.contains("p")
                                  ? Hierarchies.pair()
                                  : c.contains("c")
                                      ? Hierarchies.chain()
                                      : Hierarchies.diamond())));
      int n = Character.digit(c.charAt(0), 10);
      int jobs = Integer.getInteger("jobs", 5);
      for (int i = 0; i < n; i++) w.process("w" + i, Programs.worker(jobs));
      if (c.contains("r")) w.suspiciousProcess("R", Programs.observer(false));
      if (c.contains("L")) w.faults(1, Fault.LOST_REPLY);
      w.recoveries(Long.getLong("rec", 1000));
      long t = System.nanoTime();
      var r = new Exploration(w).explore(Long.getLong("max", 200_000));
      System.out.println(c + " " + r + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
      r.violation().ifPresent(System.out::println);
    }
  }
}
