package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, and its archive of classes, with a small program. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class StartScriptTest {
  private static final String MAIN = "org.jobqueue.cli.Main";
  private static final Path SCRIPT = Path.of("src", "main", "dist", "bin", "jobqueue");

  @TempDir Path directory;
  private Path home;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void makeADistribution() throws IOException {
    home = directory.resolve("distribution");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(SCRIPT, home.resolve("bin/jobqueue"), StandardCopyOption.COPY_ATTRIBUTES);
    makeJar(home.resolve("lib/program.jar"));
  }

  private void makeJar(Path jar) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assumeTrue(compiler != null, "there is no compiler");
    Path classes = directory.resolve("classes");
    for (String name : List.of("Main", "ArchiveTraining")) {
      Path source = directory.resolve(name + ".java");
      Files.writeString(
          source,
          """
          package org.jobqueue.cli;
          class %s {
            public static void main(String[] arguments) throws Exception {
              Class.forName("%s");
              System.out.println(String.join(" ", arguments));
            }
          }
          """
              .formatted(name, MAIN));
      int code =
          compiler.run(
              null, null, null, "-d", classes.toString(), "-cp", classes.toString(), "" + source);
      assertThat(code).isZero();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : List.of("Main", "ArchiveTraining")) {
        String entry = "org/jobqueue/cli/" + name + ".class";
        entries.putNextEntry(new JarEntry(entry));
        entries.write(Files.readAllBytes(classes.resolve(entry)));
      }
    }
  }

  private Result run(Map<String, String> more, String... arguments) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/jobqueue").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("JOBQUEUE"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(more);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path makeArchive() throws Exception {
    assertThat(run(Map.of("JOBQUEUE_CLASS_ARCHIVE", "make"))).isEqualTo(new Result(0, "", ""));
    return onlyArchive();
  }

  private Path onlyArchive() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("archive"))) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".jsa")).toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** Whether the command takes its classes from the archive; it prints what it prints without. */
  private boolean usesArchive(String use, String options, String command) throws Exception {
    Path log = directory.resolve("loaded");
    Result result =
        run(
            Map.of(
                "JOBQUEUE_CLASS_ARCHIVE",
                use,
                "JOBQUEUE_JAVA_OPTIONS",
                options + " -Xlog:class+load:file=" + log),
            command);
    assertThat(result).isEqualTo(new Result(0, command + "\n", ""));
    return Files.readString(log).contains(MAIN + " source: shared objects file");
  }

  private boolean usesArchive() throws Exception {
    return usesArchive("use", "", "list");
  }

  @Test
  void withoutAnArchiveTheCommandRuns() throws Exception {
    assertThat(usesArchive()).isFalse();
  }

  @Test
  void anArchiveIsMadeAndUsedUnlessItIsSwitchedOff() throws Exception {
    Path archive = makeArchive();
    assertThat(archive.getFileName().toString())
        .isEqualTo(System.getProperty("java.version") + "-" + Files.size(archive) + ".jsa");
    assertThat(usesArchive()).isTrue();
    assertThat(usesArchive("off", "", "list")).isFalse();
  }

  @Test
  void anotherCollectorAndHeapUseTheSameArchive() throws Exception {
    makeArchive();
    assertThat(usesArchive("use", "-XX:+UseParallelGC -Xmx64m", "work")).isTrue();
    assertThat(usesArchive("use", "-XX:+UseG1GC -Xmx200m", "work")).isTrue();
  }

  @Test
  void anArchiveOfOtherJarsIsIgnored() throws Exception {
    makeArchive();
    Files.setLastModifiedTime(
        home.resolve("lib/program.jar"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(usesArchive()).isFalse();
  }

  @Test
  void anArchiveThatIsDamagedOrCutOffIsIgnored() throws Exception {
    Path archive = makeArchive();
    byte[] content = Files.readAllBytes(archive);
    byte[] half = java.util.Arrays.copyOf(content, content.length / 2);
    Files.delete(archive);
    Files.write(archive, half);
    assertThat(usesArchive()).isFalse();
    Files.write(archive, new byte[content.length]);
    assertThat(usesArchive()).isFalse();
    Files.write(archive, content);
    assertThat(usesArchive()).isTrue();
  }

  @Test
  void aMovedDistributionRunsAndCanHaveANewArchive() throws Exception {
    Path old = makeArchive();
    Path moved = directory.resolve("moved");
    Files.move(home, moved);
    home = moved;
    assertThat(usesArchive()).isFalse();
    assertThat(Files.readString(directory.resolve("loaded")))
        .as("the archive that Java has of its own classes")
        .contains("java.lang.Object source: shared objects file");
    assertThat(makeArchive().getFileName()).isNotNull();
    assertThat(usesArchive()).isTrue();
    assertThat(old).doesNotExist();
  }

  @Test
  void whereNothingCanBeWrittenTheMakingFailsAndTheCommandRuns() throws Exception {
    Files.createFile(home.resolve("archive"));
    assertThat(run(Map.of("JOBQUEUE_CLASS_ARCHIVE", "make")))
        .isEqualTo(
            new Result(70, "", "jobqueue: cannot write to " + home.resolve("archive") + "\n"));
    assertThat(usesArchive()).isFalse();
  }

  @Test
  void anotherValueOfTheVariableIsRefused() throws Exception {
    assertThat(run(Map.of("JOBQUEUE_CLASS_ARCHIVE", "yes")))
        .isEqualTo(
            new Result(
                70, "", "jobqueue: JOBQUEUE_CLASS_ARCHIVE is yes; it may be use, off or make\n"));
  }
}
