package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Job procedures of one queue, in the jars of its {@code procs} directory. */
@Timeout(120)
class ProcsDirectoryTest {
  @TempDir private Path temp;

  private Bench bench;
  private Path procs;

  @BeforeEach
  void createQueue() {
    bench = Bench.in(temp);
    procs = bench.directory().resolve("procs");
  }

  @Test
  void typesOfAJarAreKnownAndRun() throws IOException {
    PluginJar.make(procs.resolve("hello/hello.jar"), "hello", 1);

    JobQueue queue = bench.reopen();
    JobHandle job = queue.createJob("hello", Map.of()).activate();

    assertThat(queue.pluginProblems()).isEmpty();
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("hello", "spec.record");
    assertThat(queue.jobTypes())
        .filteredOn(type -> type.name().equals("hello"))
        .extracting(JobTypeInfo::plugin)
        .containsExactly("hello-plugin");
    assertThat(queue.runNextAvailableJob()).isTrue();
    assertThat(job.isFinished()).isTrue();
    assertThat(job.label()).isEqualTo("hello");
    assertThat(Files.readString(job.files().orElseThrow().stdout()))
        .isEqualToNormalizingNewlines("version 1 of hello\n");
  }

  @Test
  void severalPluginsWorkSideBySide() throws IOException {
    PluginJar.make(procs.resolve("one/a.jar"), "one", 1);
    PluginJar.make(procs.resolve("two/a.jar"), "two", 1);

    assertThat(bench.reopen().jobTypes()).extracting(JobTypeInfo::name).contains("one", "two");
  }

  @Test
  void aJobWhoseTypeIsUnknownHereStaysForOthers() throws IOException {
    Path jar = procs.resolve("hello/hello.jar");
    PluginJar.make(jar, "hello", 1);
    JobHandle job = bench.reopen().createJob("hello", Map.of()).activate();
    bench.submit("behind");
    Path elsewhere = Files.move(jar, temp.resolve("hello.jar"));

    JobQueue without = bench.reopen();
    assertThat(Bench.runAll(without)).isEqualTo(1);
    assertThat(bench.order()).containsExactly("behind");
    JobHandle seen = without.findJob(job.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(JobState.WAITING);
    assertThat(seen.attempts()).isEmpty();
    assertThat(seen.whyNotRunning()).contains("hello").containsIgnoringCase("type");

    Files.move(elsewhere, jar);
    assertThat(Bench.runAll(bench.reopen())).isEqualTo(1);
    assertThat(job.isFinished()).isTrue();
  }

  @Test
  void aJarThatIsNoJarIsReportedAndAllOthersWork() throws IOException {
    Files.createDirectories(procs.resolve("broken"));
    Files.writeString(procs.resolve("broken/broken.jar"), "this is no jar");
    PluginJar.make(procs.resolve("hello/hello.jar"), "hello", 1);

    JobQueue queue = bench.reopen();

    assertReported(queue, "broken", "broken.jar");
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("hello", "spec.record");
    bench.submit("a");
    assertThat(Bench.runAll(queue)).isEqualTo(1);
  }

  @Test
  void anEmptyOrTornJarIsReported() throws IOException {
    PluginJar.make(temp.resolve("whole.jar"), "hello", 1);
    byte[] whole = Files.readAllBytes(temp.resolve("whole.jar"));
    Files.createDirectories(procs.resolve("empty"));
    Files.createDirectories(procs.resolve("torn"));
    Files.write(procs.resolve("empty/p.jar"), new byte[0]);
    Files.write(procs.resolve("torn/p.jar"), Arrays.copyOf(whole, whole.length / 2));

    JobQueue queue = bench.reopen();

    assertReported(queue, "empty", "p.jar");
    assertReported(queue, "torn", "p.jar");
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("spec.record");
  }

  @Test
  void aPluginThatThrowsIsReportedAndAllOthersWork() throws IOException {
    PluginJar.makeThrowing(
        procs.resolve("a/a.jar"), "thrower", "throw new IllegalStateException(\"no licence\");");
    PluginJar.makeThrowing(
        procs.resolve("b/b.jar"), "linkage", "throw new NoClassDefFoundError(\"gone.Class\");");
    PluginJar.make(procs.resolve("hello/hello.jar"), "hello", 1);

    JobQueue queue = bench.reopen();

    assertThat(queue.pluginProblems())
        .extracting(PluginProblem::message)
        .anySatisfy(message -> assertThat(message).contains("no licence"))
        .anySatisfy(message -> assertThat(message).contains("gone.Class"));
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("hello", "spec.record");
  }

  @Test
  void aJarThatNamesAMissingClassIsReported() throws IOException {
    Path jar = procs.resolve("gone/gone.jar");
    PluginJar.make(jar, "gone", 1);
    try (var zip = FileSystems.newFileSystem(jar)) {
      Files.delete(zip.getPath("/plugin/gone/Plugin.class"));
    }

    JobQueue queue = bench.reopen();

    assertReported(queue, "gone", "plugin.gone.Plugin");
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("spec.record");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aJarThatEverybodyCanWriteIsRefused() throws IOException {
    Path jar = procs.resolve("open/open.jar");
    PluginJar.make(jar, "open", 1);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));

    JobQueue queue = bench.reopen();

    assertReported(queue, "open", "open.jar");
    assertThat(queue.pluginProblems().get(0).message()).containsIgnoringCase("writ");
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).doesNotContain("open");
  }

  @Test
  void otherFilesInTheDirectoryAreIgnored() throws IOException {
    Files.writeString(procs.resolve(".DS_Store"), "x", StandardCharsets.UTF_8);
    Files.writeString(procs.resolve("README.txt"), "x", StandardCharsets.UTF_8);
    PluginJar.make(procs.resolve("hello/hello.jar"), "hello", 1);
    Files.writeString(procs.resolve("hello/.nfs0001"), "x", StandardCharsets.UTF_8);
    Files.writeString(procs.resolve("hello/hello.jar.bak"), "x", StandardCharsets.UTF_8);

    JobQueue queue = bench.reopen();

    assertThat(queue.pluginProblems()).isEmpty();
    assertThat(queue.jobTypes()).extracting(JobTypeInfo::name).contains("hello");
  }

  private static void assertReported(JobQueue queue, String plugin, String words) {
    assertThat(queue.pluginProblems())
        .anySatisfy(
            problem -> {
              assertThat(problem.plugin()).contains(plugin);
              assertThat(problem.message()).contains(words);
            });
  }
}
