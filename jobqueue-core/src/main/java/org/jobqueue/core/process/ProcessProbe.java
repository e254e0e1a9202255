package org.jobqueue.core.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jobqueue.core.format.ProcessIdentity;

/** What is known of processes on this machine. */
public interface ProcessProbe {
  /** This process. */
  ProcessIdentity self();

  /**
   * True only if the process is certainly gone. A process of another machine, of another boot or in
   * another container is never certainly gone.
   */
  boolean isCertainlyGone(ProcessIdentity process);

  /**
   * Ends the processes of commands on this machine whose marker is such a one, and waits until they
   * are gone. None is missed but those that cannot be seen: where there is no {@code /proc}, of
   * another account, in another container.
   *
   * @return how many there were
   */
  default int endCommands(Predicate<CommandMarker> which) {
    return 0;
  }

  /** Ends the processes of commands whose worker's process is certainly gone. */
  default int endOrphans() {
    ProcessIdentity self = self();
    return endCommands(
        marker -> marker.workerProcess(self).filter(this::isCertainlyGone).isPresent());
  }

  /** Asks this machine, {@code /proc} where there is one. */
  static ProcessProbe ofThisMachine() {
    return new ThisMachine();
  }

  /** The real thing. */
  final class ThisMachine implements ProcessProbe {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ProcessFiles files = new ProcessFiles();
    private final ProcessIdentity self;

    private ThisMachine() {
      long pid = ProcessHandle.current().pid();
      self =
          new ProcessIdentity(
              hostName(),
              files.readOrNull("sys", "kernel", "random", "boot_id"),
              files.linkOrNull("self", "ns", "pid"),
              pid,
              files.stat(pid).map(ProcessFiles.Stat::start).orElse(null));
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
      Optional<ProcessFiles.Stat> stat = files.stat(process.pid());
      if (stat.isEmpty()) {
        return files.showsAll() && ProcessHandle.of(process.pid()).isEmpty();
      }
      return stat.get().hasEnded()
          || (process.startTicks() != null && !stat.get().start().equals(process.startTicks()));
    }

    @Override
    public int endCommands(Predicate<CommandMarker> which) {
      return new ProcessSet(() -> new MarkedProcesses().find(which)).end(GRACE);
    }

    private String hostName() {
      String name = files.readOrNull("sys", "kernel", "hostname");
      if (name != null && !name.isEmpty()) {
        return name;
      }
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }
  }
}
