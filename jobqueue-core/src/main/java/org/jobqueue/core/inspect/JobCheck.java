package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Reaper;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Removal;

/** Everything about one job of a hierarchy that was committed and is not being deleted. */
final class JobCheck {
  private static final int TRIES = 3;

  private final QueueDirectory queue;
  private final Findings findings;
  private final Permissions permissions;
  private final Registers registers;
  private final StateCheck states;
  private final DefinitionCheck definitions;
  private final LatchCheck latches;
  private final RunCheck runs;
  private final BlockCheck blocks;
  private final LinkCheck links;
  private final ClaimCheck claims;
  private final AttemptCheck attempts;
  private final Removal removal;
  private final Flight flight;

  JobCheck(
      QueueDirectory queue,
      Findings findings,
      Suspects suspects,
      Foreigners foreigners,
      Relocation relocation)
      throws IOException {
    this.queue = queue;
    this.flight = new Flight(queue);
    this.findings = findings;
    this.permissions = new Permissions(queue);
    this.registers = new Registers(queue);
    this.states = new StateCheck(queue, foreigners);
    this.definitions = new DefinitionCheck(queue, relocation);
    this.latches = new LatchCheck(queue, flight, foreigners);
    this.runs = new RunCheck(queue, flight, suspects, new Reaper(queue));
    this.blocks = new BlockCheck(queue, flight, foreigners);
    this.links = new LinkCheck(queue, foreigners);
    this.claims = new ClaimCheck(queue);
    this.attempts = new AttemptCheck(queue);
    this.removal = new Removal(queue);
  }

  /** Checks a job. */
  void check(JobId id) {
    findings.confirm(queue.layout().job(id), Optional.of(id), out -> look(id, out));
  }

  private void look(JobId id, Consumer<Suspicion> out) throws IOException {
    List<Suspicion> seen = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Optional<JobView> job = JobView.of(queue, id);
      if (job.isPresent()) {
        lookAt(job.get(), seen::add);
      }
      // What was read one after the other fits together only if the state is still the same.
      boolean fits = seen.isEmpty() || isStill(job.orElseThrow());
      if (fits) {
        break;
      }
      seen.clear();
    }
    // A hierarchy that is being deleted loses one thing after the other, the root's state last.
    if (!seen.isEmpty() && !isLeaving(id)) {
      seen.forEach(suspicion -> out.accept(whileItStays(suspicion, id)));
    }
  }

  private boolean isStill(JobView job) throws IOException {
    return registers.look(job.id()).register().equals(job.register());
  }

  private void lookAt(JobView job, Consumer<Suspicion> out) throws IOException {
    if (DefinitionCheck.isNewer(job)) {
      out.accept(definitions.newer(job));
      return;
    }
    lookAtPermissions(job, out);
    states.look(job, out);
    if (job.register().isEmpty()) {
      return;
    }
    if (job.isIn(JobState.DELETED)) {
      out.accept(halfDeleted(job));
      return;
    }
    if (job.isIn(JobState.RUNNING) && runs.isLost(job, () -> check(job.id()), out)) {
      return; // the rest when it runs no longer
    }
    definitions.look(job, out);
    attempts.look(job, out);
    if (job.definition().isPresent() && !job.isIn(JobState.BUILDING)) {
      lookAtHierarchy(job, job.definition().get(), out);
    }
  }

  /**
   * The state of the root comes first in a deletion, so a crash of the server has taken it back.
   */
  private Suspicion halfDeleted(JobView job) {
    JobId root = job.id().root();
    return new Suspicion(
        Damage.HALF_DELETED,
        job.directory(queue),
        Optional.of(job.id()),
        job.registerText(),
        "was deleted with all of job " + root + ", which has come back in part",
        () -> {
          if (!removal.delete(root)) {
            throw new IOException("somebody still writes there; the next check goes on");
          }
          return true;
        });
  }

  private void lookAtHierarchy(JobView job, JobDefinition definition, Consumer<Suspicion> out)
      throws IOException {
    claims.look(job, definition, out);
    boolean free = latches.look(job, definition, out);
    links.look(job, definition, out);
    boolean released = blocks.look(job, definition, free, out);
    // The tickets of chunks are looked at with those of their block.
    if (job.isIn(JobState.WAITING) && free && released && !job.id().isChunk()) {
      runs.lookAtWaiting(job, definition, out);
    }
  }

  private void lookAtPermissions(JobView job, Consumer<Suspicion> out) {
    Optional<JobId> id = Optional.of(job.id());
    permissions.ofDirectory(queue.layout().job(job.id()), id, out);
    if (job.names().contains(QueueLayout.SUB_JOBS)) {
      permissions.ofDirectory(queue.layout().subJobs(job.id()), id, out);
    }
    if (job.names().contains(QueueLayout.FILES)) {
      permissions.ofDirectory(queue.layout().files(job.id()), id, out);
    }
    if (job.latched()) {
      permissions.ofDirectory(queue.layout().latch(job.id()), id, out);
    }
    if (job.names().contains(QueueLayout.DEFINITION)) {
      permissions.ofFile(queue.layout().definition(job.id()), id, out);
    }
  }

  private Suspicion whileItStays(Suspicion s, JobId id) {
    if (s.repair() == Repair.IMPOSSIBLE) {
      return s;
    }
    Repair repair =
        () -> {
          try {
            return s.repair().mend();
          } catch (NoSuchFileException e) {
            if (isLeaving(id)) {
              return false;
            }
            throw e;
          }
        };
    return new Suspicion(s.kind(), s.where(), s.job(), s.evidence(), s.message(), repair);
  }

  /** Whether the hierarchy is being written or removed, or gone. */
  private boolean isLeaving(JobId id) throws IOException {
    Optional<RegisterName> root = registers.look(id.root()).register();
    if (root.isPresent() && root.get().isFirstWaiting() && flight.hasOwner(id.number())) {
      return !registers.hasDefinition(id.root()); // barred, and about to be removed
    }
    if (root.isPresent()) {
      return root.get().state() == JobState.DELETED || root.get().state() == JobState.BUILDING;
    }
    return !registers.hasDefinition(id.root()); // the state goes last, long after the definition
  }
}
