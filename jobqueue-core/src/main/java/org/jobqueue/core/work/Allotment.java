package org.jobqueue.core.work;

import java.util.List;

/**
 * What a job has while it runs.
 *
 * @param cores the number of cores that it has asked for
 * @param gpus the GPUs that nobody else has meanwhile
 * @param giveBack what to do when it is over
 */
record Allotment(int cores, List<String> gpus, Runnable giveBack) {
  /** That of a job that needs nothing. */
  static final Allotment NOTHING = new Allotment(0, List.of(), () -> {});

  void release() {
    giveBack.run();
  }
}
