package org.jobqueue.core.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.ArchiveManifest.Entry;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.HierarchyReader;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.StateView;

/**
 * Puts hierarchies that have come to their end into archives.
 *
 * <p>The archive is written under a name that nobody else makes, read back, forced to disk and
 * renamed. Then the root's register is renamed to deleted, from exactly the name that was archived:
 * if that is gone, somebody has retried or deleted the job meanwhile, and the archive goes again.
 * So at every moment the job is in the queue, or the archive is complete, or both.
 */
public final class Archiver {
  private final QueueDirectory queue;
  private final Registers registers;

  /** Archives of jobs of a queue. */
  public Archiver(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
  }

  /** The directory of archives in a queue. */
  public static Path directory(QueueLayout layout) {
    return layout.location().resolve("archive");
  }

  private record Snapshot(RegisterName root, String digest) {}

  /**
   * Archives a hierarchy and removes it from the queue.
   *
   * @param target a directory, or a file that does not exist; empty for {@code archive/} of the
   *     queue
   * @throws NoSuchJobException if there is no such job
   * @throws JobStateException if one of its jobs has not come to its end, or was changed meanwhile
   * @throws FileAlreadyExistsException if the target is a file
   */
  public ArchivedJob archive(JobId root, Optional<Path> target) throws IOException {
    if (!root.isRoot()) {
      throw new JobStateException(
          root, "job " + root + " is a sub-job; only all of job " + root.root() + " is archived");
    }
    Snapshot before = snapshot(root);
    Path file = file(root, target);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    ArchiveManifest manifest;
    try {
      Path top = queue.layout().job(root);
      List<Entry> entries = TreeWalk.entries(queue.files(), top);
      manifest = ArchiveManifest.of(root, entries);
      requireSound(manifest, root);
      ArchiveFile archive = new ArchiveFile(queue.files(), unfinished);
      archive.write(manifest, top);
      archive.verify();
      queue.files().sync(List.of(unfinished));
      rename(unfinished, file);
    } catch (IOException | RuntimeException e) {
      removeAfter(e, unfinished);
      throw e;
    }
    queue.files().sync(List.of(QueueLayout.directoryOf(file)));
    boolean removed;
    try {
      removed = isRemoved(root, before);
    } catch (JobStateException | NoSuchJobException e) {
      removeAfter(e, file);
      throw e;
    }
    return new ArchivedJob(root, file, manifest.entries().size(), manifest.bytes(), removed);
  }

  private static void requireSound(ArchiveManifest manifest, JobId root) {
    try {
      ArchiveManifest unused = ArchiveManifest.parse(manifest.toBytes());
    } catch (IOException e) {
      throw new JobStateException(
          root, "job " + root + " cannot be archived: its archive " + e.getMessage());
    }
  }

  private Path file(JobId root, Optional<Path> target) throws IOException {
    Path directory = target.orElseGet(() -> directory(queue.layout()));
    if (target.isEmpty()) {
      makeDirectory(directory);
    }
    return switch (queue.files().kind(directory)) {
      case DIRECTORY -> directory.resolve(fileName(root));
      case LINK -> {
        queue.files().list(directory); // a link to anything but a directory fails
        yield directory.resolve(fileName(root));
      }
      case MISSING -> directory;
      case FILE, OTHER -> throw new FileAlreadyExistsException(directory.toString());
    };
  }

  private void makeDirectory(Path directory) throws IOException {
    try {
      queue.files().createDirectory(directory);
      queue.files().sync(List.of(queue.layout().location()));
    } catch (FileAlreadyExistsException e) {
      // as it mostly is
    }
  }

  /** A name that nobody else makes, with the day for people. */
  private String fileName(JobId root) {
    String token = queue.environment().newToken();
    LocalDate day = LocalDate.ofInstant(queue.now(), ZoneOffset.UTC);
    return "job" + root + "." + day + "." + token.substring(token.lastIndexOf('_') + 1) + ".zip";
  }

  private void rename(Path from, Path to) throws IOException {
    try {
      queue.files().rename(from, to);
    } catch (NoSuchFileException e) {
      if (queue.files().kind(to) != Kind.FILE) {
        throw e;
      } // else it was done and the reply was lost
    }
  }

  private void removeAfter(Exception cause, Path file) {
    try {
      queue.deleteFileIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The states of all jobs, all of which must have come to their end. */
  private Snapshot snapshot(JobId root) throws IOException {
    StateView view = registers.look(root);
    if (view.register().isEmpty() || view.register().get().state() == JobState.DELETED) {
      throw new NoSuchJobException(root, "the queue has no job " + root);
    }
    MessageDigest digest = Digests.sha256();
    HierarchyReader jobs = HierarchyReader.withChunks(queue, root);
    Optional<HierarchyReader.Step> job = jobs.next();
    while (job.isPresent()) {
      JobId id = job.get().id();
      Optional<RegisterName> register = registers.look(id).register();
      if (register.isEmpty() || !ArchiveManifest.isEnd(register.get().state())) {
        throw new JobStateException(
            id,
            "job "
                + id
                + register.map(r -> " is " + name(r.state())).orElse(" has lost its state")
                + "; only what is done, failed or cancelled is archived");
      }
      digest.update((id + " " + register.get() + "\n").getBytes(StandardCharsets.UTF_8));
      job = jobs.next();
    }
    return new Snapshot(view.register().get(), Digests.hex(digest));
  }

  private static String name(JobState state) {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Takes the job out of the queue, if it is still what was archived. */
  private boolean isRemoved(JobId root, Snapshot before) throws IOException {
    Optional<Boolean> removed =
        before.equals(snapshot(root))
            ? new Removal(queue).deleteArchived(root, before.root())
            : Optional.empty();
    return removed.orElseThrow(
        () ->
            new JobStateException(
                root, "job " + root + " was changed while it was archived; it is as it was"));
  }
}
