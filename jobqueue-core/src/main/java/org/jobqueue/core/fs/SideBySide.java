package org.jobqueue.core.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes the same step on files for many things that do not depend on each other, with several
 * threads: over a network most of the time of a step is waiting, and a local file system has work
 * for more than one processor.
 *
 * <p>The calling thread takes part, and for few things it is alone. The things are begun in their
 * order, in small portions. After a failure nothing more is begun, and the call returns when all
 * threads have ended.
 */
public final class SideBySide {
  private static final int FEW = 256;
  private static final int PORTION = 16;
  private static final int HELPERS = 3;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private SideBySide() {}

  /** What is done for each thing; called by several threads at a time. */
  @FunctionalInterface
  public interface Step<T> {
    /** Does it. */
    void take(T thing) throws IOException;
  }

  /**
   * Takes a step for each thing.
   *
   * @throws IOException that of the first step that failed, as do unchecked exceptions and errors;
   *     further ones are suppressed in it
   */
  public static <T> void forEach(List<T> things, Step<? super T> step) throws IOException {
    Run<T> run = new Run<>(things, step);
    List<Thread> helpers = new ArrayList<>();
    for (int i = 0; i < HELPERS && things.size() > FEW; i++) {
      Thread helper = new Thread(run, "jobqueue-write-" + NAMES.incrementAndGet());
      helper.setDaemon(true);
      try {
        helper.start();
      } catch (OutOfMemoryError e) {
        break; // there may be no more threads; those that are there do it
      }
      helpers.add(helper);
    }
    run.run();
    helpers.forEach(SideBySide::join);
    run.rethrow();
  }

  /** An interrupt waits: what a helper writes must not come after the call has returned. */
  private static void join(Thread helper) {
    boolean interrupted = false;
    while (true) {
      try {
        helper.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Run<T> implements Runnable {
    private final List<T> things;
    private final Step<? super T> step;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Run(List<T> things, Step<? super T> step) {
      this.things = things;
      this.step = step;
    }

    // Whatever goes wrong in a helper is thrown again by the thread that called.
    @Override
    @SuppressWarnings("CatchThrowable")
    public void run() {
      try {
        for (int first = begun.getAndAdd(PORTION);
            first < things.size();
            first = begun.getAndAdd(PORTION)) {
          for (T thing : things.subList(first, Math.min(things.size(), first + PORTION))) {
            if (failure.get() != null) {
              return;
            }
            step.take(thing);
          }
        }
      } catch (Throwable e) {
        if (!failure.compareAndSet(null, e)) {
          Throwable first = failure.get();
          if (first != null && first != e) {
            first.addSuppressed(e);
          }
        }
      }
    }

    void rethrow() throws IOException {
      Throwable thrown = failure.get();
      if (thrown instanceof IOException e) {
        throw e;
      }
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
    }
  }
}
