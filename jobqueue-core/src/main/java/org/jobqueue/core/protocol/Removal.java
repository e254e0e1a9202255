package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.QueueFiles.Kind;

/**
 * Removes hierarchies.
 *
 * <p>First the root, then every sub-job is moved to the state deleted, which takes from all workers
 * the right to run or commit them. Then the files go, the root's register last. An intent stands
 * from the first step to the last, so that anyone can finish what was begun.
 *
 * <p>As the queue's durability asks, the root's register and the intent are forced to disk before
 * anything else changes. The rest need not be: of the bucket a crash of the file server leaves the
 * mark, or the directory of a job that is deleted.
 */
public final class Removal {
  private static final int TRIES = 10;

  private final QueueDirectory queue;
  private final Registers registers;
  private final Trees trees;

  /** Removals from a queue. */
  public Removal(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.trees = new Trees(queue.files());
  }

  /**
   * Removes a hierarchy. When this returns none of its jobs can run or be committed.
   *
   * @return false if files are left because somebody still writes there; others will remove them
   */
  public boolean delete(JobId root) throws IOException {
    StateView view = registers.look(root);
    if (!view.exists() && !registers.isListed(root)) {
      return true;
    }
    String by = queue.environment().newToken();
    Intent intent = Intent.declare(queue, IntentName.Operation.DELETE, root.number(), by);
    boolean complete = removeTree(root, intent::touch);
    if (complete) {
      intent.withdraw();
    }
    return complete;
  }

  /**
   * Removes a hierarchy that is in an archive or past its age, if its root still has the register
   * that it had when that was found.
   *
   * @return empty if it has not, and nothing was done; false if files are left because somebody
   *     still writes there; others will remove them
   */
  public Optional<Boolean> deleteArchived(JobId root, RegisterName last) throws IOException {
    String by = queue.environment().newToken();
    Intent intent = Intent.declare(queue, IntentName.Operation.ARCHIVE, root.number(), by);
    if (!registers.tryMove(root, last, last.next(JobState.DELETED, by, queue.now()))) {
      intent.withdraw();
      return Optional.empty();
    }
    if (!removeTree(root, intent::touch)) {
      return Optional.of(false);
    }
    intent.withdraw();
    return Optional.of(true);
  }

  /** Shows that a long removal goes on. */
  @FunctionalInterface
  interface Progress {
    /** Called now and then. */
    void show() throws IOException;
  }

  /** Fences and removes a hierarchy; may be repeated, and by several at once. */
  boolean removeTree(JobId root, Progress progress) throws IOException {
    String by = queue.environment().newToken();
    Optional<RegisterName> last = fence(root, by);
    if (last.isEmpty() && isOnlyReserved(root)) {
      return true; // there is no job yet; its submitter may go on
    }
    if (last.isEmpty()) {
      last = fence(root, by); // it came before all that was found now, unless it has gone already
    }
    // A hierarchy of which some are deleted or gone must not come back with its old state.
    queue.syncPayloadIfThere(List.of(queue.layout().job(root), queue.layout().intents()));
    for (JobId subJob : subJobs(root)) {
      fence(subJob, by);
      progress.show();
    }
    removeTickets(root, last);
    try {
      return removeFiles(root, progress);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /** Whether somebody has reserved the number and got no further. */
  private boolean isOnlyReserved(JobId root) throws IOException {
    return queue.listOrEmpty(queue.layout().job(root)).isEmpty()
        && !registers.isCertainlyGone(root);
  }

  /**
   * Gives up a number that was reserved for a job that never came. That its root has no state is
   * not believed but proved: the file server removes a directory only if it is empty.
   *
   * @return false if there is something
   */
  public boolean isRetired(JobId root) throws IOException {
    Path definition = queue.layout().definition(root);
    Kind kind = queue.files().kind(definition);
    if (kind == Kind.FILE) {
      return false; // all of it is there, and only not listed
    }
    if (kind == Kind.DIRECTORY) {
      return isBarredRemoved(root);
    }
    Path mark = queue.layout().goneMark(root.number());
    try {
      queue.createWithDirectories(mark); // first: nobody else must get the number
      deleteDirectoryIfExists(queue.layout().job(root));
      return true;
    } catch (DirectoryNotEmptyException e) {
      unmarkIfPresent(root); // its submitter was only very slow
      return false;
    }
  }

  /**
   * Removes a job that will have no definition as long as its bar stands. It goes only once a
   * register says that the job is deleted, which counts before whatever a slow submitter makes: it
   * may not find its job committed although the bar has gone. All who do this make the same one.
   */
  private boolean isBarredRemoved(JobId root) throws IOException {
    Path deleted = queue.layout().job(root).resolve(RegisterName.barred().toString());
    try {
      queue.files().createFile(deleted, new byte[0]);
    } catch (NoSuchFileException e) {
      return true; // somebody has removed it meanwhile
    } catch (FileAlreadyExistsException e) {
      // made by another, or by this very call
    }
    return removeTree(root, () -> {});
  }

  /**
   * Takes back the mark of a number that others gave up although its job came. Whoever deletes that
   * job meanwhile may have taken the mark for his own.
   */
  void unmarkIfPresent(JobId root) throws IOException {
    Path mark = queue.layout().goneMark(root.number());
    if (registers.isPresent(root)) {
      queue.deleteFileIfExists(mark);
      if (!registers.isPresent(root)) {
        queue.createWithDirectories(mark);
      }
    }
  }

  /**
   * Removes what was written of a job whose root has neither state nor definition: a server that
   * crashed has lost them, or its submitter, who may be only slow, is about to make them. So that
   * there will be no definition comes first.
   *
   * @return false if it may have been committed, or if somebody still writes there
   */
  boolean isDiscarded(JobId root) throws IOException {
    Path directory = queue.layout().job(root);
    if (queue.listOrEmpty(directory).isEmpty()) {
      return isRetired(root);
    }
    return isBarred(root) && isBarredRemoved(root);
  }

  /**
   * Sees to it that a job which seems to have no definition will never have one. A directory takes
   * its place, which the file server allows only if there is none; and nothing is committed before
   * its definition is written. So that there was nothing to run is not believed but proved.
   *
   * @return false if there is a definition
   */
  public boolean isBarred(JobId root) throws IOException {
    Path bar = queue.layout().definition(root);
    try {
      queue.files().createDirectory(bar);
      return true;
    } catch (FileAlreadyExistsException e) {
      return queue.files().kind(bar) == Kind.DIRECTORY; // made by another, or by this very call
    } catch (NoSuchFileException e) {
      return true; // somebody has removed the job meanwhile
    }
  }

  private void deleteDirectoryIfExists(Path directory) throws IOException {
    try {
      queue.files().deleteDirectory(directory);
    } catch (NoSuchFileException e) {
      // never made, or removed by another
    }
  }

  /** Moves a job to the state deleted; the register it had before, if it had one. */
  private Optional<RegisterName> fence(JobId id, String by) throws IOException {
    while (true) {
      Optional<RegisterName> register = registers.written(id).register();
      if (register.isEmpty() || register.get().state() == JobState.DELETED) {
        return register;
      }
      RegisterName present = register.get();
      if (registers.tryMove(id, present, present.next(JobState.DELETED, by, queue.now()))) {
        return register;
      }
    }
  }

  /** The sub-jobs at all levels as they lie in the file system, whatever definitions say. */
  private List<JobId> subJobs(JobId root) throws IOException {
    List<JobId> all = new ArrayList<>();
    Path repository = queue.layout().job(root).resolve(QueueLayout.REPOSITORY);
    for (String name : queue.listOrEmpty(repository)) {
      QueueLayout.jobNumber(name).ifPresent(k -> all.add(new JobId(root.number(), "r" + k)));
    }
    Deque<JobId> walk = new ArrayDeque<>();
    walk.add(root);
    while (!walk.isEmpty()) {
      JobId parent = walk.remove();
      addChunks(parent, all);
      Path directory = queue.layout().subJobs(parent);
      for (String name : queue.listOrEmpty(directory)) {
        OptionalLong index = QueueLayout.jobNumber(name);
        if (index.isPresent() && queue.files().kind(directory.resolve(name)) == Kind.DIRECTORY) {
          String local =
              parent.isRoot() ? "" + index.getAsLong() : parent.local() + "/" + index.getAsLong();
          JobId subJob = new JobId(root.number(), local);
          all.add(subJob);
          walk.add(subJob);
        }
      }
    }
    return all;
  }

  private void addChunks(JobId block, List<JobId> all) throws IOException {
    Path frames = queue.layout().frames(block);
    for (String bucket : queue.listOrEmpty(frames)) {
      for (String name : queue.listOrEmpty(frames.resolve(bucket))) {
        QueueLayout.frame(name).ifPresent(frame -> all.add(block.chunk(frame)));
      }
    }
  }

  /** Tickets left behind would do no harm; looking at them would cost the workers time. */
  private void removeTickets(JobId root, Optional<RegisterName> last) throws IOException {
    JobDefinition definition;
    try {
      definition = queue.definition(root);
    } catch (IOException e) {
      return; // no readable definition: the workers will find out one by one
    }
    Ticket submitted = definition.ticket(last.map(RegisterName::version).orElse(1L));
    removeTickets(definition, submitted);
    Ticket present = new Priorities(queue).present(submitted);
    if (present.priority() != submitted.priority()) {
      removeTickets(definition, present);
    }
  }

  private void removeTickets(JobDefinition definition, Ticket ticket) throws IOException {
    if (definition.total() > 1 || definition.block() != null) {
      try {
        trees.delete(queue.layout().ticketsOfHierarchy(ticket));
      } catch (DirectoryNotEmptyException e) {
        // somebody who has not noticed yet issues one in this moment; the workers will find out
      }
    } else {
      queue.deleteFileIfExists(queue.layout().ticketBucket(ticket).resolve(ticket.toString()));
    }
  }

  private boolean removeFiles(JobId root, Progress progress) throws IOException {
    Path directory = queue.layout().job(root);
    for (int i = 0; ; i++) {
      try {
        String register = registers.look(root).register().map(RegisterName::toString).orElse("");
        deleteAllBut(directory, register, progress);
        queue.createWithDirectories(queue.layout().goneMark(root.number()));
        trees.delete(directory);
        return true;
      } catch (DirectoryNotEmptyException e) {
        if (i == TRIES) {
          return false; // a process that is being killed still writes; the intent stays
        }
      }
    }
  }

  private void deleteAllBut(Path directory, String kept, Progress progress) throws IOException {
    for (String name : queue.listOrEmpty(directory)) {
      if (!name.equals(kept)) {
        trees.delete(directory.resolve(name));
        progress.show();
      }
    }
  }
}
