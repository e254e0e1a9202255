package org.jobqueue.core.process;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes and what they started, to be ended together. This process is never one of them.
 *
 * <p>They are looked for again at every step, because a process may start more of them while it is
 * being ended, and they count as gone only after two looks in a row that found none. A signal is
 * sent through a handle that knows when its process started, so that it never hits another one that
 * got the same id. Not thread-safe.
 */
public final class ProcessSet {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessSet.class);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 160;
  // Only a process stuck in the kernel, say on a dead file server, survives KILL for so long.
  private static final Duration LONGEST_KILL = Duration.ofSeconds(30);

  private final Supplier<? extends Collection<ProcessHandle>> look;
  private final Set<ProcessHandle> members = new LinkedHashSet<>();
  private final ProcessFiles files = new ProcessFiles();
  private boolean interrupted;

  /**
   * A set of processes.
   *
   * @param look finds them; what they started is found in any case while its parents live
   */
  public ProcessSet(Supplier<? extends Collection<ProcessHandle>> look) {
    this.look = look;
  }

  /**
   * Asks all processes to end, kills those that are left after {@code grace}, and waits until they
   * are gone. An interrupt does not shorten this; the flag is set again at the end.
   *
   * @return how many there were
   */
  public int end(Duration grace) {
    interrupted = Thread.interrupted();
    if (!signalUntilGone(ProcessHandle::destroy, grace)
        && !signalUntilGone(ProcessHandle::destroyForcibly, LONGEST_KILL)) {
      LOG.warn("processes {} are still there {} after they were killed", living(), LONGEST_KILL);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return members.size();
  }

  /** Signals every member once, also those that appear meanwhile; false if some are left. */
  private boolean signalUntilGone(Consumer<ProcessHandle> signal, Duration limit) {
    Set<ProcessHandle> signalled = new HashSet<>();
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    boolean noneBefore = false;
    while (true) {
      members.addAll(look.get());
      addDescendants();
      List<ProcessHandle> living = living();
      if (living.isEmpty() && noneBefore) {
        return true;
      }
      noneBefore = living.isEmpty();
      // Parents come before their children: a shell whose child ends first would go on to its next
      // command.
      living.stream().filter(signalled::add).forEach(signal);
      if (!living.isEmpty()) {
        if (System.nanoTime() - start >= limit.toNanos()) {
          return false;
        }
        pause(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    }
  }

  private void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    interrupted |= Thread.interrupted();
  }

  /** A worker that is itself part of a job, and what belongs to it, is left alone. */
  private void addDescendants() {
    ProcessHandle self = ProcessHandle.current();
    for (ProcessHandle member : living()) {
      Set<ProcessHandle> descendants = member.descendants().collect(Collectors.toSet());
      if (descendants.remove(self)) {
        self.descendants().forEach(descendants::remove);
      }
      members.addAll(descendants);
    }
  }

  private List<ProcessHandle> living() {
    return members.stream().filter(this::isRunning).toList();
  }

  /**
   * True for a process that can still do something. One that has ended but that its parent never
   * asks about stays in the process table, and counts as alive for the JDK, as long as the parent
   * lives.
   */
  private boolean isRunning(ProcessHandle process) {
    return process.isAlive()
        && files.stat(process.pid()).filter(ProcessFiles.Stat::hasEnded).isEmpty();
  }
}
