package org.jobqueue.core.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jobqueue.core.format.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/** What is known of processes on this machine. */
public interface ProcessProbe {
  /** This process. */
  ProcessIdentity self();

  /**
   * True only if the process is certainly gone. A process of another machine, of another boot or in
   * another container is never certainly gone.
   */
  boolean isCertainlyGone(ProcessIdentity process);

  /** Asks this machine, {@code /proc} where there is one. */
  static ProcessProbe ofThisMachine() {
    return new ThisMachine();
  }

  /** The real thing. */
  final class ThisMachine implements ProcessProbe {
    private final ProcessIdentity self;

    private ThisMachine() {
      long pid = ProcessHandle.current().pid();
      self =
          new ProcessIdentity(
              hostName(),
              readOrNull(Path.of("/proc/sys/kernel/random/boot_id")),
              linkOrNull(Path.of("/proc/self/ns/pid")),
              pid,
              startOrNull(pid));
    }

    @Override
    public ProcessIdentity self() {
      return self;
    }

    @Override
    public boolean isCertainlyGone(ProcessIdentity process) {
      if (!self.sharesProcessIdsWith(process)) {
        return false;
      }
      if (ProcessHandle.of(process.pid()).isEmpty()) {
        return true;
      }
      String start = startOrNull(process.pid());
      return start != null && process.startTicks() != null && !start.equals(process.startTicks());
    }

    private static String hostName() {
      String name = readOrNull(Path.of("/proc/sys/kernel/hostname"));
      if (name != null && !name.isEmpty()) {
        return name;
      }
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }

    /** Field 22 of {@code /proc/<pid>/stat}; the program's name before it may hold anything. */
    private static @Nullable String startOrNull(long pid) {
      String stat = readOrNull(Path.of("/proc", Long.toString(pid), "stat"));
      if (stat == null) {
        return null;
      }
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields.length > 19 ? fields[19] : null;
    }

    private static @Nullable String readOrNull(Path file) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        return null; // no such system, or the process is gone
      }
    }

    private static @Nullable String linkOrNull(Path link) {
      try {
        return Optional.of(Files.readSymbolicLink(link)).map(Path::toString).orElse(null);
      } catch (IOException e) {
        return null;
      }
    }
  }
}
