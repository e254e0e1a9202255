package org.jobqueue.core.spec;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files by which procedures tell a test what they did, from whichever process they run in.
 *
 * @param directory where the files are
 */
record Traces(Path directory) {
  /** Notes one more start of a job in a file of its own, and its place in the order of starts. */
  void started(String name) throws IOException {
    count("start", name);
    Files.writeString(directory.resolve("order"), name + "\n", CREATE, APPEND);
  }

  /** Notes one more event of a kind for a name. */
  void count(String kind, String name) throws IOException {
    Files.createFile(directory.resolve(kind + "." + name + "." + UUID.randomUUID()));
  }

  /** Notes that something is so; doing it twice is no error. */
  void mark(String kind, String name) throws IOException {
    Files.write(directory.resolve(kind + "." + name), new byte[0]);
  }

  boolean isMarked(String kind, String name) {
    return Files.exists(directory.resolve(kind + "." + name));
  }

  /** The names of all jobs that started, in order, as often as they did. */
  List<String> order() throws IOException {
    Path file = directory.resolve("order");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** How often each name was counted. */
  Map<String, Long> counts(String kind) throws IOException {
    return names(kind).collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** The names of which there is an event or mark of a kind. */
  List<String> marked(String kind) throws IOException {
    return names(kind).distinct().sorted().toList();
  }

  private Stream<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString().split("\\."))
          .filter(parts -> parts[0].equals(kind))
          .map(parts -> parts[1])
          .toList()
          .stream();
    }
  }
}
