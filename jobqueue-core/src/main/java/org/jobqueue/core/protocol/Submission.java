package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobState;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.fs.SideBySide;
import org.jobqueue.core.graph.SubmissionPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a hierarchy into the queue, all of it or nothing.
 *
 * <p>The number is reserved, the root gets a register in the state building, and the intent is
 * declared. Then everything is written, and, as the queue's durability asks, forced to disk. The
 * one rename of the root's register from building to waiting commits it. After that the tickets of
 * the jobs without sub-jobs are issued and the intent is withdrawn. Whoever finds the intent of a
 * submitter that died removes what was not committed and issues the tickets of what was.
 *
 * <p>Of a job that is alone this takes fewer steps, see {@link SingleJobSubmission}.
 */
public final class Submission {
  private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

  private final QueueDirectory queue;
  private final Registers registers;
  private final Numbers numbers;
  private final Removal removal;

  /** Submissions to a queue. */
  public Submission(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.numbers = new Numbers(queue);
    this.removal = new Removal(queue);
  }

  /**
   * Submits a hierarchy.
   *
   * @return the id of its root
   * @throws SubmissionRevokedException if this process stood still for longer than the lease
   * @throws JobQueueException if a procedure's {@code postCreate} threw
   * @throws IOException if writing failed; then nothing was submitted, unless the file system
   *     failed in the very commit and could not be asked afterwards, or could not force it to disk,
   *     which the message says
   */
  public JobId submit(SubmissionPlan plan) throws IOException {
    boolean postCreate = HierarchyWriter.hasPostCreate(plan);
    String by = queue.environment().newToken();
    JobId root = JobId.ofRoot(numbers.reserve());
    if (!postCreate && isAlone(plan)) {
      return new SingleJobSubmission(queue, plan, root, by).submit();
    }
    RegisterName building = RegisterName.building(by, queue.now());
    queue.files().createFile(queue.layout().job(root).resolve(building.toString()), new byte[0]);
    Intent intent = Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);
    HierarchyWriter writer = new HierarchyWriter(queue, plan, root, building, intent);
    try {
      writer.write(postCreate);
      commit(root, building);
    } catch (IOException | RuntimeException | Error e) {
      if (!isCommitted(root)) {
        boolean revoked = isRevoked(queue, root, e);
        undo(root, building, intent, e);
        if (revoked) {
          throw revoked(root, e);
        }
        throw e;
      }
      LOG.warn("job {} was committed although the file system reported a failure", root, e);
      forceAgain(queue, root);
      announce(writer.definitions(), root, intent);
      return root;
    }
    announce(writer.definitions(), root, intent);
    return root;
  }

  /**
   * Not where the commit is not forced to disk although no part of it may come without the rest.
   */
  private boolean isAlone(SubmissionPlan plan) {
    return plan.jobs().size() == 1
        && plan.jobs().get(0).block().isEmpty()
        && queue.options().durability() != Durability.COMMIT;
  }

  /**
   * Whether others took this process for dead: they have removed something, or have seen to it that
   * there will be no definition.
   */
  static boolean isRevoked(QueueDirectory queue, JobId root, Throwable cause) throws IOException {
    return cause instanceof NoSuchFileException
        || (cause instanceof FileSystemException
            && queue.files().kind(queue.layout().definition(root)) == Kind.DIRECTORY);
  }

  /** The job is there, but nobody may be told so before it is on disk. */
  static void forceAgain(QueueDirectory queue, JobId root) throws IOException {
    try {
      queue.syncTransition(queue.layout().job(root));
    } catch (NoSuchFileException e) {
      LOG.debug("job {} has been deleted already", root);
    } catch (IOException e) {
      throw new IOException(
          "job " + root + " is in the queue, but a crash of the file server may take it back", e);
    }
  }

  private void commit(JobId root, RegisterName building) throws IOException {
    RegisterName waiting = RegisterName.firstWaiting(building.by(), building.time());
    if (!registers.tryMove(root, building, waiting) && !isCommitted(root)) {
      throw new NoSuchFileException(queue.layout().job(root).toString());
    }
    queue.syncTransition(queue.layout().job(root));
  }

  /** Only the submitter takes a root from building to waiting; from there others may go on. */
  private boolean isCommitted(JobId root) throws IOException {
    Optional<RegisterName> register = registers.look(root).register();
    return register.isPresent()
        && register.get().state() != JobState.BUILDING
        && register.get().state() != JobState.DELETED;
  }

  private void undo(JobId root, RegisterName building, Intent intent, Throwable cause) {
    try {
      registers.tryMove(
          root, building, building.next(JobState.DELETED, building.by(), queue.now()));
      if (removal.removeTree(root, intent::touch)) {
        intent.withdraw();
      }
    } catch (IOException e) {
      cause.addSuppressed(e); // the intent stays, and others remove what is left
    }
  }

  /** A directory that vanished under the submitter means that others took it for dead. */
  static SubmissionRevokedException revoked(JobId root, Throwable cause) {
    return revoked("was revoked; submit again", root, cause);
  }

  /** The same of a job that may have been in the queue already, and is not there any more. */
  static SubmissionRevokedException lostSight(JobId root, Throwable cause) {
    return revoked(
        "was revoked, or the job has run and was deleted meanwhile; see the events of job "
            + root
            + " before you submit again",
        root,
        cause);
  }

  private static SubmissionRevokedException revoked(String what, JobId root, Throwable cause) {
    SubmissionRevokedException revoked =
        new SubmissionRevokedException(
            "the submission of job " + root + " stood still for longer than the lease and " + what);
    revoked.initCause(cause);
    return revoked;
  }

  /** From here on the job is in the queue; what fails now is completed by others. */
  private void announce(List<JobDefinition> definitions, JobId root, Intent intent) {
    Tickets tickets = new Tickets(queue);
    try {
      SideBySide.forEach(
          definitions.stream().filter(definition -> definition.subJobs().isEmpty()).toList(),
          ready -> {
            tickets.issueFirst(ready);
            intent.touch();
          });
      new Priorities(queue).moveTickets(root); // it may have been changed since the commit
      intent.withdraw();
    } catch (IOException e) {
      LOG.warn("job {} is submitted, but others have to complete its tickets", root, e);
    }
  }
}
