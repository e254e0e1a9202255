package org.jobqueue.core.hook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.event.ListenerRegistration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with the events that wait for it. Its thread is started by the first event and ends
 * when there was none for a while, so that a queue object can simply be dropped. While events wait,
 * the exit of the process waits for them a little.
 */
final class Listening implements ListenerRegistration {
  /** How many events wait for a listener at most. */
  static final int CAPACITY = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final JobListener listener;
  private final Set<EventType> types;
  private final long patienceNanos;
  private final Queue<JobEvent> waiting = new ArrayDeque<>();
  private final Set<Class<?>> loggedExceptions = new HashSet<>();
  private @Nullable Thread thread;
  private @Nullable Thread exitHook;
  private boolean busy;
  private boolean closed;
  private long lost;
  private long failed;

  /**
   * A listener that has been told nothing.
   *
   * @param types what it is told; everything if there are none
   * @param patienceNanos how long the exit of the process waits for it
   */
  Listening(JobListener listener, Set<EventType> types, long patienceNanos) {
    this.listener = listener;
    this.types = types;
    this.patienceNanos = patienceNanos;
  }

  /** Has the listener told; does not wait. */
  synchronized void offer(JobEvent event) {
    if (closed || !(types.isEmpty() || types.contains(event.type()))) {
      return;
    }
    if (waiting.size() >= CAPACITY) {
      if (lost == 0) {
        LOG.warn("{} is too slow or hangs; it does not get all events", listener);
      }
      lost++;
      return;
    }
    waiting.add(event);
    if (thread == null) {
      Thread started = new Thread(this::run, "jobqueue-listener");
      started.setDaemon(true);
      thread = started;
      started.start();
    }
    holdExit();
    notifyAll();
  }

  private void run() {
    JobEvent event = next();
    while (event != null) {
      tell(event);
      event = next();
    }
  }

  // Whatever a listener throws, errors included, is its own affair.
  @SuppressWarnings("CatchThrowable")
  private void tell(JobEvent event) {
    try {
      listener.happened(event);
    } catch (Throwable e) {
      if (countFailure(e)) {
        LOG.warn("{} failed; further exceptions of this kind are only counted", listener, e);
      }
    }
  }

  private synchronized boolean countFailure(Throwable e) {
    failed++;
    return loggedExceptions.add(e.getClass());
  }

  /** The next event; null if the thread is to end. */
  private synchronized @Nullable JobEvent next() {
    busy = false;
    notifyAll();
    long deadline = System.nanoTime() + IDLE_NANOS;
    while (waiting.isEmpty()) {
      releaseExit();
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (closed || left <= 0) {
        thread = null;
        return null;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        // a listener has left it behind; it means nothing to this thread
      }
    }
    busy = true;
    return waiting.remove();
  }

  private void holdExit() {
    if (exitHook != null) {
      return;
    }
    Thread hook = new Thread(() -> await(patienceNanos), "jobqueue-listener-exit");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      exitHook = hook;
    } catch (IllegalStateException e) {
      // exiting already
    }
  }

  private void releaseExit() {
    Thread hook = exitHook;
    exitHook = null;
    if (hook != null) {
      try {
        var unused = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // exiting already
      }
    }
  }

  /** Waits until the listener has been told everything; false if that takes too long. */
  synchronized boolean await(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (busy || !waiting.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        LOG.warn("{} is given up with {} events that it did not get", listener, waiting.size());
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean await(Duration longest) {
    return await(longest.toNanos());
  }

  @Override
  public synchronized long lost() {
    return lost;
  }

  @Override
  public synchronized long failed() {
    return failed;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
