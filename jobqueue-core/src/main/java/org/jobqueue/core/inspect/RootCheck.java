package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.IntentRecovery;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Removal;

/** Whether a top-level job is there, is being written, or is being removed. */
final class RootCheck {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Suspects suspects;
  private final Foreigners foreigners;
  private final Registers registers;
  private final Removal removal;
  private final IntentRecovery intents;
  private final Flight flight;

  RootCheck(QueueDirectory queue, Findings findings, Suspects suspects, Foreigners foreigners) {
    this.queue = queue;
    this.findings = findings;
    this.suspects = suspects;
    this.foreigners = foreigners;
    this.registers = new Registers(queue);
    this.removal = new Removal(queue);
    this.intents = new IntentRecovery(queue);
    this.flight = new Flight(queue);
  }

  /** Checks a top-level job; true if it is one whose jobs are to be checked as well. */
  boolean isAlive(JobId root) throws IOException {
    findings.confirm(queue.layout().job(root), Optional.of(root), out -> look(root, out));
    Optional<RegisterName> register = registers.look(root).register();
    return register.isPresent()
        ? register.get().state() != JobState.BUILDING && register.get().state() != JobState.DELETED
        : registers.hasDefinition(root);
  }

  private void look(JobId root, Consumer<Suspicion> out) throws IOException {
    Optional<RegisterName> register = registers.look(root).register();
    boolean marked = registers.isMarked(root);
    if (register.isEmpty() && !registers.hasDefinition(root)) {
      lookAtRest(root, marked, out);
    } else if (register.filter(r -> r.state() == JobState.BUILDING).isPresent()) {
      lookAtBuilding(root, register.get(), out);
    } else if (register.filter(r -> r.state() == JobState.DELETED).isPresent()) {
      lookAtDeleted(root, register.get(), out);
    } else if (marked) {
      out.accept(goneMark(root));
    }
  }

  private void lookAtBuilding(JobId root, RegisterName building, Consumer<Suspicion> out)
      throws IOException {
    if (flight.hasOwner(root.number())
        || !suspects.isOverdue("root " + root, building.toString(), () -> again(root))) {
      return;
    }
    String message = "job " + root + " was begun, and nobody goes on writing it: it is removed";
    out.accept(
        suspicion(Damage.HALF_BUILT, root, building.toString(), message, () -> undone(root)));
  }

  private boolean undone(JobId root) throws IOException {
    Optional<RegisterName> register = registers.look(root).register();
    if (register.isEmpty() || register.get().state() != JobState.BUILDING) {
      return false;
    }
    if (!intents.recoverSubmission(root)) {
      throw new IOException("somebody still writes there; the next check goes on");
    }
    return true;
  }

  private void lookAtDeleted(JobId root, RegisterName deleted, Consumer<Suspicion> out)
      throws IOException {
    if (!flight.hasOwner(root.number())) {
      String message = "job " + root + " is deleted, but its files are still there";
      out.accept(
          suspicion(Damage.HALF_DELETED, root, deleted.toString(), message, () -> isRemoved(root)));
    }
  }

  private boolean isRemoved(JobId root) throws IOException {
    if (!removal.delete(root)) {
      throw new IOException("somebody still writes there; the next check goes on");
    }
    return true;
  }

  /** A directory without state and definition: just reserved, or the last of what is removed. */
  private void lookAtRest(JobId root, boolean marked, Consumer<Suspicion> out) throws IOException {
    if (flight.hasOwner(root.number()) || !registers.isListed(root)) {
      return;
    }
    String value = marked ? "marked" : "reserved";
    if (!suspects.isOverdue("root " + root, value, () -> again(root))) {
      return;
    }
    if (!isBare(root)) {
      String message = "job " + root + " has lost its state and its definition: it is set aside";
      out.accept(suspicion(Damage.NO_STATE, root, value, message, () -> isSetAside(root)));
    } else if (marked) {
      String message = "of the deleted job " + root + " a directory is left";
      out.accept(suspicion(Damage.HALF_DELETED, root, value, message, () -> isRetired(root)));
    } else {
      String message = "the number " + root + " was reserved, and no job came";
      out.accept(suspicion(Damage.RESERVED_NUMBER, root, value, message, () -> isRetired(root)));
    }
  }

  /**
   * Whether there is nothing to lose: a deletion removes all else before the mark is made, and of
   * what stands for the definition is known that it is none.
   */
  private boolean isBare(JobId root) throws IOException {
    return Set.of(QueueLayout.DEFINITION).containsAll(queue.listOrEmpty(queue.layout().job(root)));
  }

  /**
   * Nobody can run it. That its definition is gone, and not just invisible from here, the file
   * server proves first.
   */
  private boolean isSetAside(JobId root) throws IOException {
    if (!removal.isBarred(root)) {
      throw new IOException("it has a definition, which cannot be seen from here");
    }
    queue.createWithDirectories(queue.layout().goneMark(root.number()));
    return foreigners.isMovedAway(queue.layout().job(root));
  }

  private boolean isRetired(JobId root) throws IOException {
    if (removal.isRetired(root)) {
      return true;
    }
    if (registers.look(root).register().isPresent()) {
      return false; // the submitter was only very slow
    }
    throw new IOException("there are files in it");
  }

  private Suspicion goneMark(JobId root) {
    Path mark = queue.layout().goneMark(root.number());
    return new Suspicion(
        Damage.GONE_MARK,
        mark,
        Optional.of(root),
        "",
        "job " + root + " is there although its number is marked as that of a deleted job",
        () -> {
          queue.deleteFileIfExists(mark);
          return true;
        });
  }

  private Suspicion suspicion(
      Damage kind, JobId root, String evidence, String message, Repair repair) {
    return new Suspicion(
        kind, queue.layout().job(root), Optional.of(root), evidence, message, repair);
  }

  private void again(JobId root) {
    try {
      boolean unused = isAlive(root);
    } catch (IOException e) {
      findings.unreadable(queue.layout().job(root), Optional.of(root), e);
    }
  }
}
