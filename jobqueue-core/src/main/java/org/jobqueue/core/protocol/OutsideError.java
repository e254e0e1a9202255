package org.jobqueue.core.protocol;

import java.io.IOException;
import java.util.Optional;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.event.EventType;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.RegisterName;

/** Makes a job fail from outside of its attempt, which loses the right to commit. */
public final class OutsideError {
  private final QueueDirectory queue;
  private final Registers registers;

  /** Errors set on jobs of a queue. */
  public OutsideError(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  /**
   * Moves a job to the state failed; one that has failed stays as it is.
   *
   * @return the state the job is in and cannot leave this way; empty if it has failed now
   */
  public Optional<JobState> set(JobId id, String message) throws IOException {
    String by = queue.environment().newToken();
    boolean opened = false;
    while (true) {
      Optional<RegisterName> register = registers.settled(id).register();
      if (register.isEmpty() && !opened && new Chunks(queue).isOpened(id)) {
        opened = true;
        continue;
      }
      if (register.isEmpty()) {
        return Optional.of(JobState.DELETED);
      }
      RegisterName present = register.get();
      switch (present.state()) {
        case FAILED -> {
          return Optional.empty();
        }
        case WAITING, BLOCKED, HELD, RUNNING -> {
          RegisterName failed = present.next(JobState.FAILED, by, queue.now());
          registers.forceCommit(id.root());
          byte[] error = AttemptResult.ofError(JobError.of(message), queue.now()).toBytes();
          queue.writeError(queue.layout().error(id, failed), error);
          if (registers.tryMove(id, present, failed)) {
            queue.syncTransition(queue.layout().job(id));
            new BlockedMarks(queue).markAbove(id);
            queue.events().happened(Occurrence.of(EventType.FAILED, id, false).message(message));
            return Optional.empty();
          }
          queue.deleteFileIfExists(queue.layout().error(id, failed));
        }
        case BUILDING, DONE, CANCELLED, DELETED, QUARANTINED -> {
          return Optional.of(present.state());
        }
      }
    }
  }
}
