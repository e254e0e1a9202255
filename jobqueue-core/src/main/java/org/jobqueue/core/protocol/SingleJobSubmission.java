package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.graph.SubmissionPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a job into the queue that is alone: neither sub-jobs nor chunks, and nothing to be done when
 * it is created.
 *
 * <p>The file of the intent is everything in turn: written with the definition, forced to disk with
 * it, it gets the name of the register in its first state, then the name {@code job.json}, which
 * commits the job, and at last becomes the ticket. A job with a register and without definition
 * whose intent stands is being built. Whoever finds the intent standing still renames it first, so
 * that the submitter, should it wake, cannot rename it to the ticket and looks what has become of
 * the job.
 */
final class SingleJobSubmission {
  private static final Logger LOG = LoggerFactory.getLogger(SingleJobSubmission.class);

  private final QueueDirectory queue;
  private final Registers registers;
  private final JobId id;
  private final String by;
  private final RegisterName waiting;
  private final JobDefinition definition;
  private final Path job;
  private boolean registered; // its register is there
  private boolean barred; // others have seen to it that it will have no definition
  private boolean named; // its definition has got its name

  /** The submission of the one job of a plan, under a number that has been reserved. */
  SingleJobSubmission(QueueDirectory queue, SubmissionPlan plan, JobId id, String by) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.id = id;
    this.by = by;
    this.waiting = RegisterName.firstWaiting(by, queue.now());
    this.definition = Definitions.of(queue, plan, id, by, waiting.time()).get(0);
    this.job = queue.layout().job(id);
  }

  /** Submits it, with the errors of {@link Submission#submit}. */
  JobId submit() throws IOException {
    byte[] content = content();
    Intent intent = Intent.declareJob(queue, id.number(), by, content);
    try {
      force(intent);
      register(intent);
      commit(intent, content);
    } catch (IOException | RuntimeException | Error e) {
      if (!isCommitted()) {
        boolean revoked =
            barred
                || Submission.isRevoked(queue, id, e)
                || (registered && !registers.isPresent(id));
        undo(intent, e);
        if (revoked) {
          throw revoked(e);
        }
        throw e;
      }
      LOG.warn("job {} was committed although the file system reported a failure", id, e);
      Submission.forceAgain(queue, id);
      announce(intent);
      return id;
    }
    announce(intent);
    return id;
  }

  private byte[] content() throws IOException {
    try {
      return Definitions.content(definition);
    } catch (JobQueueException e) {
      boolean unused = new Removal(queue).isRetired(id);
      throw e;
    }
  }

  /** All but the names in the directory of the job, which are forced with the commit. */
  private void force(Intent intent) throws IOException {
    queue.syncPayload(
        List.of(
            intent.path(),
            queue.layout().intents(),
            queue.layout().jobBucket(id.number()),
            queue.layout().jobs()));
  }

  /** Another name is cheaper than a file. That it is taken means that this very call took it. */
  private void register(Intent intent) throws IOException {
    Path register = job.resolve(waiting.toString());
    try {
      if (!queue.files().tryLink(intent.path(), register)) {
        queue.files().createFile(register, new byte[0]);
      }
    } catch (FileAlreadyExistsException e) {
      LOG.debug("the register of job {} was there already", id);
    }
    registered = true;
  }

  private void commit(Intent intent, byte[] content) throws IOException {
    Path file = job.resolve(QueueLayout.DEFINITION);
    if (!isLinked(intent, file)) {
      writeWithoutLinks(file, content);
    }
    named = true;
    queue.syncTransition(job);
  }

  private boolean isLinked(Intent intent, Path file) throws IOException {
    try {
      return queue.files().tryLink(intent.path(), file);
    } catch (FileAlreadyExistsException e) {
      if (queue.files().kind(file) == Kind.FILE) {
        return true; // nobody else makes it: done, with the reply lost
      }
      barred = true;
      throw e;
    }
  }

  /** Not every file system gives a file two names. */
  private void writeWithoutLinks(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(QueueLayout.DEFINITION + ".new");
    try {
      queue.files().createFile(fresh, content);
    } catch (FileAlreadyExistsException e) {
      queue.deleteFileIfExists(fresh); // made by that very call, and perhaps not whole
      queue.files().createFile(fresh, content);
    }
    queue.syncPayload(List.of(fresh));
    try {
      queue.files().rename(fresh, file);
    } catch (NoSuchFileException e) {
      if (!registers.hasDefinition(id)) {
        throw e;
      }
    }
  }

  /**
   * Only the submitter makes the definition, and whoever removes the job deletes it first. The mark
   * says that somebody is about to remove what he found.
   */
  private boolean isCommitted() throws IOException {
    Optional<RegisterName> register = registers.look(id).register();
    return register.isPresent()
        && register.get().state() != JobState.BUILDING
        && register.get().state() != JobState.DELETED
        && registers.hasDefinition(id)
        && !registers.isMarked(id);
  }

  private void undo(Intent intent, Throwable cause) {
    Removal removal = new Removal(queue);
    try {
      if (removal.removeTree(id, intent::touch)
          && (!registers.isListed(id) || removal.isRetired(id))) {
        intent.withdraw();
      }
    } catch (IOException e) {
      cause.addSuppressed(e); // the intent stays, and others remove what is left
    }
  }

  /** From here on the job is in the queue, unless others have taken this process for dead. */
  private void announce(Intent intent) {
    Tickets tickets = new Tickets(queue);
    try {
      if (!tickets.isIssued(definition.firstTicket(1), intent)) {
        requireCommitted(intent);
        tickets.issue(definition.firstTicket(1));
        intent.withdraw();
      }
    } catch (IOException e) {
      requireCommitted(intent);
      LOG.warn("job {} is submitted, but others have to complete its ticket", id, e);
      return;
    }
    if (queue.options().durability() == Durability.NONE) {
      return; // the ticket came at once
    }
    try {
      new Priorities(queue).moveTickets(id); // it may have been changed since the commit
    } catch (IOException e) {
      LOG.warn("the ticket of job {} may have an old priority", id, e);
    }
  }

  private void requireCommitted(Intent intent) {
    boolean committed;
    try {
      committed = isCommitted();
    } catch (IOException e) {
      LOG.warn("job {} is submitted, but cannot be seen now", id, e);
      return;
    }
    if (!committed) {
      NoSuchFileException cause = new NoSuchFileException(intent.path().toString());
      undo(intent, cause);
      throw revoked(cause);
    }
  }

  /** One that was named may have gone its way, to its end and out of the queue. */
  private SubmissionRevokedException revoked(Throwable cause) {
    return named ? Submission.lostSight(id, cause) : Submission.revoked(id, cause);
  }
}
