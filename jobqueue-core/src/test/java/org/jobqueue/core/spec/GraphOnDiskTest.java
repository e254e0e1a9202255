package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.QueueOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a hierarchy lies in the directory of the queue: what people see who look with {@code ls}. */
@Timeout(120)
class GraphOnDiskTest {
  private static final Pattern JOB_NAME = Pattern.compile("job(0|[1-9][0-9]*)");
  private static final Graph GRAPH =
      Graph.of("root: a b c", "a: a0 s", "b: s b1", "s: deep", "c: deep", "deep:");
  private static final List<String> ORDER = List.of("a0", "deep", "s", "a", "b1", "b", "c", "root");

  @TempDir private Path temp;

  static Stream<QueueOptions> forms() {
    return Stream.of(
        Bench.quick(),
        Bench.quick().withUseSymLinks(true),
        Bench.quick().withKeepJobsInRepository(true),
        Bench.quick().withKeepJobsInRepository(true).withUseSymLinks(true));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void subJobsAreNumberedFromZeroInTheDirectoryOfTheirParent(QueueOptions form) throws IOException {
    JobHandle handle = submit(Bench.in(temp, form));

    for (JobHandle job : handle.tree().toList()) {
      Set<String> expected = new HashSet<>();
      IntStream.range(0, job.listSubJobs().size()).forEach(i -> expected.add("job" + i));
      assertThat(jobNames(job)).as("in %s", job.label()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyNameLeadsToTheSubJobOfThatPlace(QueueOptions form) throws IOException {
    JobHandle handle = submit(Bench.in(temp, form));

    for (JobHandle job : handle.tree().toList()) {
      List<JobHandle> subJobs = job.listSubJobs();
      for (int i = 0; i < subJobs.size(); i++) {
        Path place = job.location().resolve("sub/job" + i);
        assertThat(target(place, handle.location(), form))
            .as("%s of %s", place.getFileName(), job.label())
            .isEqualTo(subJobs.get(i).location().toRealPath());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyJobIsStoredOnce(QueueOptions form) throws IOException {
    Bench bench = Bench.in(temp, form);
    JobHandle handle = submit(bench);

    try (Stream<Path> files = Files.walk(bench.directory())) {
      assertThat(files.filter(file -> file.getFileName().toString().equals("job.json")))
          .hasSize(GRAPH.depthFirst().size());
    }
    assertThat(handle.tree().map(JobHandle::location))
        .doesNotHaveDuplicates()
        .allSatisfy(
            location -> {
              assertThat(location).isDirectory().startsWith(handle.location());
              assertThat(location.resolve("job.json")).isRegularFile();
            });
  }

  @ParameterizedTest
  @MethodSource("forms")
  void linksStandForSharedJobsAndInARepositoryForAll(QueueOptions form) throws IOException {
    JobHandle handle = submit(Bench.in(temp, form));

    int links = 0;
    for (JobHandle job : handle.tree().toList()) {
      for (String name : jobNames(job)) {
        Path place = job.location().resolve("sub").resolve(name);
        boolean directory = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
        if (!directory) {
          links++;
          assertThat(Files.isSymbolicLink(place)).as("%s", place).isEqualTo(form.useSymLinks());
        }
      }
    }
    // Of 9 dependencies on 7 sub-jobs, 7 are the places where those lie.
    assertThat(links).isEqualTo(form.keepJobsInRepository() ? dependencies(handle) : 2);
  }

  private static int dependencies(JobHandle handle) {
    return handle.tree().mapToInt(job -> job.listSubJobs().size()).sum();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void idsAreThePathsToTheJobs(QueueOptions form) {
    JobHandle handle = submit(Bench.in(temp, form));
    List<JobHandle> subJobs = handle.tree().filter(job -> !job.id().isRoot()).toList();

    if (form.keepJobsInRepository()) {
      assertThat(subJobs).allSatisfy(job -> assertThat(job.id().local()).startsWith("r"));
      assertThat(subJobs)
          .extracting(job -> job.location().getParent())
          .containsOnly(subJobs.get(0).location().getParent());
    } else {
      assertThat(subJobs)
          .allSatisfy(
              job -> {
                String path = "sub/job" + job.id().local().replace("/", "/sub/job");
                assertThat(job.location()).isEqualTo(handle.location().resolve(path));
              });
    }
    assertThat(subJobs)
        .allSatisfy(job -> assertThat(job.location()).hasFileName("job" + job.number()));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aQueueCanBeMoved(QueueOptions form) throws IOException {
    Bench bench = Bench.in(temp, form);
    JobHandle before = submit(bench);
    bench.queue().runNextAvailableJob();
    Path moved = Files.move(bench.directory(), temp.resolve("moved"));

    JobQueue queue = JobQueues.open(moved);
    JobHandle after = queue.findJob(before.id()).orElseThrow();

    assertThat(after.location()).startsWith(moved);
    assertThat(Bench.labels(after.tree())).isEqualTo(ORDER);
    assertThat(Bench.runAll(queue)).isEqualTo(ORDER.size() - 1);
    assertThat(after.isFinished()).isTrue();
    assertThat(bench.order()).isEqualTo(ORDER);
    assertThat(bench.directory()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void deletionRemovesAllOfIt(QueueOptions form) throws IOException {
    Bench bench = Bench.in(temp, form);
    JobHandle handle = submit(bench);
    bench.queue().runNextAvailableJob();

    bench.queue().deleteJob(handle);

    assertThat(handle.location()).doesNotExist();
    try (Stream<Path> files = Files.walk(bench.directory())) {
      assertThat(files.filter(file -> file.getFileName().toString().equals("job.json"))).isEmpty();
    }
    assertThat(bench.runAll()).isZero();
  }

  private static JobHandle submit(Bench bench) {
    JobHandle handle = GRAPH.build(bench).activate();
    assertThat(Bench.labels(handle.tree())).isEqualTo(ORDER);
    return handle;
  }

  private static Set<String> jobNames(JobHandle job) throws IOException {
    Set<String> names = new HashSet<>();
    if (job.listSubJobs().isEmpty()) {
      assertThat(job.location().resolve("sub")).doesNotExist();
      return names;
    }
    try (Stream<Path> files = Files.list(job.location().resolve("sub"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> JOB_NAME.matcher(name).matches())
          .forEach(names::add);
    }
    return names;
  }

  /** Where a name in a job directory leads, by the documented rules for links. */
  private static Path target(Path place, Path root, QueueOptions form) throws IOException {
    if (Files.isSymbolicLink(place)) {
      assertThat(form.useSymLinks()).as("symbolic links were asked for").isTrue();
      assertThat(Files.readSymbolicLink(place)).as("so that a queue can be moved").isRelative();
      return place.toRealPath();
    }
    if (Files.isRegularFile(place)) {
      Path relative = Path.of(Files.readString(place).strip());
      assertThat(relative).as("target of a link file").isRelative();
      return root.resolve(relative).toRealPath();
    }
    return place.toRealPath();
  }
}
