package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies about in the directories of a queue and is no part of it does no harm. */
@Timeout(240)
class StrayFilesSpecTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void strayFilesAreIgnoredAtAllLevels(boolean repository) throws IOException {
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(repository));
    litter(bench.directory());
    JobHandle handle = Graph.of("root: a b c", "a: s", "b: s", "c:").build(bench).activate();
    JobHandle other = bench.submit("other").get(0);
    litter(bench.directory());

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("root", "other");
    assertThat(Bench.labels(handle.tree())).containsExactly("s", "a", "b", "c", "root");
    assertThat(bench.queue().runNextAvailableJob()).isTrue();
    litter(bench.directory());
    assertThat(Bench.runAll(bench.reopen())).isEqualTo(5);
    litter(bench.directory());

    assertThat(bench.order()).containsExactly("s", "a", "b", "c", "root", "other");
    assertThat(handle.tree()).allMatch(JobHandle::isFinished);
    assertThat(handle.attempts()).hasSize(1);
    bench.queue().deleteJobs(List.of(handle, other));
    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(handle.location()).doesNotExist();
    assertThat(Bench.labels(List.of(bench.submit("last").get(0)))).containsExactly("last");
    assertThat(bench.runAll()).isEqualTo(1);
  }

  /** Puts into every directory what file managers, editors and file servers leave behind. */
  private static void litter(Path queue) throws IOException {
    List<Path> directories;
    try (Stream<Path> files = Files.walk(queue)) {
      directories = files.filter(Files::isDirectory).toList();
    }
    for (Path directory : directories) {
      for (String name :
          List.of(".DS_Store", ".nfs0001", "job12.bak", "Thumbs.db", "job", "job1~", "a b")) {
        Files.write(directory.resolve(name), "stray".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void strayDirectoriesAreIgnoredAtAllLevels() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle handle = Graph.of("root: a b", "a: s", "b: s").build(bench).activate();
    List<Path> directories;
    try (Stream<Path> files = Files.walk(bench.directory())) {
      directories = files.filter(Files::isDirectory).toList();
    }
    for (Path directory : directories) {
      for (String name : List.of("job12.bak", "lost+found", ".snapshot", "jobs", "000x")) {
        Path stray = directory.resolve(name);
        if (!Files.exists(stray)) {
          Files.createDirectory(stray);
          Files.createFile(stray.resolve("file"));
        }
      }
    }

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("root");
    assertThat(bench.runAll()).isEqualTo(4);
    assertThat(bench.order()).containsExactly("s", "a", "b", "root");
    assertThat(handle.isFinished()).isTrue();
    bench.queue().deleteJob(handle);
    assertThat(handle.location()).doesNotExist();
  }

  @Test
  void aCopyOfAJobIsNoJob() throws IOException {
    Bench bench = Bench.in(temp);
    JobHandle handle = Graph.of("root: a b").build(bench).activate();
    copy(handle.location(), handle.location().resolveSibling("job12.bak"));
    JobHandle sub = Bench.sub(handle, 0);
    copy(sub.location(), sub.location().resolveSibling("job0.bak"));
    copy(sub.location(), sub.location().resolveSibling("job0 (copy)"));

    assertThat(Bench.labels(bench.queue().listJobs())).containsExactly("root");
    assertThat(Bench.labels(handle.tree())).containsExactly("a", "b", "root");
    assertThat(bench.runAll()).isEqualTo(3);
    assertThat(bench.order()).containsExactly("a", "b", "root");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
