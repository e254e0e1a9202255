package org.jobqueue.core.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;

/** That no job is forgotten: what can run has a ticket, what runs has a record. */
final class TicketRules {
  private final HierarchyFacts hierarchy;
  private final Flight flight;
  private final Findings findings;
  private final Set<JobId> withTicket = new HashSet<>();

  /**
   * @param ready the tickets of the hierarchy that workers can take
   */
  TicketRules(HierarchyFacts hierarchy, List<Ticket> ready, Flight flight, Findings findings) {
    this.hierarchy = hierarchy;
    this.flight = flight;
    this.findings = findings;
    for (Ticket ticket : ready) {
      if (isGood(ticket) && ticket.chunks().isEmpty()) {
        withTicket.add(ticket.node().id());
      }
    }
  }

  /** A ticket for an older version is good: who takes it issues one for the present version. */
  private boolean isGood(Ticket ticket) {
    JobId id = ticket.node().id();
    Optional<JobFacts> job = hierarchy.job(id.local());
    if (job.isEmpty()) {
      if (hierarchy.isWhole()) {
        findings.add(Rule.TICKET, id, "there is a ticket " + ticket + ", but no such job");
      }
      return false;
    }
    Optional<JobDefinition> definition = job.get().definition();
    if (definition.isPresent() && !definition.get().node().equals(ticket.node())) {
      findings.add(Rule.TICKET, id, "the ticket " + ticket + " has another order than the job");
      return false;
    }
    Optional<RegisterName> register = job.get().register();
    if (ticket.chunks().isPresent()) {
      if (definition.isPresent() && !definition.get().has(ticket.chunks().get())) {
        findings.add(Rule.TICKET, id, "the ticket " + ticket + " is for chunks that it has not");
      }
      return true; // its version is its own
    }
    if (register.isPresent() && register.get().version() < ticket.version()) {
      findings.add(
          Rule.TICKET,
          id,
          "the ticket " + ticket + " is for a later version than " + register.get());
      return false;
    }
    return true;
  }

  void check(JobFacts job) {
    flight.ticketsOf(job.id()).forEach(inFlight -> isGood(inFlight.ticket().ticket()));
    if (job.register().isEmpty()) {
      return;
    }
    RegisterName register = job.register().get();
    if (register.state() == JobState.RUNNING
        && flight.ticketsOf(job.id()).stream().noneMatch(t -> t.worker().equals(register.by()))) {
      findings.add(
          Rule.RECORD,
          job.id(),
          register + ", but its worker has no ticket in flight: nobody would give it back");
    }
    if (register.state() == JobState.WAITING && canRun(job) && !isRemembered(job)) {
      findings.add(
          Rule.LOST,
          job.id(),
          register + " could run, but has no ticket, and nobody is about to issue one");
    }
  }

  private boolean canRun(JobFacts job) {
    return job.definition().isPresent()
        && job.isOpen()
        && !job.chunked()
        && hierarchy.subJobs(job.definition().get()).stream()
            .allMatch(subJob -> subJob.isIn(JobState.DONE));
  }

  private boolean isRemembered(JobFacts job) {
    return withTicket.contains(job.id())
        || flight.hasTicketIssuer(job.id().number())
        || !flight.ticketsOf(job.id()).isEmpty()
        || hierarchy.subJobs(job.definition().orElseThrow()).stream()
            .anyMatch(subJob -> !flight.ticketsOf(subJob.id()).isEmpty());
  }
}
