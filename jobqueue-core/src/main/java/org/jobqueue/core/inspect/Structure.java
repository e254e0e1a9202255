package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.core.fs.QueueFiles.Kind;
import org.jobqueue.core.protocol.QueueDirectory;

/** The directories that every queue has, and its settings. */
final class Structure {
  private final QueueDirectory queue;
  private final Findings findings;
  private final Foreigners foreigners;
  private final Permissions permissions;

  Structure(QueueDirectory queue, Findings findings, Foreigners foreigners) throws IOException {
    this.queue = queue;
    this.findings = findings;
    this.foreigners = foreigners;
    this.permissions = new Permissions(queue);
  }

  void check() {
    findings.confirm(queue.layout().location(), Optional.empty(), this::look);
  }

  private void look(Consumer<Suspicion> out) throws IOException {
    List<String> names = queue.files().list(queue.layout().location());
    for (Path directory : queue.layout().directories()) {
      if (!names.contains(String.valueOf(directory.getFileName()))) {
        out.accept(lost(directory));
      } else if (queue.files().kind(directory) == Kind.FILE) {
        out.accept(foreigners.at(directory, Optional.empty()));
      } else {
        permissions.ofDirectory(directory, Optional.empty(), out);
      }
    }
    permissions.ofFile(queue.layout().configuration(), Optional.empty(), out);
    if (names.contains(String.valueOf(queue.layout().configuration().getFileName()))) {
      names.stream()
          .filter(name -> name.matches("queue\\.json(\\..*)?\\.new"))
          .forEach(name -> out.accept(leftover(queue.layout().location().resolve(name))));
    }
  }

  private Suspicion lost(Path directory) {
    return lost(queue, directory, "is missing; what was in it is found out from the jobs");
  }

  /** A directory that is missing and can be made anew. */
  static Suspicion lost(QueueDirectory queue, Path directory, String message) {
    return new Suspicion(
        Damage.LOST_DIRECTORY,
        directory,
        Optional.empty(),
        "",
        message,
        () -> {
          try {
            queue.files().createDirectory(directory);
          } catch (FileAlreadyExistsException e) {
            // by another who mends the same
          }
          return true;
        });
  }

  private Suspicion leftover(Path file) {
    return new Suspicion(
        Damage.LEFTOVER_FILE,
        file,
        Optional.empty(),
        "",
        "was to become queue.json, which is there",
        () -> {
          queue.deleteFileIfExists(file);
          return true;
        });
  }
}
