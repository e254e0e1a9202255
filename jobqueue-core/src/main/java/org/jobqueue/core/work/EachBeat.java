package org.jobqueue.core.work;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jobqueue.core.protocol.QueueDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Duties that are performed at each beat, whatever goes wrong, until the worker has ended. */
final class EachBeat {
  private static final Logger LOG = LoggerFactory.getLogger(EachBeat.class);

  private final QueueDirectory queue;
  private final CountDownLatch end;

  /** Something that is to be done again and again. */
  @FunctionalInterface
  interface Duty {
    void perform() throws IOException;
  }

  /**
   * Beats.
   *
   * @param end zero when there is nothing more to be done
   */
  EachBeat(QueueDirectory queue, CountDownLatch end) {
    this.queue = queue;
    this.end = end;
  }

  /**
   * Performs a duty until the end, in this thread.
   *
   * @param trouble what is logged, once, when it begins to fail
   */
  // Neither a bug nor a lack of memory may end the heartbeat of a worker that goes on working.
  @SuppressWarnings("CatchThrowable")
  void perform(String trouble, Duty duty) {
    boolean inTrouble = false;
    while (true) {
      try {
        duty.perform();
        inTrouble = false;
      } catch (Throwable e) {
        if (!inTrouble) {
          LOG.warn(trouble, e);
        }
        inTrouble = true;
      }
      try {
        if (end.await(queue.beatNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
