package org.jobqueue.core.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jobqueue.core.fs.LocalFiles;
import org.jobqueue.core.fs.QueueFiles;
import org.jspecify.annotations.Nullable;

/**
 * The real file system, with a process that dies or a reply that is lost at a chosen operation.
 * Changes come one at a time, also those of several threads.
 */
final class FaultyFiles implements QueueFiles {
  /** The process of this client is dead: nothing it does reaches the file system any more. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What goes wrong. */
  enum Fault {
    /** The process dies before the operation. */
    CRASH,
    /** The operation is carried out, but is reported as the network file system reports it. */
    LOST_REPLY,
    /** The operation is not carried out and fails. */
    IO_ERROR
  }

  private final QueueFiles files = new LocalFiles();
  private Fault fault = Fault.CRASH;
  private int countdown = -1;
  private int changes;
  private boolean crashed;
  private boolean away;
  private Set<Path> denied = Set.of();
  private Set<Path> hidden = Set.of();
  private boolean links = true;
  private @Nullable Path handles;
  private final List<String> journal = new ArrayList<>();
  private Runnable beforeEach = () -> {};
  private int failingSyncs;
  private BooleanSupplier syncsFail = () -> false;

  /** Lets the change number {@code n} from now, counted from 0, go wrong. */
  void arm(Fault newFault, int n) {
    fault = newFault;
    countdown = n;
  }

  /** Whether the armed fault has happened. */
  boolean hasStruck() {
    return countdown == -1;
  }

  /** How many changes were asked for so far. */
  int changes() {
    return changes;
  }

  /** What was changed and what was forced, each with the last two names of its path. */
  List<String> journal() {
    return journal;
  }

  private static String twoNames(Path path) {
    return path.subpath(path.getNameCount() - 2, path.getNameCount()).toString();
  }

  private interface Change {
    void apply() throws IOException;
  }

  /** From now on no file gets a second name. */
  void withoutLinks() {
    links = false;
  }

  /**
   * As over NFS, where a client links what it once found behind a name, although that has been
   * renamed meanwhile. For files of intents; {@code aside} is a directory outside of the queue.
   */
  void withCachedHandles(Path aside) {
    handles = aside;
  }

  /** What happens before each call: that of other processes, for example. */
  void beforeEach(Runnable action) {
    beforeEach = action;
  }

  /** Lets nothing be changed directly in these directories any more. */
  void deny(Path... directories) {
    denied = Set.of(directories);
  }

  /** Does not tell any more what lies in these directories. */
  void hide(Path... directories) {
    hidden = Set.of(directories);
  }

  /** Lets so many waves of fsyncs fail, from when {@code condition} holds. */
  void failSyncs(int times, BooleanSupplier condition) {
    failingSyncs = times;
    syncsFail = condition;
  }

  /** From now on nothing is carried out, and all fails. */
  void failFromNowOn() {
    away = true;
  }

  private synchronized void alive() throws IOException {
    beforeEach.run();
    if (crashed) {
      throw new Crash();
    }
    if (away) {
      throw new IOException("injected");
    }
  }

  private synchronized void change(Path path, boolean creates, Change change) throws IOException {
    alive();
    if (denied.contains(path.getParent())) {
      throw new AccessDeniedException(path.toString());
    }
    changes++;
    if (countdown < 0 || countdown-- > 0) {
      change.apply();
      journal.add((creates ? "create " : "change ") + twoNames(path));
      return;
    }
    switch (fault) {
      case CRASH -> {
        crashed = true;
        throw new Crash();
      }
      case LOST_REPLY -> {
        change.apply();
        throw creates
            ? new FileAlreadyExistsException(path.toString())
            : new NoSuchFileException(path.toString());
      }
      case IO_ERROR -> throw new IOException("injected");
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    alive();
    if (hidden.contains(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    return files.list(directory);
  }

  @Override
  public List<String> listSome(Path directory, int limit) throws IOException {
    alive();
    return files.listSome(directory, limit);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    change(directory, true, () -> files.createDirectory(directory));
  }

  @Override
  public void createFile(Path file, byte[] content) throws IOException {
    // Exclusive create tells the truth on every file system measured, so its reply is never lost.
    if (fault == Fault.LOST_REPLY) {
      alive();
      files.createFile(file, content);
      return;
    }
    change(file, true, () -> files.createFile(file, content));
    if (handles != null && file.toString().contains("/intents/")) {
      Files.createLink(handles.resolve(file.getFileName()), file);
    }
  }

  @Override
  public void replaceFile(Path file, byte[] content) throws IOException {
    alive();
    files.replaceFile(file, content);
  }

  @Override
  public OutputStream openOutput(Path file) throws IOException {
    alive();
    return files.openOutput(file);
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    alive();
    return files.read(file, limit);
  }

  @Override
  public boolean tryLink(Path file, Path name) throws IOException {
    if (!links) {
      alive();
      return false;
    }
    boolean[] linked = new boolean[1];
    Path cached = handles == null ? file : handles.resolve(file.getFileName());
    Path source = Files.exists(cached) ? cached : file;
    change(name, true, () -> linked[0] = files.tryLink(source, name));
    return linked[0];
  }

  @Override
  public void createSymbolicLink(Path link, Path target) throws IOException {
    change(link, true, () -> files.createSymbolicLink(link, target));
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    change(source, false, () -> files.rename(source, target));
  }

  @Override
  public void deleteFile(Path file) throws IOException {
    change(file, false, () -> files.deleteFile(file));
  }

  @Override
  public void deleteDirectory(Path directory) throws IOException {
    change(directory, false, () -> files.deleteDirectory(directory));
  }

  @Override
  public Kind kind(Path path) throws IOException {
    alive();
    return files.kind(path);
  }

  @Override
  public Optional<Path> linkTarget(Path link) throws IOException {
    alive();
    return files.linkTarget(link);
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path path) throws IOException {
    alive();
    return files.permissions(path);
  }

  @Override
  public void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    change(path, false, () -> files.setPermissions(path, permissions));
  }

  @Override
  public void sync(Collection<Path> filesAndDirectories) throws IOException {
    alive();
    if (failingSyncs > 0 && syncsFail.getAsBoolean()) {
      failingSyncs--;
      throw new IOException("injected");
    }
    files.sync(filesAndDirectories);
    journal.add("sync " + filesAndDirectories.stream().map(FaultyFiles::twoNames).toList());
  }
}
