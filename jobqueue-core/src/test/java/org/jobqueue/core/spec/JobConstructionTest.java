package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs under construction: the promises of {@link Job} and {@link JobRoot}. */
@Timeout(120)
class JobConstructionTest {
  @TempDir private Path temp;

  @Test
  void aNewJobHasTheValuesOfItsProcedureAndQueue() {
    Bench bench = Bench.in(temp, Bench.quick().withAttempts(3));
    JobRoot root = bench.root("root");
    Job job = bench.job(root, "a");

    assertThat(root.type()).isEqualTo("spec.record");
    assertThat(root.label()).isEqualTo("root");
    assertThat(root.priority()).isEqualTo(JobRoot.DEFAULT_PRIORITY);
    assertThat(root.attempts()).isEqualTo(3);
    assertThat(root.root()).isSameAs(root);
    assertThat(root.subJobs()).containsExactly(job);
    assertThat(job.label()).isEqualTo("a");
    assertThat(job.attempts()).isEqualTo(3);
    assertThat(job.root()).isSameAs(root);
    assertThat(job.subJobs()).isEmpty();
  }

  @Test
  void settingsReachTheQueue() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root").setPriority(7);
    Job job = bench.job(root, "a");
    assertThat(root.setLabel("other root")).isSameAs(root);
    assertThat(job.setLabel("other a")).isSameAs(job);
    assertThat(job.setAttempts(5)).isSameAs(job);

    JobHandle handle = root.activate();

    assertThat(handle.priority()).isEqualTo(7);
    assertThat(handle.label()).isEqualTo("other root");
    assertThat(handle.attemptLimit()).isEqualTo(1);
    assertThat(Bench.sub(handle, 0).label()).isEqualTo("other a");
    assertThat(Bench.sub(handle, 0).attemptLimit()).isEqualTo(5);
    assertThat(Bench.sub(handle, 0).priority()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void prioritiesOutOfRangeAreRefused(int priority) {
    JobRoot root = Bench.in(temp).root("root");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.setPriority(priority))
        .withMessageContaining(Integer.toString(priority))
        .withMessageContaining("999");
    assertThat(root.priority()).isEqualTo(JobRoot.DEFAULT_PRIORITY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void attemptsBelowOneAreRefused(int attempts) {
    Job job = Bench.in(temp).root("root");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> job.setAttempts(attempts))
        .withMessageContaining(Integer.toString(attempts));
    assertThat(job.attempts()).isEqualTo(1);
  }

  @Test
  void aDependencyOnItselfIsRefused() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job job = bench.job(root, "itself");

    assertThatThrownBy(() -> job.addDependency(job))
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("itself");
    assertThat(job.subJobs()).isEmpty();
  }

  @Test
  void aDependencyOnTheRootIsRefused() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("the-top");
    Job job = bench.job(root, "a");

    assertThatThrownBy(() -> job.addDependency(root))
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("the-top");
    assertThat(job.subJobs()).isEmpty();
  }

  @Test
  void aDependencyOnAnotherHierarchyIsRefused() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job foreign = bench.job(bench.root("other"), "foreign");

    assertThatThrownBy(() -> root.addDependency(foreign))
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("foreign")
        .hasMessageContaining("hierarchy");
    assertThatThrownBy(() -> root.addDependency(foreign.root()))
        .isInstanceOf(InvalidHierarchyException.class);
    assertThat(root.subJobs()).isEmpty();
  }

  @Test
  void addingADependencyTwiceHasNoEffect() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "a");
    Job b = bench.job(root, "b");

    assertThat(a.addDependency(b)).isSameAs(a);
    a.addDependency(b);
    root.addDependency(a);

    assertThat(a.subJobs()).containsExactly(b);
    assertThat(root.subJobs()).containsExactly(a, b);
    assertThat(root.activate().tree()).hasSize(3);
  }

  @Test
  void nothingCanBeChangedAfterActivation() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "a");
    Job b = bench.job(root, "b");
    JobHandle handle = root.activate();

    assertImmutable(root::activate);
    assertImmutable(() -> root.setLabel("x"));
    assertImmutable(() -> root.setPriority(1));
    assertImmutable(() -> root.setAttempts(2));
    assertImmutable(() -> bench.job(root, "x"));
    assertImmutable(() -> a.setLabel("x"));
    assertImmutable(() -> a.setAttempts(2));
    assertImmutable(() -> bench.job(a, "x"));
    assertImmutable(() -> a.addDependency(b));
    assertImmutable(() -> root.addDependency(a));

    assertThat(root.subJobs()).containsExactly(a, b);
    assertThat(Bench.labels(handle.tree())).containsExactly("a", "b", "root");
    assertThat(bench.queue().listJobs()).hasSize(1);
  }

  @Test
  void changingTheListOfSubJobsChangesNoJob() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "a");
    List<Job> list = root.subJobs();

    // A list that cannot be changed is as good as a copy.
    try {
      list.clear();
    } catch (UnsupportedOperationException e) {
      assertThat(list).containsExactly(a);
    }

    assertThat(root.subJobs()).containsExactly(a);
    assertThat(root.activate().listSubJobs()).hasSize(1);
  }

  @Test
  void aCycleIsRefusedAndNamesItsJobs() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job before = bench.job(root, "innocent");
    Job a = bench.job(before, "first");
    Job b = bench.job(a, "second");
    Job c = bench.job(b, "third");
    bench.job(c, "bystander");
    c.addDependency(a);

    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContainingAll("first", "second", "third")
        .message()
        .doesNotContain("innocent", "bystander");
    assertNothingIn(bench);
  }

  @Test
  void aCycleOfTwoIsRefused() {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    Job a = bench.job(root, "first");
    Job b = bench.job(root, "second");
    a.addDependency(b);
    b.addDependency(a);

    assertThatThrownBy(root::activate)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContainingAll("first", "second");
    assertNothingIn(bench);
  }

  @Test
  void postCreateIsCalledOncePerJob() throws IOException {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.queue().createJobRoot("spec.post-create", bench.named("root"));
    Job a = root.createJob("spec.post-create", bench.named("a"));
    Job b = root.createJob("spec.post-create", bench.named("b"));
    Job shared = a.createJob("spec.post-create", bench.named("shared"));
    b.addDependency(shared);
    assertThat(bench.traces().counts("created")).isEmpty();

    JobHandle handle = root.activate();

    Map<String, Long> once = Map.of("root", 1L, "a", 1L, "b", 1L, "shared", 1L);
    assertThat(bench.traces().counts("created")).isEqualTo(once);
    // Each job finds the file that postCreate left in its directory, or fails.
    assertThat(bench.runAll()).isEqualTo(4);
    assertThat(handle.isFinished()).isTrue();
    assertThat(bench.traces().counts("created")).isEqualTo(once);
  }

  @Test
  void postCreateRefusesTheWholeSubmission() throws IOException {
    Bench bench = Bench.in(temp);
    JobRoot root = bench.root("root");
    bench.job(root, "a");
    root.createJob(
        "spec.post-create",
        Map.of("directory", bench.traces().directory(), "name", "blender", "refuse", true));
    bench.job(root, "b");

    assertThatThrownBy(root::activate)
        .isInstanceOf(JobQueueException.class)
        .hasMessageContaining("blender")
        .hasMessageContaining("no licence for blender");
    assertNothingIn(bench);
    JobHandle next = bench.submit("next").get(0);
    assertThat(next.state()).isEqualTo(JobState.WAITING);
    assertThat(bench.runAll()).isEqualTo(1);
    assertThat(bench.order()).containsExactly("next");
  }

  @Test
  void labelsMayHaveAnyCharacters() {
    Bench bench = Bench.in(temp);
    List<String> labels =
        List.of("", " ", "a/b", "..", "a\nb\tc", "\u00e4\u4e2d\ud83c\udfac", "\u001b[31m", "%s {}");

    List<JobHandle> jobs =
        labels.stream()
            .map(label -> ((JobRoot) bench.root("x").setLabel(label)).activate())
            .toList();

    assertThat(Bench.labels(jobs)).isEqualTo(labels);
    assertThat(bench.runAll()).isEqualTo(labels.size());
  }

  private static void assertImmutable(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOf(InvalidHierarchyException.class)
        .hasMessageContaining("activated");
  }

  private static void assertNothingIn(Bench bench) {
    assertThat(bench.queue().listJobs()).isEmpty();
    assertThat(bench.reopen().runNextAvailableJob()).isFalse();
    assertThat(bench.order()).isEmpty();
    try (Stream<Path> files = Files.walk(bench.directory())) {
      assertThat(files.filter(file -> file.getFileName().toString().equals("job.json"))).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
