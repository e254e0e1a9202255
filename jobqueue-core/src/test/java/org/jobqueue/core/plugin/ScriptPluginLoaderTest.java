package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests in {@code procs/} of a queue. */
class ScriptPluginLoaderTest {
  @TempDir Path queue;
  private Path procs;

  @BeforeEach
  void makeProcs() throws IOException {
    procs = PluginJar.createDirectories(queue.resolve("procs"));
  }

  @Test
  void parametersAreKnownCheckedAndCompletedLikeThoseOfOtherTypes() throws IOException {
    manifest(
        "mine",
        "plugin.yml",
        """
        types:
          - name: mine
            version: 3
            description: Mine.
            parameters:
              scene:  {type: path, description: what, positional: true}
              level:  {type: integer, default: 3, minimum: 1, maximum: 9}
              factor: {type: number, default: 1, maximum: 2.5}
              kind:   {type: choice, choices: [a, B], default: b}
              sizes:  {type: list of integer, minimum: 0, default: []}
              more:   {type: map of text, default: {}}
              note:   {type: text, optional: true}
            command: [x]
            label: "{kind} {level} {factor}"
        """);
    RegisteredType type = load().require("mine");

    assertThat(type.info())
        .extracting(JobTypeInfo::version, JobTypeInfo::plugin, JobTypeInfo::description)
        .containsExactly(3, "mine", "Mine.");
    assertThat(type.info().parameters())
        .extracting(JobTypeInfo.Parameter::type)
        .containsExactly(
            "path", "integer", "number", "one of a, B", "list of integer", "map of text", "text");
    assertThat(type.info().parameters())
        .extracting(JobTypeInfo.Parameter::defaultValue)
        .containsExactly(
            Optional.empty(),
            Optional.of("3"),
            Optional.of("1.0"),
            Optional.of("\"B\""),
            Optional.of("[]"),
            Optional.of("{}"),
            Optional.empty());
    assertThat(type.info().parameters().get(0).positional()).isTrue();
    assertThat(type.normalise(Map.of("scene", "/s", "sizes", List.of(2)), Map.of("level", 5)))
        .isEqualTo(
            Map.of(
                "scene",
                "/s",
                "level",
                5,
                "factor",
                1.0,
                "kind",
                "B",
                "sizes",
                List.of(2),
                "more",
                Map.of()));
    assertThat(type.create(Map.of("scene", "/s")).label()).isEqualTo("B 3 1");

    assertRefused(type, Map.of(), "parameter 'scene' of job type 'mine' is missing");
    assertRefused(type, Map.of("scene", "/s", "level", 0), "expects an integer from 1 to 9");
    assertRefused(type, Map.of("scene", "/s", "factor", 3), "expects a number, 2.5 or less");
    assertRefused(type, Map.of("scene", "/s", "sizes", List.of(1, -1)), "'sizes[1]'");
    assertRefused(type, Map.of("scene", "/s", "kind", "c"), "expects one of a, B");
    assertRefused(type, Map.of("scene", "/s", "levl", 1), "did you mean 'level'?");
  }

  @Test
  void aCombinationThatCannotBeUsedIsRefusedAtSubmission() throws IOException {
    manifest(
        "x",
        "plugin.yaml",
        "types: [{name: x, command: [x], parameters: {d: {type: path}}, workingDirectory: '{d}'}]");
    RegisteredType type = load().require("x");

    assertThatThrownBy(() -> type.create(Map.of("d", "relative")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("'relative' is a relative path");
  }

  @Test
  void aWrongDefaultIsTheProblemOfItsPluginAlone() throws IOException {
    manifest("good", "plugin.json", "{\"types\": [{\"name\": \"good\", \"command\": [\"x\"]}]}");
    Path bad =
        manifest(
            "bad",
            "plugin.yaml",
            """
            types:
              - name: bad
                parameters:
                  n: {type: integer, default: 5, maximum: 4}
                command: [x]
            """);

    ProcRegistry registry = load();

    assertThat(registry.types()).extracting(JobTypeInfo::name).containsExactly("good");
    assertThat(registry.problems())
        .containsExactly(
            new PluginProblem(
                "bad",
                bad
                    + ", line 4: wrong default: parameter 'n' of job type 'bad' expects an integer"
                    + ", 4 or less, but is the number 5"));
  }

  @Test
  void jarsAndAManifestMayBeInOneDirectory() throws IOException {
    PluginJar.withType("jar.Jar", "of.jar").write(procs.resolve("both/jar.jar"));
    manifest("both", "plugin.yaml", "types: [{name: of.manifest, command: [x]}]");

    ProcRegistry registry = load();

    assertThat(registry.problems()).isEmpty();
    assertThat(registry.types())
        .extracting(JobTypeInfo::name)
        .containsExactly("of.jar", "of.manifest");
  }

  @Test
  void aBadManifestLeavesTheJarsBesideIt() throws IOException {
    PluginJar.withType("jar.Jar", "of.jar").write(procs.resolve("both/jar.jar"));
    manifest("both", "plugin.yaml", "types: [{name: of.manifest}]");

    ProcRegistry registry = load();

    assertThat(registry.types()).extracting(JobTypeInfo::name).containsExactly("of.jar");
    assertProblem(registry, "has no 'command'");
  }

  @Test
  void aTypeThatExistsAlreadyIsLeftOut() throws IOException {
    manifest("a", "plugin.yaml", "types: [{name: same, command: [first]}]");
    manifest("b", "plugin.yaml", "types: [{name: same, command: [second]}]");

    assertProblem(load(), "job type 'same' is left out: it is both in plugin 'a' (procs/a)");
  }

  @Test
  void aNameThatNoTypeCanHaveIsRefused() throws IOException {
    manifest("a", "plugin.yaml", "types: [{name: Big, command: [x]}]");

    assertProblem(load(), "job type 'Big' is left out: a name has lower-case letters");
  }

  @Test
  void thereIsOneManifest() throws IOException {
    manifest("a", "plugin.yaml", "types: [{name: a, command: [x]}]");
    manifest("a", "plugin.json", "{}");

    assertProblem(load(), "has more than one manifest");
  }

  @Test
  void whatEveryoneCanChangeIsRefused() throws IOException {
    assumeTrue(Files.getFileStore(queue).supportsFileAttributeView("posix"));
    Path manifest = manifest("a", "plugin.yaml", "types: [{name: a, command: ['{plugin}/x']}]");
    Path below = PluginJar.createDirectories(manifest.resolveSibling("lib"));
    Path script = Files.writeString(below.resolve("x"), "");

    for (Path file : List.of(manifest, below, script)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xrwx"));
      assertProblem(load(), file + " can be written by everyone");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(load().problems()).isEmpty();
  }

  private static void assertProblem(ProcRegistry registry, String message) {
    assertThat(registry.problems()).hasSize(1);
    assertThat(registry.problems().get(0).message()).contains(message);
  }

  private static void assertRefused(
      RegisteredType type, Map<String, Object> given, String message) {
    assertThatThrownBy(() -> type.normalise(given, Map.of()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(message);
  }

  private Path manifest(String plugin, String name, String text) throws IOException {
    Path directory = PluginJar.createDirectories(procs.resolve(plugin));
    Path manifest = Files.writeString(directory.resolve(name), text);
    if (Files.getFileStore(manifest).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return manifest;
  }

  private ProcRegistry load() {
    return ProcRegistry.builder().procsDirectory(procs).build();
  }
}
