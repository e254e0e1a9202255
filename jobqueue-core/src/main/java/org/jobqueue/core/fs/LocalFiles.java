package org.jobqueue.core.fs;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file system of this machine, mounted shares included.
 *
 * <p>An interrupt of the calling thread does not disturb an operation; the interrupt flag is kept
 * for the caller. What fails for a reason that may have passed a moment later is tried again,
 * except where that could make it worse: a file with content, a link, and forcing to disk.
 */
public final class LocalFiles implements QueueFiles {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT).contains("windows");
  private static final int FEW_HELPERS = 7; // more cost time on a disk that answers in 0.2 ms
  private static final int MANY_HELPERS = 31; // and are as good as needed on one that takes 5 ms
  private static final Duration HELPERS_PATIENCE = Duration.ofSeconds(5);

  private final PassingFailures failures;
  private final GroupSync group;
  private final SharedPermissions permissions;

  /** The file system as it is. */
  public LocalFiles() {
    this.failures = new PassingFailures();
    this.permissions = SharedPermissions.NONE;
    this.group =
        new GroupSync(this::force, System::nanoTime, FEW_HELPERS, MANY_HELPERS, HELPERS_PATIENCE);
  }

  private LocalFiles(LocalFiles files, SharedPermissions permissions) {
    this.failures = files.failures;
    this.group = files.group;
    this.permissions = permissions;
  }

  @Override
  public QueueFiles sharing(Path directory) throws IOException {
    return new LocalFiles(this, SharedPermissions.of(directory));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return listSome(directory, Integer.MAX_VALUE);
  }

  @Override
  public List<String> listSome(Path directory, int limit) throws IOException {
    return failures.overcome(() -> listOnce(directory, limit));
  }

  private static List<String> listOnce(Path directory, int limit) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
        if (names.size() >= limit) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Path unused = failures.overcome(() -> Files.createDirectory(directory));
    permissions.handDownToDirectory(directory);
  }

  /**
   * One with content is not tried again after a failure: whether it is there, and whole, only the
   * caller can tell.
   */
  @Override
  public void createFile(Path file, byte[] content) throws IOException {
    if (content.length == 0) {
      createEmptyFile(file);
    } else {
      createOnce(file, content);
    }
    permissions.handDownToFile(file);
  }

  private void createEmptyFile(Path file) throws IOException {
    boolean[] doubtful = new boolean[1];
    Path unused =
        failures.overcome(
            () -> {
              try {
                FileChannel.open(file, CREATE_NEW, WRITE).close();
              } catch (FileAlreadyExistsException e) {
                if (!doubtful[0]) {
                  throw e;
                }
                // made by the try before, or by another, which is as good
              } catch (IOException e) {
                doubtful[0] = true;
                throw e;
              }
              return file;
            });
  }

  private static void createOnce(Path file, byte[] content) throws IOException {
    boolean[] created = new boolean[1];
    boolean[] unused =
        uninterrupted(
            () -> {
              try (FileChannel channel =
                  created[0]
                      ? FileChannel.open(file, TRUNCATE_EXISTING, WRITE)
                      : FileChannel.open(file, CREATE_NEW, WRITE)) {
                created[0] = true;
                writeFully(channel, content);
                return created;
              }
            });
  }

  @Override
  public void replaceFile(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Path unused = failures.overcome(() -> uninterrupted(() -> Files.write(fresh, content)));
    permissions.handDownToFile(fresh);
    rename(fresh, file);
  }

  @Override
  public OutputStream openOutput(Path file) throws IOException {
    // Unlike a channel it is not closed by an interrupt.
    OutputStream opened = failures.overcome(() -> new FileOutputStream(file.toFile()));
    permissions.handDownToFile(file);
    return opened;
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    return failures.overcome(() -> uninterrupted(() -> readOnce(file, limit)));
  }

  private static byte[] readOnce(Path file, int limit) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      long size = channel.size();
      if (size > limit) {
        throw new FileTooLargeException(file, size, limit);
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // one read is nearly always enough
      }
      return buffer.hasRemaining()
          ? Arrays.copyOf(buffer.array(), buffer.position())
          : buffer.array();
    }
  }

  @Override
  public InputStream openInput(Path file) throws IOException {
    return failures.overcome(
        () ->
            new FileInputStream(file.toFile())); // unlike a channel, an interrupt does not close it
  }

  @Override
  public long size(Path file) throws IOException {
    return failures.overcome(() -> Files.size(file));
  }

  @Override
  public long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public Optional<Instant> lastModified(Path path) throws IOException {
    return Optional.of(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant());
  }

  @Override
  public byte[] readFrom(Path file, long offset, int limit) throws IOException {
    return failures.overcome(() -> uninterrupted(() -> readOnceFrom(file, offset, limit)));
  }

  private static byte[] readOnceFrom(Path file, long offset, int limit) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      long left = Math.max(0, channel.size() - offset);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(limit, left));
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
        // one read is nearly always enough
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  @Override
  public boolean tryLink(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
      return true;
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false; // whatever else is the matter, making a file will tell
    }
  }

  @Override
  public void createSymbolicLink(Path link, Path target) throws IOException {
    Files.createSymbolicLink(link, target);
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    Path unused =
        failures.overcome(() -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void deleteFile(Path file) throws IOException {
    delete(file);
  }

  @Override
  public void deleteDirectory(Path directory) throws IOException {
    delete(directory);
  }

  private void delete(Path path) throws IOException {
    Path unused =
        failures.overcome(
            () -> {
              Files.delete(path);
              return path;
            });
  }

  @Override
  public Kind kind(Path path) throws IOException {
    return failures.overcome(() -> kindOnce(path));
  }

  private static Kind kindOnce(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Kind.MISSING;
    }
    if (attributes.isDirectory()) {
      return Kind.DIRECTORY;
    }
    if (attributes.isSymbolicLink()) {
      return Kind.LINK;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
  }

  @Override
  public Optional<Path> linkTarget(Path link) throws IOException {
    return Optional.of(Files.readSymbolicLink(link));
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view == null ? Optional.empty() : Optional.of(view.readAttributes().permissions());
  }

  @Override
  public void setPermissions(Path path, Set<PosixFilePermission> bits) throws IOException {
    SharedPermissions.set(path, bits);
    permissions.handDownAgain(path);
  }

  @Override
  public void sync(Collection<Path> filesAndDirectories) throws IOException {
    group.sync(filesAndDirectories);
  }

  private void force(Path fileOrDirectory) throws IOException {
    if (WINDOWS && Files.isDirectory(fileOrDirectory)) {
      return; // a directory cannot be opened there; NTFS journals its names itself
    }
    FileChannel unused =
        uninterrupted(
            () -> {
              try (FileChannel channel =
                  failures.overcome(() -> FileChannel.open(fileOrDirectory, READ))) {
                channel.force(true); // once: of what was lost the kernel tells no second time
                return channel;
              }
            });
  }

  /** An interrupt closes a channel in mid-operation; such an operation is done again. */
  private static <T> T uninterrupted(PassingFailures.Operation<T> action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return action.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
