package org.jobqueue.core.queue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.NodeRef;
import org.jobqueue.core.format.ProcessIdentity;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.format.WorkerInfo;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.WorkerSession;
import org.jobqueue.core.work.Failures;

/** Reads what workers there are and what they do, for people. */
final class WorkerReader {
  private final QueueDirectory queue;
  private final Reaper reaper;

  WorkerReader(QueueDirectory queue) {
    this.queue = queue;
    this.reaper = new Reaper(queue);
  }

  /** All workers, by name. */
  List<WorkerStatus> all() {
    try {
      List<WorkerStatus> workers = new ArrayList<>();
      for (String name : reaper.workers()) {
        workers.add(status(name));
      }
      return workers;
    } catch (IOException e) {
      throw Failures.reading(queue.layout().workers(), e);
    }
  }

  private WorkerStatus status(String name) throws IOException {
    List<String> names = queue.listOrEmpty(queue.layout().worker(name));
    Optional<ProcessIdentity> process = process(name);
    Optional<WorkerInfo> info = info(name);
    return new WorkerStatus(
        name,
        process.map(ProcessIdentity::host).orElse(name.substring(0, name.indexOf('_'))),
        process.map(p -> OptionalLong.of(p.pid())).orElse(OptionalLong.empty()),
        info.map(WorkerInfo::user),
        state(name, names),
        info.map(i -> OptionalInt.of(i.slots())).orElse(OptionalInt.empty()),
        running(name),
        info.map(WorkerInfo::started),
        lastBeat(name),
        info.map(WorkerInfo::types).orElse(Map.of()),
        info.map(WorkerInfo::resources));
  }

  private WorkerStatus.State state(String name, List<String> names) {
    boolean dead =
        names.stream()
            .flatMap(file -> HeartbeatName.parse(file).stream())
            .anyMatch(HeartbeatName::dead);
    if (dead || reaper.isCertainlyGone(name)) {
      return WorkerStatus.State.DEAD;
    }
    return names.contains(WorkerInfo.DRAINING)
        ? WorkerStatus.State.DRAINING
        : WorkerStatus.State.WORKING;
  }

  private List<JobId> running(String name) throws IOException {
    List<JobId> jobs = new ArrayList<>();
    for (String file : queue.listOrEmpty(queue.layout().runDirectory(name))) {
      Optional<RunTicket> inFlight = RunTicket.parse(file);
      if (inFlight.isPresent()) {
        jobs.add(job(inFlight.get().ticket()));
      }
    }
    return jobs;
  }

  private JobId job(Ticket ticket) {
    NodeRef node = ticket.node();
    if (ticket.chunks().isEmpty()) {
      return node.id();
    }
    try {
      var block = queue.definition(node.id()).block();
      return block == null ? node.id() : block.chunk(node.id(), ticket.chunks().get().first());
    } catch (IOException e) {
      return node.id(); // it is being removed, or damaged
    }
  }

  private Optional<ProcessIdentity> process(String name) {
    try {
      return Optional.of(
          ProcessIdentity.parse(
              queue
                  .files()
                  .read(
                      queue.layout().worker(name).resolve(WorkerSession.INFO),
                      ProcessIdentity.SIZE_LIMIT)));
    } catch (IOException e) {
      return Optional.empty(); // it has just signed off, or has not finished to sign on
    }
  }

  private Optional<WorkerInfo> info(String name) {
    try {
      return Optional.of(
          WorkerInfo.parse(
              queue
                  .files()
                  .read(
                      queue.layout().worker(name).resolve(WorkerInfo.FILE),
                      WorkerInfo.SIZE_LIMIT)));
    } catch (IOException e) {
      return Optional.empty(); // the same, or it lives for one job only
    }
  }

  /** A beat renames a file in the directory, which changes the time of the directory. */
  private Optional<Instant> lastBeat(String name) {
    try {
      return queue.files().lastModified(queue.layout().worker(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
