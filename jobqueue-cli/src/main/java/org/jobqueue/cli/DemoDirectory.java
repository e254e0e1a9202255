package org.jobqueue.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the demo works: its queue, and a temporary directory for the logs of the workers, removed
 * at the end.
 */
record DemoDirectory(Path temporary, Path queue) implements AutoCloseable {

  /** Makes the temporary directory; the queue lies in it unless it is to be kept. */
  static DemoDirectory create(Optional<Path> keep, Surroundings surroundings) throws IOException {
    Path temporary = Files.createTempDirectory("jobqueue-demo-");
    return new DemoDirectory(
        temporary, keep.map(surroundings::resolve).orElse(temporary.resolve("queue")));
  }

  /** The log of a worker. */
  Path log(int worker) {
    return temporary.resolve("worker-" + worker + ".log");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
