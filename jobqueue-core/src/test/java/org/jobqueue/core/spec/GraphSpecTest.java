package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobRoot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hierarchies there are, and in which order one worker runs them. */
@Timeout(240)
class GraphSpecTest {
  private static final Duration GENEROUS = Duration.ofSeconds(10);

  /** Where thousands of directories are made the disk sets the pace, and others may use it too. */
  private static final Duration TIME_TO_WRITE = Duration.ofSeconds(60);

  @TempDir private Path temp;

  static Stream<Arguments> drawings() {
    return Stream.of(
        drawing("one job", "root", Graph.of("root:")),
        drawing("siblings in order", "a b c root", Graph.of("root: a b c")),
        drawing(
            "a tree, depth first",
            "a0 a1 a b0 b c root",
            Graph.of("root: a b c", "a: a0 a1", "b: b0")),
        drawing(
            "a chain runs from below, before its sibling",
            "d c b a e root",
            Graph.of("root: a e", "a: b", "b: c", "c: d")),
        drawing("a diamond", "d a b root", Graph.of("root: a b", "a: d", "b: d")),
        drawing(
            "a diamond between siblings of its own",
            "a0 d a b0 b root",
            Graph.of("root: a b", "a: a0 d", "b: b0 d")),
        drawing(
            "two diamonds, one on the other",
            "e c d b a root",
            Graph.of("root: a", "a: b d", "b: c d", "c: e", "d: e")),
        drawing(
            "a dependency on a later sibling pulls it forward",
            "c a b root",
            Graph.of("root: a b", "a: c", "b:", "c:")),
        drawing(
            "shared across branches of different depth",
            "s x y a z b c root",
            Graph.of("root: a b c", "a: x y", "x: s", "b: s z", "c: z")));
  }

  private static Arguments drawing(String name, String order, Graph graph) {
    return Arguments.of(name, List.of(order.split(" ")), graph);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drawings")
  void oneWorkerRunsDepthFirst(String name, List<String> order, Graph graph) {
    Bench bench = Bench.in(temp);
    JobHandle handle = graph.build(bench).activate();

    assertThat(Bench.labels(handle.tree())).as("announced order").isEqualTo(order);
    assertThat(bench.runAll()).isEqualTo(order.size());
    assertThat(bench.order()).as("order of runs").isEqualTo(order);
    assertThat(handle.isFinished()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drawings")
  void orderIsTheSameInARepository(String name, List<String> order, Graph graph) {
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(true));
    JobHandle handle = graph.build(bench).activate();

    assertThat(Bench.labels(handle.tree())).as("announced order").isEqualTo(order);
    assertThat(bench.runAll()).isEqualTo(order.size());
    assertThat(bench.order()).as("order of runs").isEqualTo(order);
    assertThat(handle.isFinished()).isTrue();
  }

  @Test
  void severalHierarchiesRunOneAfterTheOther() {
    Bench bench = Bench.in(temp);
    Graph.of("one: a b", "a: s", "b: s").build(bench).activate();
    Graph.of("two: c d", "c: t", "d: t").build(bench).activate();

    bench.runAll();

    assertThat(bench.order()).containsExactly("s", "a", "b", "one", "t", "c", "d", "two");
  }

  @Test
  void aJobSubmittedMeanwhileWithHigherPriorityRunsBetween() {
    Bench bench = Bench.in(temp);
    Graph.of("one: a b").build(bench).activate();
    bench.queue().runNextAvailableJob();

    Graph.of("urgent: u").build(bench).setPriority(900).activate();
    bench.runAll();

    assertThat(bench.order()).containsExactly("a", "u", "urgent", "b", "one");
  }

  @Test
  void redundantDependenciesAreRemovedAndTheOrderOfTheRestIsKept() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job p = bench.job(root, "p");
    bench.job(root, "q");
    Job r = bench.job(root, "r");
    bench.job(root, "s");
    r.addDependency(p);

    JobHandle handle = root.activate();

    assertThat(Bench.labels(handle.listSubJobs())).containsExactly("q", "r", "s");
    assertThat(Bench.labels(Bench.sub(handle, 1).listSubJobs())).containsExactly("p");
    bench.runAll();
    assertThat(bench.order()).containsExactly("q", "p", "r", "s", "root");
  }

  @Test
  void dependenciesThatFollowOverSeveralLevelsAreRemoved() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "a");
    Job b = bench.job(a, "b");
    Job c = bench.job(b, "c");
    Job d = bench.job(c, "d");
    root.addDependency(d);
    root.addDependency(b);
    a.addDependency(d);

    JobHandle handle = root.activate();

    assertThat(Bench.labels(handle.listSubJobs())).containsExactly("a");
    assertThat(Bench.labels(Bench.sub(handle, 0).listSubJobs())).containsExactly("b");
    bench.runAll();
    assertThat(bench.order()).containsExactly("d", "c", "b", "a", "root");
  }

  @Test
  void sharedJobRunsOnceAndAppearsUnderEachParent() {
    Bench bench = Bench.in(temp);
    JobHandle handle = Graph.of("root: a b c", "a: s", "b: s", "c: s").build(bench).activate();

    List<JobHandle> shared = handle.listSubJobs().stream().map(job -> Bench.sub(job, 0)).toList();

    assertThat(shared).extracting(JobHandle::label).containsOnly("s");
    assertThat(shared).extracting(JobHandle::id).containsOnly(shared.get(0).id());
    assertThat(shared).extracting(JobHandle::location).containsOnly(shared.get(0).location());
    assertThat(handle.tree()).hasSize(5);
    assertThat(bench.runAll()).isEqualTo(5);
    assertThat(bench.order()).containsOnlyOnce("s");
    assertThat(shared).allMatch(JobHandle::isFinished);
  }

  @Test
  void failureOfASharedJobIsSeenByAllItsParents() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "a");
    Job b = bench.job(root, "b");
    bench.job(root, "free");
    b.addDependency(a.createJob("spec.fail", Map.of()));
    JobHandle handle = root.activate();

    bench.runAll();

    assertThat(bench.order()).containsExactly("free");
    assertThat(handle.listSubJobs())
        .extracting(job -> job.hasError(true))
        .containsExactly(true, true, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void randomHierarchiesRunInTheOrderOfTheirReducedForm(boolean repository) {
    long seed = Seed.choose();
    Random random = new Random(seed);
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(repository));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Graph graph = Graph.random(random, "g" + i + "n", random.nextInt(2, 14), random.nextInt(12));
      JobHandle handle = graph.build(bench).activate();
      List<String> order = graph.reduced().depthFirst();
      assertThat(Bench.labels(handle.tree()))
          .as("announced order of %s with seed %s", graph, seed)
          .isEqualTo(order);
      expected.addAll(order);
    }

    bench.runAll();

    assertThat(bench.order()).as("order of runs with seed %s", seed).isEqualTo(expected);
  }

  @Test
  void aCycleBelowTenThousandDiamondsIsFoundInLinearTime() {
    JobRoot root = Bench.in(temp).queue().createJobRoot("spec.noop", Map.of());
    Job bottom = addDiamonds(root, 10_000);
    Job first = bottom.createJob("spec.noop", Map.of("label", "first"));
    Job second = first.createJob("spec.noop", Map.of("label", "second"));
    second.addDependency(first);
    Instant start = Instant.now();

    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContainingAll("first", "second")
        .message()
        .hasSizeLessThan(1000);

    assertThat(Duration.between(start, Instant.now())).isLessThan(GENEROUS);
  }

  @Test
  void aLongCycleHasAReadableMessage() {
    JobRoot root = Bench.in(temp).queue().createJobRoot("spec.noop", Map.of());
    Job first = root.createJob("spec.noop", Map.of("label", "first"));
    Job last = first;
    for (int i = 0; i < 20_000; i++) {
      last = last.createJob("spec.noop", Map.of("label", "job-in-cycle-" + i));
    }
    last.addDependency(first);

    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("first")
        .message()
        .hasSizeLessThan(5000);
  }

  @Test
  void aLadderOfDiamondsActivatesInLinearTime() {
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(true));
    JobRoot root = bench.queue().createJobRoot("spec.noop", Map.of());
    addDiamonds(root, 1_000);
    Instant start = Instant.now();

    JobHandle handle = root.activate();

    assertThat(Duration.between(start, Instant.now())).isLessThan(TIME_TO_WRITE);
    assertThat(handle.tree()).hasSize(3_001);
  }

  @Test
  @Tag("long")
  void aLadderOfTenThousandDiamondsActivates() {
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(true));
    JobRoot root = bench.queue().createJobRoot("spec.noop", Map.of());
    addDiamonds(root, 10_000);
    Instant start = Instant.now();

    JobHandle handle = root.activate();

    assertThat(Duration.between(start, Instant.now())).isLessThan(TIME_TO_WRITE);
    assertThat(handle.tree()).hasSize(30_001);
  }

  /** A check that follows every path would follow 2 to the power of 10,000 of them. */
  @Test
  void aLadderOfTenThousandDiamondsWithACycleIsRefusedInLinearTime() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.queue().createJobRoot("spec.noop", Map.of());
    Job top = root.createJob("spec.noop", Map.of());
    addDiamonds(top, 10_000).addDependency(top);
    Instant start = Instant.now();

    assertThatThrownBy(root::activate).hasMessageContaining("cycle");

    assertThat(Duration.between(start, Instant.now())).isLessThan(GENEROUS);
  }

  @Test
  void aLadderOfDiamondsRuns() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.queue().createJobRoot("spec.noop", Map.of());
    addDiamonds(root, 100);

    JobHandle handle = root.activate();

    assertThat(bench.runAll()).isEqualTo(301);
    assertThat(handle.isFinished()).isTrue();
  }

  /** Each diamond hangs on the bottom of the one above. Returns the bottom of the last one. */
  private static Job addDiamonds(Job top, int diamonds) {
    Job bottom = top;
    for (int i = 0; i < diamonds; i++) {
      Job left = bottom.createJob("spec.noop", Map.of());
      Job right = bottom.createJob("spec.noop", Map.of());
      bottom = left.createJob("spec.noop", Map.of());
      right.addDependency(bottom);
    }
    return bottom;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLongChainOfJobsRunsFromBelow(boolean repository) {
    Bench bench = Bench.in(temp, Bench.quick().withKeepJobsInRepository(repository));
    JobRoot root = bench.root("j0");
    Job last = root;
    for (int i = 1; i < 300; i++) {
      last = bench.job(last, "j" + i);
    }
    JobHandle handle = root.activate();
    List<String> order = IntStream.rangeClosed(0, 299).mapToObj(i -> "j" + (299 - i)).toList();

    assertThat(Bench.labels(handle.tree())).isEqualTo(order);
    assertThat(bench.runAll()).isEqualTo(300);
    assertThat(bench.order()).isEqualTo(order);
    assertThat(handle.isFinished()).isTrue();
    bench.queue().deleteJob(handle);
    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(handle.location()).doesNotExist();
  }

  @Test
  void manySiblingsKeepTheirOrder() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    List<String> names = IntStream.range(0, 120).mapToObj(i -> "s" + i).toList();
    names.forEach(name -> bench.job(root, name));
    JobHandle handle = root.activate();

    assertThat(Bench.labels(handle.listSubJobs())).isEqualTo(names);
    bench.runAll();
    assertThat(bench.order()).startsWith("s0", "s1", "s2").endsWith("s119", "root").hasSize(121);
    assertThat(bench.order().subList(0, 120)).isEqualTo(names);
  }
}
