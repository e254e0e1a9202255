package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.UnknownJobTypeException;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcRegistryTest {
  @TempDir Path directory;

  @Test
  void typesAreSortedByName() {
    ProcRegistry registry =
        registryOf(
            TestPlugin.of("B", TestPlugin.type("c"), TestPlugin.type("a")),
            TestPlugin.of("A", TestPlugin.type("b")));

    assertThat(registry.types()).extracting(JobTypeInfo::name).containsExactly("a", "b", "c");
    assertThat(registry.types()).extracting(JobTypeInfo::plugin).containsExactly("B", "A", "B");
    assertThat(registry.problems()).isEmpty();
  }

  @Test
  void whatIsKnownOfAType() {
    record Camera(@Parameter("in millimetres") double focus) {}

    record Params(
        @Parameter(value = "the scene", positional = true) Path scene,
        @Parameter(defaultValue = "4") int samples,
        @Parameter(defaultValue = "low") Quality quality,
        Optional<List<String>> layers,
        Map<String, Long> limits,
        boolean draft,
        Camera camera) {}

    JobTypeInfo info = TestPlugin.registered(Params.class).info();

    assertThat(info)
        .isEqualTo(
            new JobTypeInfo(
                "x",
                1,
                "Test",
                "an example",
                List.of(
                    parameter("scene", "path", true, null, "the scene", true),
                    parameter("samples", "integer", false, "4", "", false),
                    parameter("quality", "one of LOW, HIGH", false, "\"LOW\"", "", false),
                    parameter("layers", "list of text", false, null, "", false),
                    parameter("limits", "map of integer", true, null, "", false),
                    parameter("draft", "true or false", true, null, "", false),
                    parameter("camera", "object", true, null, "", false)),
                info.schema()));
  }

  @Test
  void anUnknownTypeNamesTheKnownOnesAndTheNearest() {
    ProcRegistry registry =
        registryOf(TestPlugin.of("A", TestPlugin.type("command"), TestPlugin.type("renderrib")));

    assertThat(registry.find("comand")).isEmpty();
    assertThatThrownBy(() -> registry.require("comand"))
        .isInstanceOf(UnknownJobTypeException.class)
        .hasMessage(
            "unknown job type 'comand'; did you mean 'command'? known types: command, renderrib");
  }

  @ParameterizedTest
  @CsvSource({
    "comand, command",
    "commnad, command",
    "COMMAND, command",
    "render, renderrib",
    "blendr, blender",
    "rib, renderrib",
    "xyz,",
    "c,",
    "'',",
    "cmd,",
  })
  void theNearestType(String wanted, String nearest) {
    ProcRegistry registry =
        registryOf(
            TestPlugin.of(
                "A",
                TestPlugin.type("command"),
                TestPlugin.type("renderrib"),
                TestPlugin.type("blender"),
                TestPlugin.type("x")));

    assertThatThrownBy(() -> registry.require(wanted))
        .asInstanceOf(type(UnknownJobTypeException.class))
        .extracting(UnknownJobTypeException::suggestion)
        .isEqualTo(Optional.ofNullable(nearest));
  }

  @Test
  void nothingIsKnown() {
    assertThatThrownBy(() -> registryOf().require("x"))
        .hasMessage("unknown job type 'x'; no job types are known here");
  }

  @Test
  void aTypeInTwoPluginsOfTheProgramFailsAtStartUp() {
    assertThatThrownBy(
            () ->
                registryOf(
                    TestPlugin.of("A", TestPlugin.type("same")),
                    TestPlugin.of("B", TestPlugin.type("same"))))
        .isInstanceOf(JobQueueException.class)
        .hasMessage(
            "job type 'same' is both in plugin 'A' (org.jobqueue.core.plugin.TestPlugin) and in"
                + " plugin 'B' (org.jobqueue.core.plugin.TestPlugin); leave out one of them");
  }

  @Test
  void aTypeTwiceInOnePluginOfTheProgramFailsAtStartUp() {
    assertThatThrownBy(
            () -> registryOf(TestPlugin.of("A", TestPlugin.type("a"), TestPlugin.type("a"))))
        .isInstanceOf(JobQueueException.class)
        .hasMessageStartingWith("job type 'a' is both in plugin 'A'");
  }

  @Test
  void aPluginGivenTwiceIsOne() {
    JobProcPlugin plugin = TestPlugin.of("A", TestPlugin.type("a"));

    assertThat(registryOf(plugin, plugin).types()).hasSize(1);
  }

  @Test
  void pluginsOnTheClassPathAreFound() throws IOException {
    Path jar = PluginJar.withType("some.Some", "some").write(directory.resolve("lib/some.jar"));
    try (URLClassLoader classPath = classPath(jar)) {
      ProcRegistry registry = ProcRegistry.builder().classPath(classPath).build();

      assertThat(registry.require("some").plugin()).isEqualTo("Some");
      assertThat(registry.require("some").create(Map.of()).label()).isEqualTo("made");
    }
  }

  @Test
  void aPluginThatIsGivenAndOnTheClassPathIsOne() throws Exception {
    Path jar = PluginJar.withType("some.Some", "some").write(directory.resolve("lib/some.jar"));
    try (URLClassLoader classPath = classPath(jar)) {
      Object given = classPath.loadClass("some.Some").getConstructor().newInstance();
      ProcRegistry registry =
          ProcRegistry.builder()
              .plugins(Set.of((JobProcPlugin) given))
              .classPath(classPath)
              .classPath(classPath)
              .build();

      assertThat(registry.types())
          .extracting(JobTypeInfo::name)
          .filteredOn(
              name -> !name.startsWith("spec.")) // the plugin of other tests beside this one
          .containsExactly("some");
      assertThat(registry.problems()).isEmpty();
    }
  }

  @Test
  void aTypeThatIsGivenAndOnTheClassPathFailsAtStartUp() throws IOException {
    Path jar = PluginJar.withType("some.Some", "some").write(directory.resolve("lib/some.jar"));
    try (URLClassLoader classPath = classPath(jar)) {
      ProcRegistry.Builder builder =
          ProcRegistry.builder()
              .plugins(List.of(TestPlugin.of("Mine", TestPlugin.type("some"))))
              .classPath(classPath);

      assertThatThrownBy(builder::build)
          .hasMessage(
              "job type 'some' is both in plugin 'Mine' (org.jobqueue.core.plugin.TestPlugin) and"
                  + " in plugin 'Some' (some.Some); leave out one of them");
    }
  }

  @Test
  void aBrokenPluginOnTheClassPathDoesNotHideTheOthers() throws IOException {
    Path broken = new PluginJar().service("not.There").write(directory.resolve("lib/broken.jar"));
    Path good = PluginJar.withType("good.Good", "good").write(directory.resolve("lib/good.jar"));
    try (URLClassLoader classPath = classPath(broken, good)) {
      ProcRegistry registry = ProcRegistry.builder().classPath(classPath).build();

      assertThat(registry.find("good")).isPresent();
      assertThat(registry.problems())
          .containsExactly(
              new PluginProblem(
                  "class path",
                  "org.jobqueue.api.proc.JobProcPlugin: Provider not.There not found"));
    }
  }

  @Test
  void aTypeOfTheProgramWinsOverThatOfTheQueue() throws IOException {
    Path procs = directory.resolve("procs");
    PluginJar.withType("theirs.Theirs", "same").write(procs.resolve("theirs/theirs.jar"));

    ProcRegistry registry =
        ProcRegistry.builder()
            .procsDirectory(procs)
            .plugins(List.of(TestPlugin.of("Mine", TestPlugin.type("same"))))
            .build();

    assertThat(registry.require("same").plugin()).isEqualTo("Mine");
    assertThat(registry.problems())
        .containsExactly(
            new PluginProblem(
                "theirs",
                "job type 'same' is left out: it is both in plugin 'Mine'"
                    + " (org.jobqueue.core.plugin.TestPlugin) and in plugin 'Theirs'"
                    + " (procs/theirs), and the first one is used; remove one of them"));
  }

  @Test
  void aPluginOfTheProgramThatThrowsIsReported() {
    JobProcPlugin throwing =
        new Throwing(
            () -> {
              throw new NoClassDefFoundError("some/Library");
            });

    ProcRegistry registry = registryOf(throwing, TestPlugin.of("Good", TestPlugin.type("good")));

    assertThat(registry.find("good")).isPresent();
    assertThat(registry.problems())
        .containsExactly(
            new PluginProblem("Throwing", "java.lang.NoClassDefFoundError: some/Library"));
  }

  @Test
  void anExhaustedHeapIsNotThePluginsAlone() {
    JobProcPlugin throwing =
        new Throwing(
            () -> {
              throw new OutOfMemoryError("test");
            });

    assertThatThrownBy(() -> registryOf(throwing)).isInstanceOf(OutOfMemoryError.class);
  }

  enum Quality {
    LOW,
    HIGH
  }

  private static ProcRegistry registryOf(JobProcPlugin... plugins) {
    return ProcRegistry.builder().plugins(List.of(plugins)).build();
  }

  private static JobTypeInfo.Parameter parameter(
      String name,
      String type,
      boolean required,
      @Nullable String defaultValue,
      String description,
      boolean positional) {
    return new JobTypeInfo.Parameter(
        name, type, required, Optional.ofNullable(defaultValue), description, positional);
  }

  private URLClassLoader classPath(Path... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader());
  }

  private record Throwing(Supplier<List<JobProcType<?>>> source) implements JobProcPlugin {
    @Override
    public List<JobProcType<?>> types() {
      return source.get();
    }
  }
}
