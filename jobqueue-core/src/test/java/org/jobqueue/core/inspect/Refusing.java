package org.jobqueue.core.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;

/** The real file system, with one directory that may not be listed, and no bits to be changed. */
class Refusing implements QueueFiles {
  private final QueueFiles files = new LocalFiles();
  private final Path hidden;

  Refusing(Path hidden) {
    this.hidden = hidden;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    if (directory.equals(hidden)) {
      throw new AccessDeniedException(directory.toString());
    }
    return files.list(directory);
  }

  @Override
  public List<String> listSome(Path directory, int limit) throws IOException {
    return files.listSome(directory, limit);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    files.createDirectory(directory);
  }

  @Override
  public void createFile(Path file, byte[] content) throws IOException {
    files.createFile(file, content);
  }

  @Override
  public void replaceFile(Path file, byte[] content) throws IOException {
    files.replaceFile(file, content);
  }

  @Override
  public OutputStream openOutput(Path file) throws IOException {
    return files.openOutput(file);
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    return files.read(file, limit);
  }

  @Override
  public boolean tryLink(Path file, Path name) throws IOException {
    return files.tryLink(file, name);
  }

  @Override
  public void createSymbolicLink(Path link, Path target) throws IOException {
    files.createSymbolicLink(link, target);
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    files.rename(source, target);
  }

  @Override
  public void deleteFile(Path file) throws IOException {
    files.deleteFile(file);
  }

  @Override
  public void deleteDirectory(Path directory) throws IOException {
    files.deleteDirectory(directory);
  }

  @Override
  public Kind kind(Path path) throws IOException {
    return files.kind(path);
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path path) throws IOException {
    return files.permissions(path);
  }

  @Override
  public void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    throw new AccessDeniedException(path.toString());
  }

  @Override
  public void sync(Collection<Path> filesAndDirectories) throws IOException {
    files.sync(filesAndDirectories);
  }
}
