package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.protocol.QueueDirectory;

/**
 * Compares permission bits with those of the queue's directory: a directory must have all of them,
 * a file those for reading. Where there are no such bits nothing is compared.
 */
final class Permissions {
  private final QueueFiles files;
  private final Set<PosixFilePermission> forDirectories;
  private final Set<PosixFilePermission> forFiles;

  Permissions(QueueDirectory queue) throws IOException {
    this.files = queue.files();
    Set<PosixFilePermission> none = EnumSet.noneOf(PosixFilePermission.class);
    this.forDirectories = files.permissions(queue.layout().location()).orElse(none);
    this.forFiles = EnumSet.noneOf(PosixFilePermission.class);
    this.forFiles.addAll(forDirectories);
    this.forFiles.retainAll(
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ));
  }

  /** Looks at the bits of a directory. */
  void ofDirectory(Path directory, Optional<JobId> job, Consumer<Suspicion> out) {
    compare(directory, forDirectories, job, out);
  }

  /** Looks at the bits of a file. */
  void ofFile(Path file, Optional<JobId> job, Consumer<Suspicion> out) {
    compare(file, forFiles, job, out);
  }

  private void compare(
      Path path, Set<PosixFilePermission> required, Optional<JobId> job, Consumer<Suspicion> out) {
    if (required.isEmpty()) {
      return;
    }
    Set<PosixFilePermission> lacking = EnumSet.copyOf(required);
    try {
      Optional<Set<PosixFilePermission>> present = files.permissions(path);
      if (present.isEmpty()) {
        return;
      }
      lacking.removeAll(present.get());
    } catch (IOException e) {
      return; // gone meanwhile, or whoever lists it says what is wrong
    }
    if (!lacking.isEmpty()) {
      String bits = PosixFilePermissions.toString(lacking);
      out.accept(
          new Suspicion(
              Damage.WRONG_PERMISSIONS,
              path,
              job,
              bits,
              "lacks the permissions " + bits + " that the queue's directory has",
              () -> isAdded(path, lacking)));
    }
  }

  private boolean isAdded(Path path, Set<PosixFilePermission> lacking) throws IOException {
    Set<PosixFilePermission> wanted = EnumSet.copyOf(lacking);
    try {
      wanted.addAll(files.permissions(path).orElse(Set.of()));
      files.setPermissions(path, wanted);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException e) {
      throw new IOException("it belongs to somebody else, or is protected: " + e.getReason(), e);
    }
  }
}
