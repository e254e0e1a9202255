package org.jobqueue.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the directory of a job shows, read as the format page says and without the code that wrote
 * it.
 *
 * @param id the number of the root and the place below it, as in {@code 12/0/1}
 * @param directory the job's directory
 * @param definition the content of job.json
 * @param registers the names of its registers, split at the dots
 * @param latched whether it waits for a sub-job
 * @param attempts the names of the directories of attempts
 */
record JobOnDisk(
    String id,
    Path directory,
    JsonNode definition,
    List<String[]> registers,
    boolean latched,
    List<String> attempts) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** All jobs in a queue that have a definition, by their ids. */
  static TreeMap<String, JobOnDisk> readAll(Path queue) throws IOException {
    TreeMap<String, JobOnDisk> jobs = new TreeMap<>();
    for (Path definition : find(queue.resolve("jobs"), path -> path.endsWith("job.json"))) {
      JobOnDisk job = read(definition);
      jobs.put(job.id(), job);
    }
    return jobs;
  }

  /** How many jobs are done, or failed. */
  static int countEnded(Path queue) throws IOException {
    return find(
            queue.resolve("jobs"),
            path ->
                path.getParent().getFileName().toString().matches("job\\d+")
                    && path.getFileName().toString().matches("s\\.\\d+\\.(done|failed)\\..*"))
        .size();
  }

  /** Everything below a directory that has such a path; what goes meanwhile is passed over. */
  static List<Path> find(Path directory, Predicate<Path> which) throws IOException {
    for (int i = 0; ; i++) {
      try (Stream<Path> all = Files.walk(directory)) {
        return all.filter(which).toList();
      } catch (java.io.UncheckedIOException e) {
        if (i == 100) {
          throw e.getCause();
        }
      }
    }
  }

  private static JobOnDisk read(Path file) throws IOException {
    Path directory = file.getParent();
    JsonNode definition = JSON.readTree(Files.readAllBytes(file));
    String local = definition.get("local").textValue();
    String number = definition.get("number").asText();
    List<String[]> registers = new ArrayList<>();
    for (String name : names(directory)) {
      if (name.startsWith("s.")) {
        registers.add(name.split("\\.", -1));
      }
    }
    return new JobOnDisk(
        local.isEmpty() ? number : number + "/" + local,
        directory,
        definition,
        registers,
        Files.exists(directory.resolve("deps")),
        names(directory).stream().filter(name -> name.startsWith("attempt-")).toList());
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  String state() {
    return registers.get(0)[2];
  }

  long settledMillis() {
    return Long.parseLong(registers.get(0)[7]);
  }

  /** The attempt that counts, by the register. */
  String committedAttempt() {
    return "attempt-" + registers.get(0)[3] + "-" + registers.get(0)[6];
  }

  /** A file of an attempt; empty if there is none. */
  String content(String attempt, String file) throws IOException {
    Path path = directory.resolve(attempt).resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }
}
