package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins in {@code procs/} of a queue: real jars, whole and broken. */
class PluginLoaderTest {
  @TempDir Path queue;
  private Path procs;

  @BeforeEach
  void makeProcs() throws IOException {
    procs = PluginJar.createDirectories(queue.resolve("procs"));
  }

  @Test
  void aDirectoryWithAJarIsAPlugin() throws IOException {
    PluginJar.withType("good.Good", "good").write(procs.resolve("good/good.jar"));

    ProcRegistry registry = load();

    assertThat(registry.problems()).isEmpty();
    assertThat(registry.types()).extracting(JobTypeInfo::name).containsExactly("good");
    assertThat(registry.require("good").plugin()).isEqualTo("Good");
    assertThat(registry.require("good").create(Map.of()).label()).isEqualTo("made");
  }

  @Test
  void aJarInProcsIsAPlugin() throws IOException {
    PluginJar.withType("good.Good", "good").write(procs.resolve("good.jar"));

    assertThat(load().find("good")).isPresent();
  }

  @Test
  void aPluginMayHaveSeveralJars() throws IOException {
    PluginJar.withType("good.Good", "good").write(procs.resolve("good/good.jar"));
    new PluginJar().text("lib/text", "of a library").write(procs.resolve("good/lib.jar"));

    ProcRegistry registry = load();

    assertThat(registry.problems()).isEmpty();
    assertThat(registry.require("good").classLoader().getResource("lib/text")).isNotNull();
  }

  @Test
  void withoutProcsThereIsNothing() throws IOException {
    Files.delete(procs);

    ProcRegistry registry = load();

    assertThat(registry.types()).isEmpty();
    assertThat(registry.problems()).isEmpty();
  }

  @Test
  void strayFilesAreIgnored() throws IOException {
    Files.writeString(procs.resolve(".DS_Store"), "");
    Files.writeString(procs.resolve("README"), "");
    Files.writeString(procs.resolve(".nfs0001.jar"), "");
    PluginJar.createDirectories(procs.resolve(".git"));
    PluginJar.withType("good.Good", "good").write(procs.resolve("good/good.jar"));
    Files.writeString(procs.resolve("good/._good.jar"), "resource fork");
    Files.writeString(procs.resolve("good/LICENSE"), "");

    ProcRegistry registry = load();

    assertThat(registry.problems()).isEmpty();
    assertThat(registry.find("good")).isPresent();
  }

  @Test
  void aTextFileIsNotAJar() throws IOException {
    Files.writeString(procs.resolve("x.jar"), "hello");

    assertProblem(
        "x",
        procs.resolve("x.jar")
            + " is not a jar (zip END header not found); replace it, or remove it");
  }

  @Test
  void oneBadJarSpoilsItsPlugin() throws IOException {
    PluginJar.withType("bad.Bad", "bad").write(procs.resolve("bad/bad.jar"));
    Files.writeString(procs.resolve("bad/lib.jar"), "");

    assertProblem(
        "bad",
        procs.resolve("bad/lib.jar")
            + " is not a jar (zip file is empty); replace it, or remove it");
    assertThat(load().find("bad")).isEmpty();
  }

  @Test
  void aJarWithoutServiceFile() throws IOException {
    new PluginJar().text("x", "x").write(procs.resolve("x/x.jar"));

    assertProblem(
        "x",
        "has no job types: "
            + procs.resolve("x")
            + " has no file META-INF/services/org.jobqueue.api.proc.JobProcPlugin");
  }

  @Test
  void aDirectoryWithoutJars() throws IOException {
    PluginJar.createDirectories(procs.resolve("empty"));

    assertProblem(
        "empty",
        procs.resolve("empty")
            + " has no jars and no manifest; put the jars of the plugin into it, or a plugin.yaml,"
            + " or remove it");
  }

  @Test
  void aServiceClassThatIsMissing() throws IOException {
    new PluginJar().service("not.There").write(procs.resolve("x/x.jar"));

    assertProblem("x", "org.jobqueue.api.proc.JobProcPlugin: Provider not.There not found");
  }

  @Test
  void aServiceClassThatIsNoPlugin() throws IOException {
    new PluginJar()
        .source("no.Plugin", "package no; public class Plugin {}")
        .service("no.Plugin")
        .write(procs.resolve("x/x.jar"));

    assertThat(load().problems())
        .singleElement()
        .extracting(PluginProblem::message)
        .asString()
        .contains("no.Plugin", "not a subtype");
  }

  @Test
  void anErrorInAStaticInitialiser() throws IOException {
    String source =
        PluginJar.plugin("bad.Bad", "List.of()")
            .replace("public record", "static { if (true) throw new Error(\"boom\"); }\n  record");
    new PluginJar().source("bad.Bad", source).service("bad.Bad").write(procs.resolve("x/x.jar"));

    assertProblem(
        "x",
        "org.jobqueue.api.proc.JobProcPlugin: Provider bad.Bad could not be instantiated:"
            + " java.lang.Error: boom");
  }

  @Test
  void aFaultyServiceDoesNotHideTheNext() throws IOException {
    new PluginJar()
        .source("good.Good", PluginJar.plugin("good.Good", "List.of(" + PluginJar.type("x") + ")"))
        .text(PluginServices.FILE, "not.There\nnot.ThereEither\ngood.Good\n")
        .write(procs.resolve("x/x.jar"));

    ProcRegistry registry = load();

    assertThat(registry.problems()).hasSize(2);
    assertThat(registry.find("x")).isPresent();
  }

  @Test
  void aMissingLibraryIsTheProblemOfItsPlugin() throws IOException {
    Path jar =
        new PluginJar()
            .source("lib.Lib", "package lib; public class Lib { public static void use() {} }")
            .source(
                "bad.Bad",
                PluginJar.plugin("bad.Bad", "use()")
                    .replace(
                        "public record",
                        "List<JobProcType<?>> use() { lib.Lib.use(); return List.of(); }\n  record"))
            .service("bad.Bad")
            .write(procs.resolve("x/x.jar"));
    PluginJar.removeFrom(jar, "lib/Lib.class");

    assertProblem("x", "java.lang.NoClassDefFoundError: lib/Lib");
  }

  @Test
  void typesThatAreNull() throws IOException {
    writeWithTypes("null");

    assertProblem("x", "types() of bad.Bad returned null");
  }

  @Test
  void typesThatContainNull() throws IOException {
    writeWithTypes("Arrays.asList(" + PluginJar.type("good") + ", null)");

    assertProblem("x", "types() contains null");
    assertThat(load().find("good")).isPresent();
  }

  @Test
  void endlessRecursionIsTheProblemOfItsPlugin() throws IOException {
    writeWithTypes("types()");

    assertProblem("x", "java.lang.StackOverflowError");
  }

  @Test
  void aPluginWithoutName() throws IOException {
    String source =
        PluginJar.plugin("bad.Bad", "List.of()")
            .replace("public record", "@Override public String name() { return \" \"; }\n  record");
    new PluginJar().source("bad.Bad", source).service("bad.Bad").write(procs.resolve("x/x.jar"));

    assertProblem("x", "name() of bad.Bad returned no name");
  }

  @Test
  void aBrokenPluginDoesNotHideTheOthers() throws IOException {
    Files.writeString(procs.resolve("a.jar"), "hello");
    PluginJar.createDirectories(procs.resolve("b"));
    PluginJar.withType("good.Good", "good").write(procs.resolve("c/good.jar"));
    Files.writeString(procs.resolve("d.jar"), "hello");

    ProcRegistry registry = load();

    assertThat(registry.problems())
        .extracting(PluginProblem::plugin)
        .containsExactly("a", "b", "d");
    assertThat(registry.find("good")).isPresent();
  }

  @Test
  void theFirstByNameWins() throws IOException {
    PluginJar.withType("two.Two", "same").write(procs.resolve("b.jar"));
    PluginJar.withType("one.One", "same").write(procs.resolve("a/one.jar"));

    assertProblem(
        "b",
        "job type 'same' is left out: it is both in plugin 'One' (procs/a) and in plugin 'Two'"
            + " (procs/b.jar), and the first one is used; remove one of them");
    assertThat(load().require("same").plugin()).isEqualTo("One");
  }

  @Test
  void aJarThatEveryoneCanWriteIsRefused() throws IOException {
    Path jar = PluginJar.withType("bad.Bad", "bad").write(procs.resolve("x/x.jar"));
    permit(jar, "rw-r--rw-");

    assertProblem("x", writable(jar));
    assertThat(load().find("bad")).isEmpty();
  }

  @Test
  void aDirectoryThatEveryoneCanWriteIsRefused() throws IOException {
    PluginJar.withType("bad.Bad", "bad").write(procs.resolve("x/x.jar"));
    permit(procs.resolve("x"), "rwxr-xrwx");

    assertProblem("x", writable(procs.resolve("x")));
  }

  @Test
  void nothingIsLoadedFromProcsThatEveryoneCanWrite() throws IOException {
    PluginJar.withType("bad.Bad", "bad").write(procs.resolve("x/x.jar"));
    permit(procs, "rwxrwxrwx");

    assertProblem("procs", writable(procs));
    assertThat(load().types()).isEmpty();
  }

  @Test
  void procsThatIsAFile() throws IOException {
    Files.delete(procs);
    Files.writeString(procs, "");

    assertThat(load().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.plugin()).isEqualTo("procs");
              assertThat(problem.message()).startsWith("cannot read " + procs + ": ");
            });
  }

  private ProcRegistry load() {
    return ProcRegistry.builder().procsDirectory(procs).build();
  }

  private void assertProblem(String plugin, String message) {
    assertThat(load().problems()).containsExactly(new PluginProblem(plugin, message));
  }

  private void writeWithTypes(String types) throws IOException {
    new PluginJar()
        .source("bad.Bad", PluginJar.plugin("bad.Bad", types))
        .service("bad.Bad")
        .write(procs.resolve("x/x.jar"));
  }

  private static String writable(Path path) {
    return path
        + " can be written by everyone, so that anyone could run anything as the users of this"
        + " queue; run: chmod o-w "
        + path;
  }

  private static void permit(Path path, String permissions) throws IOException {
    assumeTrue(Files.getFileStore(path).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
