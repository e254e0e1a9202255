package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles.Kind;

/**
 * Reads and changes the registers of jobs.
 *
 * <p>A job's state is the name of one file. A transition renames the present name to a new one that
 * nobody else makes, so of several who try, the file server lets one win; the others find the
 * source missing. Since a reply may be lost, whoever is told that he lost looks for his own name
 * before he believes it. No register is ever created twice or overwritten, except {@link
 * RegisterName#barred()}.
 */
public final class Registers {
  private static final int LOOKS = 5;

  private final QueueDirectory queue;
  private final Intents intents;

  /** The registers of a queue. */
  public Registers(QueueDirectory queue) {
    this.queue = queue;
    this.intents = new Intents(queue);
  }

  /**
   * The state of a job. A register that is missing is looked for more than once. That of a job that
   * is alone is made before its definition; until that is there the job is being built.
   */
  public StateView look(JobId id) throws IOException {
    return look(id, true);
  }

  private StateView look(JobId id, boolean knowsOfSubmissions) throws IOException {
    StateView view = StateView.GONE;
    for (int i = 0; i < LOOKS; i++) {
      List<String> names;
      try {
        names = queue.files().list(queue.layout().job(id));
      } catch (NoSuchFileException e) {
        return StateView.GONE;
      }
      List<RegisterName> registers = registers(names);
      view = view(names, registers);
      boolean undefined = knowsOfSubmissions && isUndefined(id, names, registers);
      if (registers.size() == 1 && !undefined) {
        return view;
      }
      if (undefined && intents.hasSubmission(id.number())) {
        return view.whileBuilt();
      }
    }
    return view;
  }

  private static boolean isUndefined(JobId id, List<String> names, List<RegisterName> registers) {
    return id.isRoot()
        && registers.size() == 1
        && registers.get(0).isFirstWaiting()
        && !names.contains(QueueLayout.DEFINITION);
  }

  /**
   * Forces the commit of a hierarchy to disk if its submission has not come to its end: the
   * submitter may not have done so, and what others do to its jobs now must not be taken back with
   * it.
   */
  void forceCommit(JobId root) throws IOException {
    if (intents.hasSubmission(root.number())) {
      queue.syncTransitionsIfThere(List.of(queue.layout().job(root)));
    }
  }

  /**
   * The state of a job that is to be changed. One that is alone and was barred from being submitted
   * is still being built, and about to be removed. Of a chunk that several have opened at the same
   * time all registers but the greatest go first: nobody changes one of several.
   */
  StateView settled(JobId id) throws IOException {
    if (!id.isChunk()) {
      StateView view = look(id);
      boolean barred =
          id.isRoot()
              && view.register().filter(RegisterName::isFirstWaiting).isPresent()
              && hasBar(id);
      return barred ? view.whileBuilt() : view;
    }
    Path directory = queue.layout().job(id);
    List<String> names = queue.listOrEmpty(directory);
    for (int i = 0; i < LOOKS && registers(names).size() > 1; i++) {
      List<RegisterName> present = registers(names);
      for (RegisterName loser : present.subList(0, present.size() - 1)) {
        queue.deleteFileIfExists(directory.resolve(loser.toString()));
      }
      names = queue.listOrEmpty(directory);
    }
    List<RegisterName> registers = registers(names);
    return registers.isEmpty() ? look(id) : view(names, registers);
  }

  /** The same as its register says it, also of a job that is being submitted. */
  StateView written(JobId id) throws IOException {
    return id.isChunk() ? settled(id) : look(id, false);
  }

  /** The registers among the names in a directory, the one that counts last. */
  private static List<RegisterName> registers(List<String> names) {
    List<RegisterName> registers = new ArrayList<>(1);
    for (String name : names) {
      RegisterName.parse(name).ifPresent(registers::add);
    }
    registers.sort(RegisterName.PRECEDENCE);
    return registers;
  }

  /**
   * Makes one transition.
   *
   * @return false if the job was not in the state {@code from} any more
   * @throws AccessDeniedException if this user may not; then it was not made
   * @throws IOException if the file system failed; then it may have been made
   */
  public boolean tryMove(JobId id, RegisterName from, RegisterName to) throws IOException {
    Path directory = queue.layout().job(id);
    IOException failure = null;
    boolean doubtful = false;
    for (int i = 0; i < LOOKS; i++) {
      try {
        queue.files().rename(directory.resolve(from.toString()), directory.resolve(to.toString()));
        return true;
      } catch (IOException e) {
        failure = e;
        doubtful |= !(e instanceof AccessDeniedException);
      }
      // Lost, or done with the reply lost: only the names in the directory tell.
      List<String> names;
      try {
        names = queue.files().list(directory);
      } catch (NoSuchFileException e) {
        return false;
      } catch (AccessDeniedException e) {
        failure = e;
        break;
      }
      if (names.contains(to.toString())) {
        return true;
      }
      if (!names.contains(from.toString())) {
        return false;
      }
    }
    if (failure instanceof AccessDeniedException && doubtful) {
      throw new IOException("whether job " + id + " is " + to + " now cannot be told", failure);
    }
    throw failure == null ? new IOException("no look was taken") : failure;
  }

  /**
   * Whether a job has a definition, readable or not; a hint. A directory of that name says that
   * there will never be one.
   */
  public boolean hasDefinition(JobId id) throws IOException {
    return queue.listOrEmpty(queue.layout().job(id)).contains(QueueLayout.DEFINITION)
        && !hasBar(id);
  }

  /** Whether others have seen to it that a job will never have a definition. */
  boolean hasBar(JobId id) throws IOException {
    return queue.files().kind(queue.layout().definition(id)) == Kind.DIRECTORY;
  }

  /** Whether a job has a state in which it is not about to be removed. */
  boolean isPresent(JobId id) throws IOException {
    return look(id).register().filter(name -> name.state() != JobState.DELETED).isPresent();
  }

  /**
   * Whether a job without a state is gone for good, and not just invisible or damaged: its root is
   * being deleted, or a mark says that it was. That something cannot be found proves nothing, since
   * a name that this machine once asked for in vain may stay invisible to it for a while.
   */
  public boolean isCertainlyGone(JobId id) throws IOException {
    Optional<RegisterName> root = look(id.root()).register();
    return root.isPresent() ? root.get().state() == JobState.DELETED : isMarked(id.root());
  }

  /** Whether the number of a top-level job is marked as used by one that is gone. */
  public boolean isMarked(JobId root) throws IOException {
    return isInBucket(queue.layout().goneMark(root.number()));
  }

  /** Whether the directory of a top-level job is listed in its bucket. */
  public boolean isListed(JobId root) throws IOException {
    return isInBucket(queue.layout().job(root));
  }

  private boolean isInBucket(Path path) throws IOException {
    return queue
        .listOrEmpty(QueueLayout.directoryOf(path))
        .contains(String.valueOf(path.getFileName()));
  }

  private static StateView view(List<String> names, List<RegisterName> registers) {
    Optional<RegisterName> register =
        registers.isEmpty() ? Optional.empty() : Optional.of(registers.get(registers.size() - 1));
    return new StateView(
        register,
        names.contains(QueueLayout.LATCH),
        names.contains(QueueLayout.CHUNK_LATCH),
        true,
        PriorityName.present(names),
        names.contains(QueueLayout.BLOCKED),
        register.filter(RegisterName::skip).isPresent());
  }
}
