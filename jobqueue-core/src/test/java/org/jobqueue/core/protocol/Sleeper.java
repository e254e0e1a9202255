package org.jobqueue.core.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobqueue.core.protocol.World.Client;

/**
 * What a process does that stops before one of its operations of the file system, as if it stood
 * still, until it is told to go on.
 */
final class Sleeper {
  private final Semaphore atRest = new Semaphore(0);
  private final Semaphore awake = new Semaphore(0);
  private final AtomicInteger operations = new AtomicInteger();
  private final int stop;
  private final Thread thread;
  private volatile boolean stopped;

  /** What is done. */
  interface Action {
    void run() throws IOException;
  }

  /**
   * Begins, and returns when it has stopped or come to its end.
   *
   * @param stop the operation before which it stops
   */
  Sleeper(Client client, int stop, Action action) {
    this.stop = stop;
    client.files().beforeEach(this::rest);
    this.thread = new Thread(() -> act(action), "sleeper");
    thread.start();
    atRest.acquireUninterruptibly();
  }

  private void act(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      atRest.release();
    }
  }

  private void rest() {
    if (operations.getAndIncrement() == stop) {
      stopped = true;
      atRest.release();
      awake.acquireUninterruptibly();
    }
  }

  /** Whether it had that many operations. */
  boolean hasStopped() {
    return stopped;
  }

  /** Lets it go on, to its end. */
  void goOn() {
    awake.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
