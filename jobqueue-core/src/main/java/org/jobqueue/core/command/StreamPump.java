package org.jobqueue.core.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Carries one output stream of a process to its file and, line by line, to its callback, in a
 * thread of its own.
 *
 * <p>The end of the process is not the end of the stream: a process left behind in the background
 * may hold the pipe open for ever. So once the process has ended, {@link #finish} waits for the end
 * of the stream only until a deadline. What the process itself wrote has been in the pipe since
 * before it ended; a pump that is busy at the deadline, rather than waiting for more, first takes
 * all that is there, which is bounded by the size of a pipe.
 */
final class StreamPump {
  private static final int CHUNK = 16 * 1024;
  // The largest pipe an unprivileged Linux process can have.
  private static final int LARGEST_PIPE = 1024 * 1024;

  private final InputStream in;
  private final CommandOutput output;
  private final CallbackGate gate;
  private final LineSplitter splitter;
  private final byte[] chunk = new byte[CHUNK];
  private final Object lock = new Object();

  // Guarded by the lock.
  private boolean running;
  private boolean waiting;
  private boolean abandoned;
  private boolean hasDeadline;
  private long deadline;
  private int readLate;

  /** A pump that does not run yet. */
  StreamPump(InputStream in, CommandOutput output, CallbackGate gate) {
    this.in = in;
    this.output = output;
    this.gate = gate;
    this.splitter = new LineSplitter(line -> gate.call(output.line(), line));
  }

  /** Starts the thread. */
  void start(String threadName) {
    Thread thread = new Thread(this::pump, threadName);
    thread.setDaemon(true);
    synchronized (lock) {
      thread.start();
      running = true;
    }
  }

  /**
   * Waits for the end of the stream, at most until the deadline and until what was in the pipe has
   * been handled. Afterwards nothing is written any more and no callback called. An interrupt does
   * not shorten this; the flag is set again at the end.
   *
   * @param deadlineNanos in terms of {@link System#nanoTime()}
   */
  void finish(long deadlineNanos) {
    boolean interrupted = false;
    boolean unfinished;
    synchronized (lock) {
      hasDeadline = true;
      deadline = deadlineNanos;
      while (running && !(waiting && isLate())) {
        try {
          lock.wait(millisToDeadline());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      unfinished = running;
      abandoned = unfinished;
    }
    if (unfinished) {
      // The pump's thread may stay in its read for long; here is the last to touch the splitter.
      splitter.finish();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the pipe. A read that is waiting in it ends no earlier than its last writer. */
  void close() {
    try {
      in.close();
    } catch (IOException e) {
      // It was only read from: nothing is lost.
    }
  }

  private void pump() {
    // When a process has ended, the JDK takes this monitor, reads what is left in the pipe into
    // memory, without a limit, and closes the pipe. Holding the monitor until the pipe is closed
    // leaves all reading to this thread, unless the process ended before the thread came here.
    synchronized (in) {
      try {
        boolean whole = pumpToEnd();
        if (whole) {
          splitter.finish();
        }
      } catch (RuntimeException | Error e) {
        gate.fail(e);
      } finally {
        close();
        synchronized (lock) {
          running = false;
          lock.notifyAll();
        }
      }
    }
  }

  /** Returns false if the pump was abandoned. */
  private boolean pumpToEnd() {
    while (true) {
      int count = read();
      synchronized (lock) {
        waiting = false;
        if (abandoned) {
          return false;
        }
      }
      if (count < 0) {
        return true;
      }
      write(count);
      splitter.accept(chunk, count);
    }
  }

  private int read() {
    try {
      synchronized (lock) {
        if (!hasDeadline || !isLate()) {
          waiting = true;
          lock.notifyAll();
        } else if (in.available() == 0 || readLate >= LARGEST_PIPE) {
          return -1;
        }
      }
      int count = in.read(chunk);
      synchronized (lock) {
        readLate += hasDeadline && isLate() ? Math.max(0, count) : 0;
      }
      return count;
    } catch (IOException e) {
      return -1; // Closed by close(), or the pipe broke: nothing more comes.
    }
  }

  private void write(int count) {
    if (gate.hasFailed()) {
      return;
    }
    try {
      output.file().write(chunk, 0, count);
      output.file().flush();
    } catch (IOException e) {
      gate.fail(new UncheckedIOException("cannot write the output of the command: " + e, e));
    }
  }

  private boolean isLate() {
    return deadline - System.nanoTime() <= 0;
  }

  /** For {@link Object#wait(long)}: 0, which is for ever, once the deadline has passed. */
  private long millisToDeadline() {
    long nanos = deadline - System.nanoTime();
    return nanos <= 0 ? 0 : nanos / 1_000_000 + 1;
  }
}
