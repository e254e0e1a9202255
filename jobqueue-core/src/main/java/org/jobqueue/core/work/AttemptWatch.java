package org.jobqueue.core.work;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does something about what the slots of a worker run, again and again, and sleeps
 * while none of them runs anything.
 *
 * @param <S> a slot
 */
final class AttemptWatch<S> {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptWatch.class);

  private final String name;
  private final long pauseMillis;
  private final CountDownLatch end;
  private final Predicate<S> isRunning;
  private final Consumer<S> action;
  private volatile boolean asleep;

  /**
   * A watch that has not started.
   *
   * @param name of the thread
   * @param pauseMillis between two looks
   * @param end zero when there is nothing more to be done; {@link #wake} follows
   * @param isRunning whether there is something to look after in a slot
   * @param action what is done for each slot
   */
  AttemptWatch(
      String name,
      long pauseMillis,
      CountDownLatch end,
      Predicate<S> isRunning,
      Consumer<S> action) {
    this.name = name;
    this.pauseMillis = pauseMillis;
    this.end = end;
    this.isRunning = isRunning;
    this.action = action;
  }

  void start(List<S> slots) {
    Thread thread = new Thread(() -> watch(slots), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** There is one more to look after, or nothing more to come. */
  void wake() {
    if (asleep) {
      synchronized (this) {
        asleep = false;
        notifyAll();
      }
    }
  }

  // Neither a bug nor a lack of memory ends it: without it nothing that runs could be stopped.
  @SuppressWarnings("CatchThrowable")
  private void watch(List<S> slots) {
    boolean inTrouble = false;
    try {
      while (!end.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        boolean fine = true;
        for (S slot : slots) {
          try {
            action.accept(slot);
          } catch (Throwable e) {
            if (fine && !inTrouble) {
              LOG.error("what runs cannot be looked after; it is tried again", e);
            }
            fine = false;
          }
        }
        inTrouble = !fine;
        sleepWhileNothingRuns(slots);
      }
    } catch (InterruptedException e) {
      LOG.debug("nobody looks after what runs any more", e);
    }
  }

  private synchronized void sleepWhileNothingRuns(List<S> slots) throws InterruptedException {
    asleep = true; // first: who begins meanwhile sees it, or is seen
    while (asleep && end.getCount() > 0 && slots.stream().noneMatch(isRunning)) {
      wait();
    }
    asleep = false;
  }
}
