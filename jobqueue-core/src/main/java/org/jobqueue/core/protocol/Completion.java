package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.Durability;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an attempt.
 *
 * <p>What the attempt made, and of one that failed the result, is forced to disk, as the queue's
 * durability asks, before the register is moved from running to its next state. If the register has
 * another name meanwhile, the right to commit was taken away: what was made stays where it is and
 * does not count. The ticket in flight goes last, so that until then others would finish what is
 * left to do.
 */
public final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  private final QueueDirectory queue;
  private final Registers registers;
  private final Tickets tickets;
  private final Latches latches;
  private final BlockedMarks marks;

  /** What became of an attempt. */
  public enum Outcome {
    /** The job is done. */
    COMMITTED,
    /** The attempt failed and the job waits for the next one. */
    RETRIED,
    /** The attempt failed and was the last. */
    FAILED,
    /** The right to commit was taken away. */
    LOST
  }

  /** Completions in a queue. */
  public Completion(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.tickets = new Tickets(queue);
    this.latches = new Latches(queue);
    this.marks = new BlockedMarks(queue);
  }

  /**
   * Commits an attempt that succeeded. When this returns {@link Outcome#COMMITTED} the job is done,
   * and with full durability on disk.
   */
  public Outcome commit(String worker, Claim claim, AttemptResult result) throws IOException {
    return commit(worker, claim, result, () -> {});
  }

  /**
   * The same.
   *
   * @param woken called if a job that waited for this one can run now
   */
  public Outcome commit(String worker, Claim claim, AttemptResult result, Runnable woken)
      throws IOException {
    if (!isKept(claim)) {
      return failWithoutDirectory(worker, claim);
    }
    if (moved(claim, claim.running().done(result.start(), queue.now())).isEmpty()) {
      noteUncounted(claim, result);
      release(worker, claim);
      return Outcome.LOST;
    }
    boolean anyWoken = latches.propagate(claim.definition());
    drop(worker, claim);
    if (anyWoken) {
      woken.run();
    }
    return Outcome.COMMITTED;
  }

  /** Ends an attempt that failed: the job waits again while attempts remain. */
  public Outcome fail(String worker, Claim claim, AttemptResult result) throws IOException {
    if (!isWritten(claim, result) || !isKept(claim)) {
      return failWithoutDirectory(worker, claim);
    }
    return move(worker, claim, failed(claim, result.error()));
  }

  private RegisterName failed(Claim claim, Optional<JobError> error) {
    ErrorClass errorClass = error.map(JobError::errorClass).orElse(ErrorClass.TASK);
    return claim
        .running()
        .failedAttempt(errorClass, claim.definition().options().retry(), queue.now());
  }

  /** Somebody removed the attempt's directory: the job itself, or a deletion of the job. */
  private Outcome failWithoutDirectory(String worker, Claim claim) throws IOException {
    RegisterName next = failed(claim, Optional.empty());
    if (next.state() == JobState.FAILED) {
      JobError error = JobError.of("the directory of the attempt has been removed");
      try {
        queue.writeError(
            queue.layout().error(claim.definition().node().id(), next),
            AttemptResult.ofError(error, queue.now()).toBytes());
      } catch (NoSuchFileException e) {
        // the job is gone as well
      }
    }
    return move(worker, claim, next);
  }

  /**
   * The right to end the attempt was taken away. Whoever took it may have died before issuing the
   * ticket of the version in which the job waits now, and the ticket in flight is the only record
   * of that: it goes only after the new one is there.
   */
  private void release(String worker, Claim claim) throws IOException {
    JobId id = claim.definition().node().id();
    StateView view = registers.look(id);
    Optional<RegisterName> present = view.register();
    if (present.isEmpty() && !registers.isCertainlyGone(id)) {
      throw new IOException("job " + id + " has no readable state at the moment");
    }
    if (present.isPresent() && present.get().state() == JobState.WAITING) {
      tickets.issue(claim.definition().ticket(present.get().version()), view);
    }
    drop(worker, claim);
  }

  /** That of a chunk stands for all of its piece, and goes with that. */
  private void drop(String worker, Claim claim) throws IOException {
    if (claim.piece().isEmpty()) {
      tickets.drop(worker, claim.ticket());
    }
  }

  /** Gives up an attempt without spending it: the job waits again. */
  public Outcome handBack(String worker, Claim claim) throws IOException {
    return move(worker, claim, claim.running().next(JobState.WAITING, worker, queue.now()));
  }

  private Outcome move(String worker, Claim claim, RegisterName next) throws IOException {
    Optional<RegisterName> now = moved(claim, next);
    if (now.isEmpty()) {
      release(worker, claim);
      return Outcome.LOST;
    }
    queue.syncTransition(queue.layout().job(claim.definition().node().id()));
    if (now.get().state() == JobState.WAITING) {
      tickets.issue(claim.definition().ticket(now.get().version()));
    } else {
      marks.markAbove(claim.definition());
    }
    drop(worker, claim);
    return now.get().state() == JobState.WAITING ? Outcome.RETRIED : Outcome.FAILED;
  }

  /**
   * Ends the running state of a claim; empty if the right to do so was taken away. An earlier call
   * for the same claim may have got this far before the file system failed.
   */
  private Optional<RegisterName> moved(Claim claim, RegisterName next) throws IOException {
    JobId id = claim.definition().node().id();
    if (registers.tryMove(id, claim.running(), next)) {
      return Optional.of(next);
    }
    return registers
        .look(id)
        .register()
        .filter(
            present ->
                present.version() == next.version()
                    && present.state() == next.state()
                    && present.by().equals(next.by()));
  }

  /** Whether the worker still has the right to commit; a hint, only the commit itself decides. */
  public boolean stillOwns(Claim claim) throws IOException {
    return registers
        .look(claim.definition().node().id())
        .register()
        .filter(claim.running()::equals)
        .isPresent();
  }

  /** The directory of the attempt, which nobody else ever uses. */
  public Path attemptDirectory(Claim claim) {
    RegisterName running = claim.running();
    return queue.layout().attempt(claim.definition().node().id(), running.attempt(), running.by());
  }

  /** Writes how an attempt ended; false if its directory is gone. */
  private boolean isWritten(Claim claim, AttemptResult result) throws IOException {
    Path file = attemptDirectory(claim).resolve(AttemptResult.FILE);
    try {
      queue.files().createFile(file, result.toBytes());
    } catch (FileAlreadyExistsException e) {
      queue.files().replaceFile(file, result.toBytes());
    } catch (NoSuchFileException e) {
      return false;
    }
    return true;
  }

  /** No register says it; for people, so that what is to be done now does not wait for it. */
  private void noteUncounted(Claim claim, AttemptResult result) {
    try {
      boolean unused = isWritten(claim, result);
    } catch (IOException e) {
      LOG.debug("the result of an attempt that does not count was not written", e);
    }
  }

  /** Forces what the attempt made to disk; false if its directory is gone. */
  private boolean isKept(Claim claim) throws IOException {
    Path directory = attemptDirectory(claim);
    boolean forced = queue.options().durability() != Durability.NONE;
    if (!forced && queue.files().kind(directory) == QueueFiles.Kind.DIRECTORY) {
      return true;
    }
    List<String> names;
    try {
      names = queue.files().list(directory);
    } catch (NoSuchFileException e) {
      return false;
    }
    queue.syncPayload(made(claim, directory, names));
    return true;
  }

  /**
   * What must be on disk before the register moves. The name of the attempt's directory is not: it
   * lies beside the register and is older, so whatever keeps the one keeps the other.
   */
  private List<Path> made(Claim claim, Path directory, List<String> names) {
    List<Path> made = new ArrayList<>();
    for (String name : List.of(AttemptResult.FILE, "stdout", "stderr")) {
      if (names.contains(name)) {
        made.add(directory.resolve(name));
      }
    }
    if (!names.isEmpty()) {
      made.add(directory);
    }
    if (claim.piece().isPresent()) {
      made.addAll(queue.layout().above(claim.definition().node().id()));
    }
    return made;
  }
}
