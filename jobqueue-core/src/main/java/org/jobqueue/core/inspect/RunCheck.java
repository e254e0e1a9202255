package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.HeartbeatName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.TicketRecovery;
import org.jobqueue.core.protocol.Tickets;

/** Whether a job that could run has a ticket, and one that runs a worker. */
final class RunCheck {
  private final QueueDirectory queue;
  private final Flight flight;
  private final Suspects suspects;
  private final Reaper workers;
  private final Tickets tickets;
  private final TicketRecovery recovery;
  private final OutsideError errors;

  RunCheck(QueueDirectory queue, Flight flight, Suspects suspects, Reaper workers) {
    this.queue = queue;
    this.flight = flight;
    this.suspects = suspects;
    this.workers = workers;
    this.tickets = new Tickets(queue);
    this.recovery = new TicketRecovery(queue);
    this.errors = new OutsideError(queue);
  }

  /** Looks at a job that waits and is held by nothing. */
  void lookAtWaiting(JobView job, JobDefinition definition, Consumer<Suspicion> out)
      throws IOException {
    long version = job.register().orElseThrow().version();
    Priorities priorities = Priorities.of(queue, definition);
    // Whoever has a ticket of the job, or of a sub-job, issues this one before he drops his own;
    // one that was put back between the first two looks is found by the third.
    boolean provided =
        isReady(definition, priorities, version)
            || flight.hasTicket(id -> id.equals(job.id()) || isSubJob(definition, id))
            || flight.hasIntent(definition.number())
            || isReady(definition, priorities, version);
    if (provided) {
      return;
    }
    Ticket ticket = new Ticket(definition.node(), priorities.present(), version);
    out.accept(
        new Suspicion(
            Damage.JOB_WITHOUT_TICKET,
            place(ticket),
            Optional.of(job.id()),
            job.registerText(),
            "job " + job.id() + " could run, but has no ticket",
            () -> {
              tickets.issue(ticket);
              return true;
            }));
  }

  private static boolean isSubJob(JobDefinition definition, JobId id) {
    return id.number() == definition.number() && definition.subJobs().contains(id.local());
  }

  private boolean isReady(JobDefinition definition, Priorities priorities, long version)
      throws IOException {
    for (int priority : priorities.allowed()) {
      if (isReady(new Ticket(definition.node(), priority, version))) {
        return true;
      }
    }
    return false;
  }

  private boolean isReady(Ticket ticket) throws IOException {
    Path place = place(ticket);
    return queue.files().kind(place) == Kind.FILE
        || queue
            .listOrEmpty(QueueLayout.directoryOf(place))
            .contains(String.valueOf(place.getFileName()));
  }

  private Path place(Ticket ticket) {
    return queue.layout().ticketBucket(ticket).resolve(ticket.toString());
  }

  /**
   * Looks at a job that runs.
   *
   * @param again looks at it once more, when more is known of its worker
   * @return true if its worker is gone
   */
  boolean isLost(JobView job, Runnable again, Consumer<Suspicion> out) throws IOException {
    RegisterName running = job.register().orElseThrow();
    String worker = running.by();
    if (isRecorded(job, worker)) {
      return false; // whoever cleans up after the worker finds it there
    }
    if (flight.isWorkerKnown(worker)) {
      String beat = workers.heartbeat(worker).map(HeartbeatName::toString).orElse("none");
      suspects.isOverdue("running " + job.id(), running + " " + beat, again);
      return false;
    }
    out.accept(
        new Suspicion(
            Damage.RUNNING_WITHOUT_WORKER,
            job.directory(queue).resolve(running.toString()),
            Optional.of(job.id()),
            job.registerText(),
            "job " + job.id() + " runs on worker " + worker + ", which does not exist",
            () ->
                job.definition().isPresent()
                    ? isRevoked(job.definition().get(), running)
                    : errors.set(job.id(), job.damageText()).isEmpty()));
    return true;
  }

  private boolean isRecorded(JobView job, String worker) throws IOException {
    if (!job.id().isChunk() || job.definition().isEmpty()) {
      return flight.hasTicket(worker, job.id()::equals);
    }
    long index = job.definition().get().chunkIndex();
    return flight.chunks(worker, job.id().block()).stream().anyMatch(r -> r.contains(index));
  }

  private boolean isRevoked(JobDefinition definition, RegisterName running) throws IOException {
    int priority = Priorities.of(queue, definition).present();
    Ticket ticket = definition.ticket(running.version()).withPriority(priority);
    return recovery.revoked(definition.node().id(), ticket, running, "");
  }
}
