package org.jobqueue.core.fs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the queue asks of a file system.
 *
 * <p>Over a network any operation may be carried out and still report failure, most often as {@link
 * java.nio.file.NoSuchFileException} or {@link java.nio.file.FileAlreadyExistsException}. Callers
 * look for a name that only they could have made before they believe a failure. Every operation
 * throws {@link java.nio.file.NoSuchFileException} if the file or a directory above it is missing,
 * and other {@link IOException}s for what the file system has to say.
 */
public interface QueueFiles {
  /** What lies behind a name. */
  enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link, wherever it points. */
    LINK,
    /** A device, socket or pipe. */
    OTHER,
    /** Nothing, as far as this client knows. */
    MISSING
  }

  /**
   * The names in a directory, in no order. A name that is renamed meanwhile may be missing or
   * appear twice.
   */
  List<String> list(Path directory) throws IOException;

  /** Some names of a directory, at most {@code limit}, without reading all of a large one. */
  List<String> listSome(Path directory, int limit) throws IOException;

  /**
   * Makes a directory.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  void createDirectory(Path directory) throws IOException;

  /**
   * Makes a file with its content. Readers may see it before all of the content is there.
   *
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  void createFile(Path file, byte[] content) throws IOException;

  /**
   * Replaces a file by one with other content, or makes it; readers see one or the other. Only for
   * files with one writer, and never for state.
   */
  void replaceFile(Path file, byte[] content) throws IOException;

  /** Makes a file to write to from its beginning; only for files with one writer. */
  OutputStream openOutput(Path file) throws IOException;

  /**
   * The content of a file.
   *
   * @throws FileTooLargeException if it is longer than {@code limit} bytes
   */
  byte[] read(Path file, int limit) throws IOException;

  /** The content of a file of any size, as a stream; for files that nobody changes. */
  default InputStream openInput(Path file) throws IOException {
    return new ByteArrayInputStream(read(file, Integer.MAX_VALUE));
  }

  /** How many bytes a file has. */
  default long size(Path file) throws IOException {
    return read(file, Integer.MAX_VALUE).length;
  }

  /**
   * When a file or directory was changed, by whatever clock; for people, and for what is kept for
   * days. Empty if this file system cannot tell.
   */
  default Optional<Instant> lastModified(Path path) throws IOException {
    return Optional.empty();
  }

  /**
   * Some bytes of a file that its writer only ever adds to: those from {@code offset} on, at most
   * {@code limit}; none at its end or behind it.
   */
  default byte[] readFrom(Path file, long offset, int limit) throws IOException {
    byte[] all = read(file, Integer.MAX_VALUE - 8);
    int from = (int) Math.min(offset, all.length);
    return Arrays.copyOfRange(all, from, from + Math.min(limit, all.length - from));
  }

  /** How many bytes can still be written below a directory; a very large number if unknown. */
  default long usableBytes(Path directory) throws IOException {
    return Long.MAX_VALUE;
  }

  /**
   * Gives a file another name, a hard link, under which all of its content is there from the first
   * moment. For files that nobody changes.
   *
   * @return false if this file system, or this one file, has no such links, or if it failed for a
   *     reason that making a file will tell
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   */
  boolean tryLink(Path file, Path name) throws IOException;

  /** Makes a symbolic link. */
  void createSymbolicLink(Path link, Path target) throws IOException;

  /**
   * Renames a file. Of several that rename the same source one succeeds. The target must be a name
   * that nobody else makes: an existing one may be replaced.
   */
  void rename(Path source, Path target) throws IOException;

  /** Removes a file or a symbolic link. */
  void deleteFile(Path file) throws IOException;

  /**
   * Removes a directory if it is empty; the file server decides.
   *
   * @throws java.nio.file.DirectoryNotEmptyException if it is not
   */
  void deleteDirectory(Path directory) throws IOException;

  /** What lies behind a name, as far as this client knows; never follows a symbolic link. */
  Kind kind(Path path) throws IOException;

  /** Where a symbolic link leads to, as it is written; empty if this file system cannot tell. */
  default Optional<Path> linkTarget(Path link) throws IOException {
    return Optional.empty();
  }

  /**
   * The permission bits of a file or directory, not followed if it is a symbolic link; empty if
   * this file system has none.
   */
  default Optional<Set<PosixFilePermission>> permissions(Path path) throws IOException {
    return Optional.empty();
  }

  /**
   * This file system for those who share a directory: what is made through it has the permissions
   * that the directory hands down to all that is made in it. Those are the ones that it has for the
   * group, if the group may write it, and for others, if they may; files get those for reading.
   *
   * @throws java.nio.file.NoSuchFileException if the directory is missing
   */
  default QueueFiles sharing(Path directory) throws IOException {
    return this;
  }

  /**
   * Sets the permission bits of a file or directory, besides those that a shared directory hands
   * down, and leaves bits such as set-group-id.
   *
   * @throws java.nio.file.FileSystemException if it belongs to somebody else
   */
  default void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    throw new FileSystemException(path.toString(), null, "has no permission bits");
  }

  /**
   * Forces the contents of files, and the names in directories, to disk. When this returns, all
   * that was written before the call is durable; they are forced in any order and together, so what
   * needs no order among itself belongs into one call.
   *
   * @throws java.nio.file.NoSuchFileException if one of them is missing
   * @throws IOException if one cannot be forced; the others are forced nevertheless, and further
   *     failures are suppressed in the one that is thrown
   */
  void sync(Collection<Path> filesAndDirectories) throws IOException;
}
