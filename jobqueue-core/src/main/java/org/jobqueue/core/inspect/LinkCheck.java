package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * The links of a job to sub-jobs that lie elsewhere. They are for people and tools only: programs
 * follow the definitions. A link is right in either form, whatever the settings say now.
 */
final class LinkCheck {
  private static final int SIZE_LIMIT = 1 << 16;

  private final QueueDirectory queue;
  private final Foreigners foreigners;

  LinkCheck(QueueDirectory queue, Foreigners foreigners) {
    this.queue = queue;
    this.foreigners = foreigners;
  }

  void look(JobView job, JobDefinition definition, Consumer<Suspicion> out) throws IOException {
    if (definition.subJobs().isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>(queue.listOrEmpty(queue.layout().subJobs(job.id())));
    for (int index = 0; index < definition.subJobs().size(); index++) {
      String target = definition.subJobs().get(index);
      if (!target.equals(heldBy(definition, index))) {
        lookAtLink(job, definition, index, names, out);
      }
    }
  }

  /** The place of a sub-job that lies in the directory of the job itself. */
  static String heldBy(JobDefinition definition, int index) {
    return definition.local().isEmpty() ? "" + index : definition.local() + "/" + index;
  }

  private void lookAtLink(
      JobView job, JobDefinition definition, int index, Set<String> names, Consumer<Suspicion> out)
      throws IOException {
    Path link = queue.layout().subJob(job.id(), index);
    Path root = queue.layout().job(job.id().root());
    String path = QueueLayout.pathWithinRoot(definition.subJobs().get(index));
    if (!names.contains("job" + index)) {
      out.accept(suspicion(Damage.MISSING_LINK, job, link, path, "is missing"));
      return;
    }
    Kind kind = queue.files().kind(link);
    if (kind == Kind.MISSING) {
      return; // being mended
    }
    if (kind == Kind.DIRECTORY) {
      String message = "is a directory where a link to " + path + " belongs";
      out.accept(suspicion(Damage.COPY_FOR_LINK, job, link, path, message));
      return;
    }
    Optional<Path> target = target(link, kind, root);
    if (target.isPresent() && target.get().equals(root.resolve(path))) {
      return;
    }
    boolean cycle = target.isPresent() && link.startsWith(target.get());
    String message = "leads " + text(root, target) + " and not to " + path;
    out.accept(suspicion(cycle ? Damage.LINK_CYCLE : Damage.WRONG_LINK, job, link, path, message));
  }

  private static String text(Path root, Optional<Path> target) {
    if (target.isEmpty()) {
      return "nowhere";
    }
    return target.get().equals(root) ? "to the top-level job" : "to " + target.get();
  }

  private Optional<Path> target(Path link, Kind kind, Path root) throws IOException {
    try {
      if (kind == Kind.LINK) {
        Path directory = QueueLayout.directoryOf(link);
        return queue.files().linkTarget(link).map(t -> directory.resolve(t).normalize());
      }
      if (kind == Kind.FILE) {
        String text = new String(queue.files().read(link, SIZE_LIMIT), StandardCharsets.UTF_8);
        return Optional.of(root.resolve(text.strip()).normalize());
      }
      return Optional.empty();
    } catch (InvalidPathException | NoSuchFileException | FileTooLargeException e) {
      return Optional.empty();
    }
  }

  private Suspicion suspicion(Damage kind, JobView job, Path link, String path, String message) {
    return new Suspicion(
        kind,
        link,
        Optional.of(job.id()),
        message,
        "the link " + link.getFileName() + " " + message,
        () -> {
          boolean moved = kind != Damage.MISSING_LINK && foreigners.isMovedAway(link);
          return isWritten(job, link, path) || moved;
        });
  }

  private boolean isWritten(JobView job, Path link, String path) throws IOException {
    try {
      if (!job.names().contains(QueueLayout.SUB_JOBS)) {
        makeDirectory(queue.layout().subJobs(job.id()));
      }
      if (queue.options().useSymLinks()) {
        Path target = queue.layout().job(job.id().root()).resolve(path);
        queue.files().createSymbolicLink(link, QueueLayout.directoryOf(link).relativize(target));
      } else {
        queue.files().createFile(link, (path + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // by another who mends the same
    }
  }

  private void makeDirectory(Path directory) throws IOException {
    try {
      queue.files().createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // by another who mends the same
    }
  }
}
