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
              c.contains("0")
                  ? Worlds.empty()
                  : Worlds.after(
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
      int jobs = Integer.getInteger("jobs", 5);
      int i = 0;
      for (char x : c.toCharArray()) {
        switch (x) {
          case 'w' -> w.process("w" + i++, Programs.worker(jobs));
          case 'f' -> w.process("f" + i++, Programs.failingWorker(jobs));
          case 'r' -> w.suspiciousProcess("r" + i++, Programs.observer());
          case 'x' ->
              w.process("x" + i++, Programs.deleter(org.jobqueue.api.JobId.ofRoot(1))).jobsChange();
          case 'n' -> w.process("n" + i++, Programs.submitter(Hierarchies::pair)).jobsChange();
          case 'm' -> w.process("m" + i++, Programs.submitter(Hierarchies::single)).jobsChange();
          case 'L' -> w.faults(1, Fault.LOST_REPLY);
          case 'E' -> w.faults(1, Fault.IO_ERROR);
          case 'M' -> w.faults(1, Fault.STALE_MISSING);
          default -> {}
        }
      }
      w.recoveries(Long.getLong("rec", 1000));
      long t = System.nanoTime();
      var r = new Exploration(w).explore(Long.getLong("max", 200_000));
      System.out.println(c + " " + r + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
      r.violation().ifPresent(System.out::println);
    }
  }
}
