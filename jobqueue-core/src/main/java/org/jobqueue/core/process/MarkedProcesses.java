package org.jobqueue.core.process;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the processes of commands by the marker in their environment, on Linux; elsewhere it finds
 * none.
 *
 * <p>A process without a marker, say one whose environment was cleared, counts as one of the
 * command whose marker the leader of its session has: sessions are joined by birth only.
 */
public final class MarkedProcesses {
  private final ProcessFiles files;

  /** The processes of this machine. */
  public MarkedProcesses() {
    this(new ProcessFiles());
  }

  MarkedProcesses(ProcessFiles files) {
    this.files = files;
  }

  /** The processes with such a marker that can be seen at this moment, without this process. */
  public Set<ProcessHandle> find(Predicate<CommandMarker> which) {
    ProcessHandle self = ProcessHandle.current();
    Map<Long, Optional<CommandMarker>> markers = new HashMap<>();
    Set<ProcessHandle> found = new LinkedHashSet<>();
    for (long pid : files.ids()) {
      // First the handle, which knows when the process started, and then the marker: if the id
      // changes hands in between, the handle does not reach the new process.
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      if (handle.isPresent() && effectiveMarker(pid, markers).filter(which).isPresent()) {
        found.add(handle.get());
      }
    }
    if (found.remove(self)) {
      // A worker that is itself part of such a job: its own processes are its own business.
      found.removeAll(self.descendants().collect(Collectors.toSet()));
    }
    return found;
  }

  private Optional<CommandMarker> effectiveMarker(
      long pid, Map<Long, Optional<CommandMarker>> markers) {
    Optional<CommandMarker> own = markers.computeIfAbsent(pid, files::marker);
    if (own.isPresent()) {
      return own;
    }
    Optional<Long> leader =
        files.stat(pid).map(ProcessFiles.Stat::session).filter(session -> session > 1);
    return leader.flatMap(session -> markers.computeIfAbsent(session, files::marker));
  }
}
