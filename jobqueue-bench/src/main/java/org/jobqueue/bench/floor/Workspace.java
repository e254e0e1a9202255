package org.jobqueue.bench.floor;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory for what one scenario makes; goes with everything in it. */
public final class Workspace implements AutoCloseable {
  private final Path directory;
  private int made;

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /** A new directory in {@code parent}. */
  public static Workspace in(Path parent) throws IOException {
    return new Workspace(Files.createTempDirectory(parent, "jobqueue-bench-"));
  }

  /** A path in it that was not used before; nothing is there. */
  public synchronized Path unused(String name) {
    made++;
    return directory.resolve(name + "-" + made);
  }

  /** How many files and directories lie in a directory, itself included. */
  public static long entries(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.count();
    }
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(directory, new Deletion());
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
