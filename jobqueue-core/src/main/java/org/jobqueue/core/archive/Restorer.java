package org.jobqueue.core.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.DamagedArchiveException;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.ArchiveManifest;
import org.jobqueue.core.format.ArchiveManifest.Entry;
import org.jobqueue.core.format.ArchiveManifest.Kind;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Restoration;
import org.jobqueue.core.protocol.Restoration.Beat;

/** Brings hierarchies back from archives: the same files, under a number that is new. */
public final class Restorer {
  private static final int FILES_PER_SYNC = 200;

  private final QueueDirectory queue;

  /** Restorations to a queue. */
  public Restorer(QueueDirectory queue) {
    this.queue = queue;
  }

  /**
   * Restores a hierarchy.
   *
   * @return its top-level job
   * @throws DamagedArchiveException if the file is no archive of a job, or is damaged; nothing is
   *     restored then
   */
  public JobId restore(Path file) throws IOException {
    ArchiveFile archive = new ArchiveFile(queue.files(), file);
    ArchiveManifest manifest = archive.verify();
    return new Restoration(queue)
        .restore(
            manifest.registerName(), (root, beat) -> new Work(root, manifest, beat).write(archive));
  }

  /** One restoration under way. */
  private final class Work {
    private final JobId root;
    private final ArchiveManifest manifest;
    private final Beat beat;
    private final Path top;
    private final String register;
    private final boolean renumbers;
    private final List<Path> unforced = new ArrayList<>();

    Work(JobId root, ArchiveManifest manifest, Beat beat) throws IOException {
      this.root = root;
      this.manifest = manifest;
      this.beat = beat;
      this.top = queue.layout().job(root);
      this.register = manifest.register().path();
      this.renumbers = !manifest.jobId().equals(root);
    }

    void write(ArchiveFile archive) throws IOException {
      archive.read(this::take);
      for (int i = manifest.entries().size() - 1; i >= 0; i--) {
        Entry entry = manifest.entries().get(i);
        if (entry.kind() == Kind.DIRECTORY) {
          setPermissions(entry);
          isToBeForced(top.resolve(entry.path()));
        }
      }
      force();
    }

    private void take(Entry entry, InputStream content) throws IOException {
      beat.beat();
      Path path = top.resolve(entry.path());
      switch (entry.kind()) {
        case DIRECTORY -> {
          if (!entry.path().isEmpty()) {
            queue.files().createDirectory(path);
          }
        }
        case LINK ->
            queue
                .files()
                .createSymbolicLink(
                    path, Path.of(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        case FILE -> {
          if (!entry.path().equals(register)) {
            takeFile(entry, path, content);
          }
        }
      }
    }

    private void takeFile(Entry entry, Path path, InputStream content) throws IOException {
      Optional<String> local = ArchiveManifest.localOfDefinition(entry.path());
      if (entry.size() == 0) {
        queue.files().createFile(path, new byte[0]);
      } else if (renumbers && local.isPresent() && entry.size() <= JobDefinition.SIZE_LIMIT) {
        byte[] definition = content.readAllBytes();
        queue.files().createFile(path, ArchiveManifest.renumbered(definition, root.number()));
      } else {
        copy(content, path);
      }
      setPermissions(entry);
      isToBeForced(path);
    }

    private void copy(InputStream content, Path path) throws IOException {
      byte[] buffer = new byte[1 << 16];
      try (OutputStream out = queue.files().openOutput(path)) {
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
          out.write(buffer, 0, n);
          beat.beat();
        }
      }
    }

    private void setPermissions(Entry entry) throws IOException {
      String text = entry.permissions();
      Path path = top.resolve(entry.path());
      Optional<Set<PosixFilePermission>> present =
          text == null ? Optional.empty() : queue.files().permissions(path);
      if (text != null && present.isPresent()) {
        Set<PosixFilePermission> wanted;
        try {
          wanted = PosixFilePermissions.fromString(text);
        } catch (IllegalArgumentException e) {
          throw new FileSystemException(path.toString(), null, "has wrong permissions: " + text);
        }
        if (!wanted.equals(present.get())) {
          queue.files().setPermissions(path, wanted);
        }
      }
    }

    private void isToBeForced(Path path) throws IOException {
      unforced.add(path);
      if (unforced.size() >= FILES_PER_SYNC) {
        force();
      }
    }

    private void force() throws IOException {
      if (queue.options().durability() != Durability.NONE) {
        queue.files().sync(unforced);
      }
      unforced.clear();
      beat.beat();
    }
  }
}
