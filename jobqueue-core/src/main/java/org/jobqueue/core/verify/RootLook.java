package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.QueueFiles.Kind;

/**
 * One look at what lies under a number: a committed hierarchy, to which all rules apply, or one
 * that is half there because it is being submitted or deleted.
 */
final class RootLook {
  private final QueueReads queue;
  private final HierarchyLoader loader;
  private final ReadyTickets ready;

  /**
   * What one look saw.
   *
   * @param violations what it found
   * @param tally what it counted
   */
  record Seen(List<Violation> violations, Tally tally) {}

  RootLook(QueueReads queue) {
    this.queue = queue;
    this.loader = new HierarchyLoader(queue);
    this.ready = new ReadyTickets(queue);
  }

  /** Looks at the directory of a job; {@code gone} if a mark says that it was deleted. */
  Seen look(long number, boolean gone, Flight flight) {
    Findings findings = new Findings();
    Tally tally = new Tally();
    JobId root = JobId.ofRoot(number);
    try {
      look(root, gone, flight, findings, tally);
    } catch (IOException e) {
      findings.add(Rule.UNREADABLE, root, "it cannot be read: " + e);
    }
    return new Seen(findings.all(), tally);
  }

  private void look(JobId root, boolean gone, Flight flight, Findings findings, Tally tally)
      throws IOException {
    List<String> names;
    try {
      names = queue.files().list(queue.layout().job(root));
    } catch (NoSuchFileException | NotDirectoryException e) {
      names = List.of();
    }
    List<RegisterName> registers =
        names.stream().flatMap(name -> RegisterName.parse(name).stream()).toList();
    boolean barred = isBarred(root, names);
    boolean defined = names.contains(QueueLayout.DEFINITION) && !barred;
    if (registers.isEmpty() && !defined && !barred && !hasSubJobs(root)) {
      tally.uncommitted++;
      return;
    }
    if (!registers.isEmpty() && registers.get(0).state() == JobState.BUILDING) {
      tally.uncommitted++;
      if (defined && !flight.hasOwner(root.number())) {
        findings.add(Rule.UNFINISHED, root, "it is half written, and nobody will remove it");
      }
      return;
    }
    boolean first = registers.size() == 1 && registers.get(0).isFirstWaiting();
    if (first && !defined && flight.hasOwner(root.number())) {
      tally.uncommitted++; // its definition is what commits a job that is alone
      return;
    }
    boolean deleted = !registers.isEmpty() && registers.get(0).state() == JobState.DELETED;
    if (deleted || ((gone || barred) && registers.isEmpty())) {
      tally.deleting++;
      if (!flight.hasOwner(root.number())) {
        findings.add(Rule.UNFINISHED, root, "it is half deleted, and nobody will remove the rest");
      }
      return;
    }
    if (gone) {
      findings.add(Rule.GONE, root, "a mark says that it was deleted, but it is there");
    }
    hierarchy(root, flight, findings, tally);
  }

  /** Whether a job lies there that was committed, be it damaged or half deleted. */
  boolean isCommitted(JobId root) throws IOException {
    List<String> names = queue.names(queue.layout().job(root));
    return names.stream()
            .flatMap(name -> RegisterName.parse(name).stream())
            .anyMatch(register -> register.state() != JobState.BUILDING)
        || (names.contains(QueueLayout.DEFINITION)
            && !isBarred(root, names)
            && names.stream().noneMatch(name -> RegisterName.parse(name).isPresent()));
  }

  /** Whether a directory stands where the definition would be: there will never be one. */
  private boolean isBarred(JobId root, List<String> names) throws IOException {
    return names.contains(QueueLayout.DEFINITION)
        && queue.files().kind(queue.layout().definition(root)) == Kind.DIRECTORY;
  }

  private boolean hasSubJobs(JobId root) throws IOException {
    return queue.names(queue.layout().job(root)).stream()
        .anyMatch(name -> name.equals(QueueLayout.REPOSITORY) || name.equals(QueueLayout.SUB_JOBS));
  }

  private void hierarchy(JobId root, Flight flight, Findings findings, Tally tally)
      throws IOException {
    HierarchyFacts facts = loader.load(root);
    tally.hierarchies++;
    OrderRules order = new OrderRules(facts, flight, findings);
    List<Ticket> inReady = ready.ofHierarchy(root.number());
    TicketRules tickets = new TicketRules(facts, inReady, flight, findings);
    BlockRules blocks = new BlockRules(queue, loader, facts, inReady, flight, findings, tally);
    for (JobFacts job : facts.jobs()) {
      tally.add(job);
      StateRules.check(job, findings);
      order.check(job);
      tickets.check(job);
      blocks.check(job);
    }
    new GraphRules(queue, facts, findings).check();
  }
}
