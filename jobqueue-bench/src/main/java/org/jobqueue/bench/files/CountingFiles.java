package org.jobqueue.bench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jobqueue.core.fs.QueueFiles;

/**
 * Counts the operations that the queue asks of a file system, those that fail included, and the
 * time that they take. What is written to an opened output is not counted. Thread-safe.
 */
public final class CountingFiles implements QueueFiles {
  private final QueueFiles files;
  private final OperationListener listener;
  private final Map<Operation, LongAdder> counts = new EnumMap<>(Operation.class);
  private final LongAdder nanos = new LongAdder();

  /** Counts what is asked of {@code files}. */
  public CountingFiles(QueueFiles files) {
    this(files, (operation, path, endNanos) -> {});
  }

  /** Counts what is asked of {@code files}, and tells of it. */
  public CountingFiles(QueueFiles files, OperationListener listener) {
    this.files = files;
    this.listener = listener;
    for (Operation operation : Operation.values()) {
      counts.put(operation, new LongAdder());
    }
  }

  /** What was counted so far. */
  public OperationCounts counts() {
    Map<Operation, Long> copy = new EnumMap<>(Operation.class);
    counts.forEach(
        (operation, count) -> {
          if (count.sum() > 0) {
            copy.put(operation, count.sum());
          }
        });
    return new OperationCounts(copy, nanos.sum());
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }

  @FunctionalInterface
  private interface Action {
    void perform() throws IOException;
  }

  private <T> T ask(Operation operation, Path path, Question<T> question) throws IOException {
    Objects.requireNonNull(counts.get(operation)).increment();
    long start = System.nanoTime();
    T answer;
    try {
      answer = question.ask();
    } finally {
      nanos.add(System.nanoTime() - start);
    }
    listener.ended(operation, path, System.nanoTime());
    return answer;
  }

  private void perform(Operation operation, Path path, Action action) throws IOException {
    Boolean unused =
        ask(
            operation,
            path,
            () -> {
              action.perform();
              return true;
            });
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return ask(Operation.LIST, directory, () -> files.list(directory));
  }

  @Override
  public List<String> listSome(Path directory, int limit) throws IOException {
    return ask(Operation.LIST, directory, () -> files.listSome(directory, limit));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    perform(Operation.CREATE_DIRECTORY, directory, () -> files.createDirectory(directory));
  }

  @Override
  public void createFile(Path file, byte[] content) throws IOException {
    perform(Operation.CREATE_FILE, file, () -> files.createFile(file, content));
  }

  @Override
  public void replaceFile(Path file, byte[] content) throws IOException {
    perform(Operation.REPLACE_FILE, file, () -> files.replaceFile(file, content));
  }

  @Override
  public OutputStream openOutput(Path file) throws IOException {
    return ask(Operation.OPEN_OUTPUT, file, () -> files.openOutput(file));
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    return ask(Operation.READ, file, () -> files.read(file, limit));
  }

  @Override
  public boolean tryLink(Path file, Path name) throws IOException {
    return ask(Operation.LINK, name, () -> files.tryLink(file, name));
  }

  @Override
  public void createSymbolicLink(Path link, Path target) throws IOException {
    perform(Operation.CREATE_LINK, link, () -> files.createSymbolicLink(link, target));
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    perform(Operation.RENAME, target, () -> files.rename(source, target));
  }

  @Override
  public void deleteFile(Path file) throws IOException {
    perform(Operation.DELETE_FILE, file, () -> files.deleteFile(file));
  }

  @Override
  public void deleteDirectory(Path directory) throws IOException {
    perform(Operation.DELETE_DIRECTORY, directory, () -> files.deleteDirectory(directory));
  }

  @Override
  public Kind kind(Path path) throws IOException {
    return ask(Operation.LOOK, path, () -> files.kind(path));
  }

  @Override
  public Optional<Path> linkTarget(Path link) throws IOException {
    return ask(Operation.LOOK, link, () -> files.linkTarget(link));
  }

  @Override
  public Optional<Set<PosixFilePermission>> permissions(Path path) throws IOException {
    return ask(Operation.LOOK, path, () -> files.permissions(path));
  }

  @Override
  public void setPermissions(Path path, Set<PosixFilePermission> permissions) throws IOException {
    perform(Operation.SET_PERMISSIONS, path, () -> files.setPermissions(path, permissions));
  }

  @Override
  public void sync(Collection<Path> filesAndDirectories) throws IOException {
    Path first = filesAndDirectories.stream().findFirst().orElse(Path.of(""));
    perform(Operation.SYNC, first, () -> files.sync(filesAndDirectories));
  }
}
