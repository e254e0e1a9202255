package org.jobqueue.core.fs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces many files to disk at a time, for several callers at once.
 *
 * <p>A disk takes about as long to force one file as to force a dozen that are asked for at the
 * same time: the journal of the file system takes them into one commit. So the paths of a call are
 * forced by the caller and by a few helper threads side by side, and callers that ask for the same
 * path share one request.
 *
 * <p>A request can be shared only until somebody begins to force it: what is written after that
 * moment may not be covered. Whoever asks later makes a new request, so that for each caller every
 * path is forced at least once from beginning to end after the call.
 *
 * <p>The caller takes part in the work and needs no helper to get on: a call for one path costs no
 * change of threads, and a short call does not queue behind a long one. Where there are more
 * callers than helpers these alone keep the disk busy, and helpers would only cost time. Helpers
 * are daemons, come when there is something to help with, and go when there has been nothing for a
 * while.
 *
 * <p>How many are worth their while depends on the disk. One that answers within a fraction of a
 * millisecond keeps the processors busy, and needs few; one that takes its time, such as a hard
 * disk or a server, takes many at a time just as quickly. So the number follows from how long
 * forcing took of late.
 */
final class GroupSync {
  private static final AtomicInteger HELPERS = new AtomicInteger();
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final double MOSTLY = 0.75; // a quick disk is slow at times, when much is asked
  private static final int MEMORY = 32; // how many times the share goes back, about

  private final Force force;
  private final LongSupplier ticker;
  private final int fewHelpers;
  private final int manyHelpers;
  private final ThreadPoolExecutor helpers;
  private double slowShare; // of the times that forcing took; guarded by helpers
  private final AtomicInteger callers = new AtomicInteger();
  private final Map<Path, Request> pending = new HashMap<>(); // not begun; guarded by itself

  /** Forces one file or directory; called by several threads at a time. */
  @FunctionalInterface
  interface Force {
    void force(Path path) throws IOException;
  }

  /**
   * A group.
   *
   * @param ticker nanoseconds that go by
   * @param fewHelpers how many threads help the callers at most where forcing is quick
   * @param manyHelpers how many do where it takes its time
   * @param patience after which a helper without work goes
   */
  GroupSync(Force force, LongSupplier ticker, int fewHelpers, int manyHelpers, Duration patience) {
    this.force = force;
    this.ticker = ticker;
    this.fewHelpers = fewHelpers;
    this.manyHelpers = manyHelpers;
    this.helpers =
        new ThreadPoolExecutor(
            fewHelpers,
            manyHelpers,
            patience.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            GroupSync::helper);
    helpers.allowCoreThreadTimeOut(true);
  }

  private static Thread helper(Runnable work) {
    // Nothing of the caller that happens to need the first helper is kept: it may be a plugin's.
    Thread thread = new Thread(null, work, "jobqueue-sync-" + HELPERS.incrementAndGet(), 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Forces all paths, in any order; when it returns, what the caller wrote before is durable. An
   * interrupt has no effect but that its flag is kept.
   *
   * @throws NoSuchFileException if one is missing
   * @throws IOException if one could not be forced; all others were nevertheless, and further
   *     failures are suppressed in it. Callers that shared a request get exceptions of their own
   */
  void sync(Collection<Path> paths) throws IOException {
    List<Request> fresh = new ArrayList<>();
    List<Request> mine = ask(new LinkedHashSet<>(paths), fresh);
    try {
      if (callers.incrementAndGet() <= helpers.getCorePoolSize()) {
        for (int i = 1; i < fresh.size(); i++) { // the caller itself begins with one
          helpers.execute(fresh.get(i));
        }
      }
    } finally {
      mine.forEach(Request::run); // even if there can be no helper: others may wait for these
      callers.decrementAndGet();
    }
    IOException failure = null;
    for (Request request : mine) {
      Optional<IOException> another = request.await();
      if (another.isPresent()) {
        failure = worse(failure, another.get());
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void took(long nanos) {
    synchronized (helpers) {
      slowShare += ((nanos >= SLOW_NANOS ? 1 : 0) - slowShare) / MEMORY;
      int wanted = slowShare < MOSTLY ? fewHelpers : manyHelpers;
      if (wanted != helpers.getCorePoolSize()) {
        helpers.setCorePoolSize(wanted); // those that are too many go when they have no work
      }
    }
  }

  private List<Request> ask(Collection<Path> paths, List<Request> fresh) {
    List<Request> requests = new ArrayList<>(paths.size());
    synchronized (pending) {
      for (Path path : paths) {
        Request request = pending.get(path);
        if (request == null) {
          request = new Request(path);
          pending.put(path, request);
          fresh.add(request);
        }
        requests.add(request);
      }
    }
    return requests;
  }

  /** That something is missing says most: callers take it for a sign that others removed it. */
  private static IOException worse(@Nullable IOException first, IOException second) {
    if (first == null) {
      return second;
    }
    if (second instanceof NoSuchFileException && !(first instanceof NoSuchFileException)) {
      second.addSuppressed(first);
      return second;
    }
    first.addSuppressed(second);
    return first;
  }

  /** One path that somebody wants forced; whoever comes first does it. */
  private final class Request implements Runnable {
    private final Path path;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable IOException failure;

    Request(Path path) {
      this.path = path;
    }

    /** Forces the path unless another thread has begun to; from here on nobody joins. */
    @Override
    public void run() {
      synchronized (pending) {
        if (!pending.remove(path, this)) {
          return;
        }
      }
      long begun = ticker.getAsLong();
      try {
        force.force(path);
        took(ticker.getAsLong() - begun);
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException | Error e) {
        failure = new IOException("cannot force " + path + " to disk: " + e, e);
      } finally {
        done.countDown();
      }
    }

    /** Waits until the path has been forced; what went wrong, for this caller alone. */
    Optional<IOException> await() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            done.await();
            return Optional.ofNullable(failure).map(this::another);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private IOException another(IOException original) {
      IOException copy;
      if (original instanceof NoSuchFileException e) {
        copy = new NoSuchFileException(e.getFile(), e.getOtherFile(), e.getReason());
      } else if (original instanceof AccessDeniedException e) {
        copy = new AccessDeniedException(e.getFile(), e.getOtherFile(), e.getReason());
      } else if (original instanceof FileSystemException e) {
        copy = new FileSystemException(e.getFile(), e.getOtherFile(), e.getReason());
      } else {
        copy = new IOException(path + ": " + original.getMessage());
      }
      copy.initCause(original);
      return copy;
    }
  }
}
