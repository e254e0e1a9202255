package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.SubmissionRevokedException;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a hierarchy that had come to its end back into the queue, all of it or nothing. As in a
 * {@link Submission} the root's register says building, and an intent stands, until all is written;
 * the one rename to the register that it had commits. Others remove what a process left that died
 * before that. The number is a new one: a number is never used twice.
 */
public final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  private final QueueDirectory queue;
  private final Registers registers;
  private final Numbers numbers;
  private final Removal removal;

  /** Restorations to a queue. */
  public Restoration(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.numbers = new Numbers(queue);
    this.removal = new Removal(queue);
  }

  /** Shows from time to time that the restoration goes on. */
  @FunctionalInterface
  public interface Beat {
    /** To be called often. */
    void beat() throws IOException;
  }

  /** Writes the files of a hierarchy. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes everything but the register of the root, and forces it to disk. The directory of the
     * root is there.
     */
    void write(JobId root, Beat beat) throws IOException;
  }

  /**
   * Restores a hierarchy.
   *
   * @param last the register that its root had
   * @throws SubmissionRevokedException if this process stood still for longer than the lease
   * @throws IOException if writing failed; nothing is restored then
   */
  public JobId restore(RegisterName last, Writer writer) throws IOException {
    String by = queue.environment().newToken();
    JobId root = JobId.ofRoot(numbers.reserve());
    RegisterName building = RegisterName.building(by, queue.now());
    queue.files().createFile(queue.layout().job(root).resolve(building.toString()), new byte[0]);
    Intent intent = Intent.declare(queue, IntentName.Operation.SUBMIT, root.number(), by);
    try {
      writer.write(root, intent::touch);
      queue.syncPayload(
          List.of(
              queue.layout().job(root),
              QueueLayout.directoryOf(queue.layout().job(root)),
              queue.layout().jobs()));
      if (!registers.tryMove(root, building, last)) {
        throw new NoSuchFileException(queue.layout().job(root).toString());
      }
      queue.syncTransition(queue.layout().job(root));
    } catch (IOException | RuntimeException | Error e) {
      Optional<RegisterName> present = registers.look(root).register();
      if (present.isEmpty() || !present.get().equals(last)) {
        undo(root, building, intent, e);
        if (e instanceof NoSuchFileException && isRevoked(root)) {
          throw revoked(e);
        }
        throw e;
      }
      LOG.warn("job {} was restored although the file system reported a failure", root, e);
      queue.syncTransition(queue.layout().job(root));
    }
    try {
      intent.withdraw();
    } catch (IOException e) {
      LOG.warn("job {} is restored, but others have to withdraw its intent", root, e);
    }
    return root;
  }

  private boolean isRevoked(JobId root) throws IOException {
    return !registers.isListed(root) || registers.isCertainlyGone(root);
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

  private static SubmissionRevokedException revoked(Throwable cause) {
    SubmissionRevokedException revoked =
        new SubmissionRevokedException(
            "the restoration stood still for longer than the lease and was revoked; try again");
    revoked.initCause(cause);
    return revoked;
  }
}
