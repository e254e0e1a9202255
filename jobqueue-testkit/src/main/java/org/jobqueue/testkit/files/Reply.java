package org.jobqueue.testkit.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jobqueue.core.fs.QueueFiles;

/**
 * What a client hears of an operation. Two replies are equal if a client cannot tell them apart.
 *
 * @param outcome success or the kind of failure
 * @param names of a listing
 * @param content of a file
 * @param kind of what was looked at
 * @param fingerprint stands for all of that
 */
public record Reply(
    Outcome outcome, List<String> names, Content content, QueueFiles.Kind kind, long fingerprint) {

  /** How an operation ended. */
  public enum Outcome {
    OK,
    MISSING,
    EXISTS,
    NOT_EMPTY,
    NOT_DIRECTORY,
    IS_DIRECTORY,
    TOO_LARGE,
    DENIED,
    STALE,
    IO_ERROR
  }

  /** A reply that says no more than how it ended. */
  public static Reply of(Outcome outcome) {
    return new Reply(
        outcome, List.of(), Content.EMPTY, QueueFiles.Kind.OTHER, Fingerprint.of(outcome.name()));
  }

  /** The names of a listing. */
  public static Reply names(List<String> names) {
    long hash = 1;
    for (String name : names) {
      hash = hash * 31 + Fingerprint.of(name);
    }
    return new Reply(
        Outcome.OK,
        names,
        Content.EMPTY,
        QueueFiles.Kind.DIRECTORY,
        Fingerprint.mix(hash ^ 0x5a5aL));
  }

  /** The content of a file. */
  public static Reply content(Node.File file) {
    return new Reply(
        Outcome.OK,
        List.of(),
        file.content(),
        QueueFiles.Kind.FILE,
        Fingerprint.mix(file.fingerprint() + 7));
  }

  /** What was found at a name. */
  public static Reply kind(QueueFiles.Kind kind) {
    return new Reply(Outcome.OK, List.of(), Content.EMPTY, kind, Fingerprint.of(kind.name()) + 1);
  }

  /** Whether the operation is reported as done. */
  public boolean ok() {
    return outcome == Outcome.OK;
  }

  /** The failure as the JDK would report it. */
  IOException failure(Call call) {
    String path = "/" + String.join("/", call.path());
    return switch (outcome) {
      case OK -> throw new IllegalStateException("no failure");
      case MISSING -> new NoSuchFileException(path);
      case EXISTS -> new FileAlreadyExistsException(path);
      case NOT_EMPTY -> new DirectoryNotEmptyException(path);
      case NOT_DIRECTORY -> new NotDirectoryException(path);
      case IS_DIRECTORY -> new FileSystemException(path, null, "Is a directory");
      case TOO_LARGE ->
          new org.jobqueue.core.fs.FileTooLargeException(
              java.nio.file.Path.of(path), Integer.MAX_VALUE, call.limit());
      case DENIED -> new AccessDeniedException(path);
      case STALE -> new FileSystemException(path, null, "Stale file handle");
      case IO_ERROR -> new FileSystemException(path, null, "Input/output error");
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reply reply && reply.fingerprint == fingerprint;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  @Override
  public String toString() {
    return outcome == Outcome.OK && !names.isEmpty() ? names.toString() : outcome.name();
  }
}
