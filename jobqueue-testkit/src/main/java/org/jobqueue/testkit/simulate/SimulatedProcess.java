package org.jobqueue.testkit.simulate;

import java.util.concurrent.Semaphore;
import org.jobqueue.testkit.files.Call;
import org.jobqueue.testkit.files.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A process of a simulation: a thread that runs only between the answer to one operation and the
 * asking of the next. So at any moment at most one of all threads runs, and the order in which they
 * do is the scheduler's.
 */
final class SimulatedProcess {
  /** What the thread of a dead process throws at its next operation, again and again. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super(null, null, false, false);
    }
  }

  /** What a process does. */
  interface ThrowingRunnable {
    void run() throws Exception;
  }

  private final String name;
  private final long pid;
  private final Semaphore scheduler;
  private final Semaphore turn = new Semaphore(0);
  private final Inline inline;
  private final ClientCache cache;
  private final Thread thread;
  private volatile @Nullable Call pending;
  private volatile @Nullable Reply reply;
  private volatile @Nullable Throwable failure;
  private int burst;
  private volatile boolean dead;
  private volatile boolean ended;
  private volatile long wakesAt;

  SimulatedProcess(
      String name,
      Semaphore scheduler,
      Inline inline,
      ClientCache cache,
      long pid,
      ThrowingRunnable body) {
    this.inline = inline;
    this.cache = cache;
    this.name = name;
    this.pid = pid;
    this.scheduler = scheduler;
    this.thread =
        new Thread(
            () -> {
              turn.acquireUninterruptibly();
              try {
                body.run();
              } catch (Death e) {
                // as planned
              } catch (Throwable e) {
                failure = e;
              }
              ended = true;
              scheduler.release();
            },
            name);
    thread.setDaemon(true);
  }

  String name() {
    return name;
  }

  ClientCache cache() {
    return cache;
  }

  long pid() {
    return pid;
  }

  boolean ended() {
    return ended;
  }

  boolean dead() {
    return dead;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Nullable Call pending() {
    return pending;
  }

  /** It is not scheduled before that time. */
  long wakesAt() {
    return wakesAt;
  }

  void sleepUntil(long nanos) {
    wakesAt = nanos;
  }

  /** Runs the process up to its first operation. */
  void start() {
    thread.start();
    letRun();
  }

  /** Answers an operation in the thread of the process, if nothing stands against it. */
  interface Inline {
    @Nullable Reply answer(SimulatedProcess process, Call call);
  }

  /** Called by the process: asks and waits for the answer. */
  Reply call(Call call) {
    if (dead) {
      throw new Death();
    }
    if (burst > 0) {
      burst--;
      Reply answer = inline.answer(this, call);
      if (answer != null) {
        return answer;
      }
    }
    pending = call;
    scheduler.release();
    turn.acquireUninterruptibly();
    if (dead) {
      throw new Death();
    }
    pending = null;
    Reply answer = reply;
    if (answer == null) {
      throw new IllegalStateException("no answer");
    }
    return answer;
  }

  /**
   * Called by the scheduler: answers, and waits until the process asks again or ends.
   *
   * @param more how many further operations the process may carry out before it has to wait
   */
  void answer(Reply answer, int more) {
    reply = answer;
    burst = more;
    letRun();
  }

  /** Called by the scheduler: the process never gets an answer. */
  void die() {
    dead = true;
    letRun();
  }

  private void letRun() {
    turn.release();
    scheduler.acquireUninterruptibly();
  }
}
