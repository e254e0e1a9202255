package org.jobqueue.core.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and what it started, to be ended together.
 *
 * <p>Descendants are looked for again at every step, because a process may start more of them while
 * it is being ended. A descendant whose parent had ended before the first look belongs to nobody
 * any more and is not found. Not thread-safe.
 */
final class ProcessTree {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
  private static final Duration PAUSE = Duration.ofMillis(10);
  // Only a process stuck in the kernel, say on a dead file server, survives KILL for so long.
  private static final Duration LONGEST_KILL = Duration.ofSeconds(30);

  private final Set<ProcessHandle> members = new LinkedHashSet<>();
  private boolean interrupted;

  ProcessTree(ProcessHandle root) {
    members.add(root);
  }

  /**
   * Asks all processes to end, kills those that are left after {@code grace}, and waits until they
   * are gone. An interrupt does not shorten this; the flag is set again at the end.
   */
  void terminate(Duration grace) {
    interrupted = Thread.interrupted();
    if (!signalUntilGone(ProcessHandle::destroy, grace)
        && !signalUntilGone(ProcessHandle::destroyForcibly, LONGEST_KILL)) {
      LOG.warn("processes {} are still there {} after they were killed", living(), LONGEST_KILL);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Signals every member once, also those that appear meanwhile; false if some are left. */
  private boolean signalUntilGone(Consumer<ProcessHandle> signal, Duration limit) {
    Set<ProcessHandle> signalled = new HashSet<>();
    long start = System.nanoTime();
    while (true) {
      addDescendants();
      List<ProcessHandle> living = living();
      if (living.isEmpty()) {
        return true;
      }
      // Parents come before their children: a shell whose child ends first would go on to its next
      // command.
      living.stream().filter(signalled::add).forEach(signal);
      if (System.nanoTime() - start >= limit.toNanos()) {
        return false;
      }
      pause();
    }
  }

  private void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
    interrupted |= Thread.interrupted();
  }

  private void addDescendants() {
    for (ProcessHandle member : living()) {
      member.descendants().forEach(members::add);
    }
  }

  private List<ProcessHandle> living() {
    return members.stream().filter(ProcessTree::isRunning).toList();
  }

  /**
   * True for a process that can still do something. One that has ended but that its parent never
   * asks about stays in the process table, and counts as alive for the JDK, as long as the parent
   * lives.
   */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !hasEndedOnLinux(process.pid());
  }

  private static boolean hasEndedOnLinux(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The name of the program, in parentheses, may itself contain anything.
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
    } catch (IOException e) {
      return false; // No such file system here, or just gone: the JDK's answer counts.
    }
  }
}
