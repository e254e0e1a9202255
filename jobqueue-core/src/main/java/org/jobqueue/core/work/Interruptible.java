package org.jobqueue.core.work;

import org.jspecify.annotations.Nullable;

/**
 * A part of what a thread does that may be interrupted without the rest of it noticing: an
 * interrupt that comes before the part begins is kept for it, one that comes after its end does
 * nothing. Whatever else the part makes of its thread is undone.
 */
final class Interruptible {
  private boolean interrupted;
  private @Nullable Thread thread;

  /** Interrupts the part, as soon as it has begun and as long as it has not ended. */
  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Does the part in this thread, which bears that name and class loader meanwhile. An interrupt of
   * the thread before it is kept for what follows, and is none for the part.
   */
  @SuppressWarnings("ThreadPriorityCheck") // it is only put back
  void perform(String name, ClassLoader loader, Runnable part) {
    Thread present = Thread.currentThread();
    String nameBefore = present.getName();
    ClassLoader loaderBefore = present.getContextClassLoader();
    int priorityBefore = present.getPriority();
    boolean interruptedBefore = Thread.interrupted();
    present.setName(name);
    present.setContextClassLoader(loader);
    synchronized (this) {
      thread = present;
      if (interrupted) {
        present.interrupt();
      }
    }
    try {
      part.run();
    } finally {
      synchronized (this) {
        thread = null;
      }
      boolean unused = Thread.interrupted();
      present.setName(nameBefore);
      present.setContextClassLoader(loaderBefore);
      present.setUncaughtExceptionHandler(null);
      if (present.getPriority() != priorityBefore) {
        present.setPriority(priorityBefore);
      }
      if (interruptedBefore) {
        present.interrupt();
      }
    }
  }
}
