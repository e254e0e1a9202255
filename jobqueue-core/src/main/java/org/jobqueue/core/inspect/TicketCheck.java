package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.Latches;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;
import org.jobqueue.core.protocol.Tickets;

/**
 * Tickets in {@code ready/} and {@code quarantine/}, compared with the jobs that they name. Before
 * one is removed, the version in which its job waits has another.
 */
final class TicketCheck {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Suspects suspects;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;
  private final Flight flight;

  TicketCheck(QueueDirectory queue, Findings findings, Suspects suspects) {
    this.queue = queue;
    this.findings = findings;
    this.suspects = suspects;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
    this.flight = new Flight(queue);
  }

  /** Checks the file of a ticket. */
  void check(Path file) {
    Ticket ticket = Ticket.parse(String.valueOf(file.getFileName())).orElseThrow();
    Optional<JobId> job = Optional.of(ticket.node().id());
    findings.confirm(file, job, out -> look(file, ticket, out));
  }

  private void look(Path file, Ticket ticket, Consumer<Suspicion> out) throws IOException {
    if (queue.files().kind(file) == Kind.MISSING) {
      return; // taken
    }
    JobId id = ticket.node().id();
    StateView view = registers.look(id);
    if (view.register().isEmpty()) {
      lookAtLost(file, id, view.exists(), out);
      return;
    }
    Optional<JobDefinition> definition = definition(id);
    RegisterName register = view.register().get();
    if (definition.isEmpty() || isLeaving(id)) {
      return;
    }
    if (file.startsWith(queue.layout().quarantine())) {
      lookAtQuarantined(file, definition.get(), register, out);
      return;
    }
    if (ticket.chunks().isPresent() && isUseless(ticket, definition.get(), register)) {
      if (definition.get().has(ticket.chunks().get()) && !isLeftBehind(file, register)) {
        return;
      }
      Repair repair = () -> isReplaced(file, ticket, definition.get());
      String message = "is of no use: job " + id + " is done, or has no such chunks";
      out.accept(suspicion(Damage.STALE_TICKET, file, id, register, message, repair));
      return;
    }
    Optional<String> misplaced = misplaced(file, ticket, definition.get());
    if (misplaced.isPresent()) {
      Repair repair = () -> isReplaced(file, ticket, definition.get());
      out.accept(suspicion(Damage.MISPLACED_TICKET, file, id, register, misplaced.get(), repair));
    } else {
      lookAtVersion(file, ticket, definition.get(), register, out);
    }
  }

  /** While a block is held or cancelled its tickets stay: workers that come by drop them. */
  private static boolean isUseless(Ticket ticket, JobDefinition job, RegisterName register) {
    return !job.has(ticket.chunks().orElseThrow()) || register.state() == JobState.DONE;
  }

  /** The ticket of a job without a state. */
  private void lookAtLost(Path file, JobId id, boolean exists, Consumer<Suspicion> out)
      throws IOException {
    if (isLeaving(id)) {
      return;
    }
    boolean gone =
        registers.isCertainlyGone(id) || (!exists && !isListed(id)) || (exists && !isJob(id));
    if (gone) {
      Repair repair =
          () -> {
            queue.deleteFileIfExists(file);
            return true;
          };
      out.accept(
          new Suspicion(
              Damage.TICKET_WITHOUT_JOB,
              file,
              Optional.of(id),
              "",
              "there is no job " + id,
              repair));
    }
  }

  /** Whether anything is left of it. If its parents cannot be read nobody else says that. */
  private boolean isJob(JobId id) throws IOException {
    return QueueLayout.isJob(queue.listOrEmpty(queue.layout().job(id)));
  }

  private boolean isListed(JobId id) throws IOException {
    Path directory = queue.layout().job(id);
    return queue
        .listOrEmpty(QueueLayout.directoryOf(directory))
        .contains(String.valueOf(directory.getFileName()));
  }

  private Optional<JobDefinition> definition(JobId id) throws IOException {
    try {
      return Optional.of(queue.definition(id));
    } catch (JobDefinition.DamagedException | FileTooLargeException | NoSuchFileException e) {
      return Optional.empty(); // said when the job itself is looked at
    }
  }

  /** Tickets of a hierarchy that is being removed go with it. */
  private boolean isLeaving(JobId id) throws IOException {
    return registers
        .look(id.root())
        .register()
        .filter(r -> r.state() == JobState.DELETED || r.state() == JobState.BUILDING)
        .isPresent();
  }

  private Optional<String> misplaced(Path file, Ticket ticket, JobDefinition job)
      throws IOException {
    if (!ticket.node().equals(job.node())) {
      return Optional.of("names its place in the hierarchy wrongly");
    }
    if (!Priorities.of(queue, job).allowed().contains(ticket.priority())
        && !flight.hasIntent(job.number())) {
      return Optional.of("has a priority that its job does not have");
    }
    Path bucket = queue.layout().ticketBucket(ticket);
    if (!bucket.equals(QueueLayout.directoryOf(file))
        || !ticket.toString().equals(String.valueOf(file.getFileName()))) {
      return Optional.of("lies where no worker takes it");
    }
    return Optional.empty();
  }

  private void lookAtVersion(
      Path file, Ticket ticket, JobDefinition job, RegisterName register, Consumer<Suspicion> out)
      throws IOException {
    if (ticket.chunks().isPresent()) {
      return; // its version is its own
    }
    JobId id = ticket.node().id();
    boolean waits = register.state() == JobState.WAITING;
    if (ticket.version() > register.version()) {
      // More than a stale listing if it stays so; then the register itself has to prove it.
      String value = register.toString();
      if (suspects.isOverdue("ticket " + file, value, () -> check(file))) {
        String message = "is for a version that job " + id + " has not reached";
        Repair repair = () -> isOvertaken(file, job, register);
        out.accept(suspicion(Damage.STALE_TICKET, file, id, register, message, repair));
      }
    } else if ((!waits || ticket.version() < register.version()) && isLeftBehind(file, register)) {
      String state = waits ? "waits in a newer version" : "is " + register.state();
      String message = "is out of date: job " + id + " " + state.toLowerCase(Locale.ROOT);
      Repair repair = () -> isReplaced(file, ticket, job);
      out.accept(suspicion(Damage.STALE_TICKET, file, id, register, message, repair));
    }
  }

  /**
   * Whether nobody will drop a ticket that is out of date. Of two workers that open a latch at the
   * same time the slower one may issue the ticket of a job again that is done already: the next
   * worker that comes by drops it, and it is damage only if none does.
   */
  private boolean isLeftBehind(Path file, RegisterName register) throws IOException {
    return queue.listOrEmpty(queue.layout().workers()).isEmpty()
        || suspects.isOverdue("ticket " + file, register.toString(), () -> check(file));
  }

  private void lookAtQuarantined(
      Path file, JobDefinition job, RegisterName register, Consumer<Suspicion> out) {
    Repair repair =
        () -> {
          reissue(job);
          queue.deleteFileIfExists(file);
          return true;
        };
    JobId id = job.node().id();
    String message = "was set aside, but job " + id + " can be read";
    out.accept(suspicion(Damage.QUARANTINED_TICKET, file, id, register, message, repair));
  }

  private static Suspicion suspicion(
      Damage kind, Path file, JobId id, RegisterName register, String message, Repair repair) {
    String evidence = register.toString();
    return new Suspicion(kind, file, Optional.of(id), evidence, "the ticket " + message, repair);
  }

  private boolean isReplaced(Path file, Ticket ticket, JobDefinition job) throws IOException {
    if (ticket.chunks().isPresent() && ticket.node().equals(job.node())) {
      return isChunkTicketReplaced(file, ticket, job);
    }
    reissue(job);
    queue.deleteFileIfExists(file);
    // Whoever changed the priority in this moment has found this very ticket and left it.
    if (misplaced(file, ticket, job).isEmpty()) {
      reissue(job);
    }
    return true;
  }

  /** Its chunks get another one, unless that is this very file. */
  private boolean isChunkTicketReplaced(Path file, Ticket ticket, JobDefinition job)
      throws IOException {
    Optional<RegisterName> register = registers.look(job.node().id()).register();
    if (register.isEmpty() || !isUseless(ticket, job, register.get())) {
      tickets.issue(ticket.withVersion(ticket.version() + 1));
    }
    queue.deleteFileIfExists(file);
    return true;
  }

  /** The register moves on, which the file server allows only if this view of it is true. */
  private boolean isOvertaken(Path file, JobDefinition job, RegisterName present)
      throws IOException {
    if (present.state() == JobState.WAITING) {
      String by = queue.environment().newToken();
      RegisterName next = present.next(JobState.WAITING, by, queue.now());
      if (!registers.tryMove(job.node().id(), present, next)) {
        return false;
      }
      Ticket issued = reissue(job).orElse(null);
      Ticket old = new Ticket(job.node(), Priorities.of(queue, job).present(), present.version());
      queue.deleteFileIfExists(queue.layout().ticketBucket(old).resolve(old.toString()));
      if (issued != null && issued.toString().equals(String.valueOf(file.getFileName()))) {
        return true;
      }
    }
    queue.deleteFileIfExists(file);
    return true;
  }

  /** Issues the ticket of the present version if the job waits and nothing holds it. */
  private Optional<Ticket> reissue(JobDefinition job) throws IOException {
    JobId id = job.node().id();
    StateView view = registers.look(id);
    Optional<RegisterName> register = view.register().filter(r -> r.state() == JobState.WAITING);
    if (register.isEmpty() || (view.latched() && !latches.isOpen(job.node()))) {
      return Optional.empty();
    }
    int priority = Priorities.of(queue, job).present();
    Ticket ticket = new Ticket(job.node(), priority, register.get().version());
    tickets.issue(ticket, view);
    return Optional.of(ticket);
  }
}
