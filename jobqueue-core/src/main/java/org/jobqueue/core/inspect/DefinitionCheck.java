package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.JobDefinition.MisplacedException;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The definition of a job. One that waits and cannot be read fails, as it would when a worker finds
 * that; what has failed already says why, and is no finding any more.
 */
final class DefinitionCheck {
  private final QueueDirectory queue;
  private final OutsideError errors;
  private final Relocation relocation;

  DefinitionCheck(QueueDirectory queue, Relocation relocation) {
    this.queue = queue;
    this.errors = new OutsideError(queue);
    this.relocation = relocation;
  }

  /** True if the definition is one that only newer programs understand. */
  static boolean isNewer(JobView job) {
    return job.damage().filter(JobDefinition.NewerFormatException.class::isInstance).isPresent();
  }

  /** True if the definition is that of another job. */
  static boolean isMisplaced(JobView job) {
    return job.damage().filter(MisplacedException.class::isInstance).isPresent();
  }

  Suspicion newer(JobView job) {
    return suspicion(
        Damage.NEWER_DEFINITION, job, job.damageText() + "; left alone", Repair.IMPOSSIBLE);
  }

  void look(JobView job, Consumer<Suspicion> out) {
    if (job.id().isChunk()) {
      return; // it has that of its block
    }
    if (job.damage().isEmpty() || job.isIn(JobState.FAILED, JobState.CANCELLED)) {
      return;
    }
    IOException damage = job.damage().get();
    if (damage instanceof MisplacedException misplaced) {
      lookAtMisplaced(job, misplaced.owner(), out);
    } else if (!(damage instanceof NoSuchFileException)) {
      out.accept(suspicion(Damage.DAMAGED_DEFINITION, job, job.damageText(), failure(job)));
    } else if (!job.names().contains(QueueLayout.DEFINITION)) {
      out.accept(suspicion(Damage.MISSING_DEFINITION, job, job.damageText(), failure(job)));
    }
  }

  private void lookAtMisplaced(JobView job, JobId owner, Consumer<Suspicion> out) {
    Repair repair = failure(job);
    if (job.id().isRoot() && owner.isRoot()) {
      repair =
          () ->
              relocation.isFree(owner)
                  ? relocation.isMoved(queue.layout().job(job.id()), owner)
                  : failure(job).mend();
    }
    out.accept(suspicion(Damage.WRONG_PLACE, job, job.damageText(), repair));
  }

  private Suspicion suspicion(Damage kind, JobView job, String message, Repair repair) {
    String evidence = job.registerText() + " " + message;
    return new Suspicion(
        kind,
        queue.layout().definition(job.id()),
        Optional.of(job.id()),
        evidence,
        message + consequence(job),
        repair);
  }

  private static String consequence(JobView job) {
    if (DefinitionCheck.isNewer(job)) {
      return "";
    }
    return job.isIn(JobState.WAITING, JobState.HELD) ? ": the job cannot run and fails" : "";
  }

  private Repair failure(JobView job) {
    return job.isIn(JobState.WAITING, JobState.HELD)
        ? () -> errors.set(job.id(), job.damageText()).isEmpty()
        : Repair.IMPOSSIBLE;
  }
}
