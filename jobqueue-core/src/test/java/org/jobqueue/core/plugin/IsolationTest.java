package org.jobqueue.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Injector;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** What a plugin in {@code procs/} sees of the program: the API and the JDK. */
class IsolationTest {
  private static final String MAPPER = "com.fasterxml.jackson.databind.ObjectMapper";

  @TempDir Path queue;
  private Path procs;

  @BeforeEach
  void makeProcs() throws IOException {
    procs = PluginJar.createDirectories(queue.resolve("procs"));
  }

  @Test
  void aPluginUsesItsOwnVersionOfALibraryThatTheProgramHasToo() throws IOException {
    String types =
        "List.of(JobProcType.of(\"own\", \"\", None.class,"
            + " p -> new Proc(new com.fasterxml.jackson.databind.ObjectMapper().toString())))";
    new PluginJar()
        .source(
            MAPPER,
            "package com.fasterxml.jackson.databind; public class ObjectMapper {"
                + " @Override public String toString() { return \"shaded\"; } }")
        .source("own.Own", PluginJar.plugin("own.Own", types))
        .service("own.Own")
        .write(procs.resolve("own/own.jar"));

    RegisteredType type = load().require("own");

    assertThat(type.create(Map.of()).label()).isEqualTo("shaded");
    assertThat(new ObjectMapper().toString()).isNotEqualTo("shaded");
  }

  @Test
  void aPluginUsesTheApiOfTheProgramEvenIfItBringsACopy() throws Exception {
    new PluginJar()
        .source(
            "org.jobqueue.api.proc.JobProcPlugin",
            "package org.jobqueue.api.proc; import java.util.List; public interface JobProcPlugin {"
                + " default String name() { return \"copy\"; } List<JobProcType<?>> types(); }")
        .source("own.Own", PluginJar.plugin("own.Own", "List.of(" + PluginJar.type("own") + ")"))
        .service("own.Own")
        .write(procs.resolve("own/own.jar"));

    RegisteredType type = load().require("own");

    assertThat(type.plugin()).isEqualTo("Own");
    assertThat(type.classLoader().loadClass(JobProcPlugin.class.getName()))
        .isSameAs(JobProcPlugin.class);
    assertThat(type.create(Map.of())).isInstanceOf(JobProc.class);
  }

  @Test
  void aPluginDoesNotSeeThePluginsOnTheClassPath() throws Exception {
    Path other = PluginJar.withType("other.Other", "other").write(queue.resolve("lib/other.jar"));
    PluginJar.withType("own.Own", "own").write(procs.resolve("own/own.jar"));

    try (URLClassLoader program = classPath(other)) {
      PluginLoader.Result loaded = PluginLoader.load(procs, program);

      assertThat(loaded.problems()).isEmpty();
      assertThat(loaded.plugins()).extracting(FoundPlugin::name).containsExactly("Own");
    }
  }

  @Test
  void pluginsDoNotSeeEachOther() throws IOException {
    PluginJar.withType("one.One", "one").write(procs.resolve("one/one.jar"));
    PluginJar.withType("two.Two", "two").write(procs.resolve("two/two.jar"));

    ProcRegistry registry = load();

    assertThat(registry.problems()).isEmpty();
    assertThatThrownBy(() -> registry.require("one").classLoader().loadClass("two.Two"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void theContextClassLoaderIsThatOfThePluginWhileItsCodeRuns() throws IOException {
    String types =
        "List.of(JobProcType.of(\"own\", \"\", None.class,"
            + " p -> new Proc(Thread.currentThread().getContextClassLoader().getName())))";
    new PluginJar()
        .source("own.Own", PluginJar.plugin("own.Own", types))
        .service("own.Own")
        .write(procs.resolve("own/own.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    JobProc proc = load().require("own").create(Map.of());

    assertThat(proc.label()).isEqualTo("procs/own");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void classesOfTheProgramAreHidden() {
    ClassLoader filter = new ApiClassLoader(getClass().getClassLoader());

    for (Class<?> hidden :
        List.of(ObjectMapper.class, Injector.class, Logger.class, ProcRegistry.class)) {
      assertThatThrownBy(() -> filter.loadClass(hidden.getName()))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(filter.getResource(resourceOf(hidden))).isNull();
    }
  }

  @Test
  void theApiAndTheJdkAreShown() throws Exception {
    ClassLoader filter = new ApiClassLoader(getClass().getClassLoader());

    for (Class<?> shown : List.of(JobProc.class, NullMarked.class, java.sql.Driver.class)) {
      assertThat(filter.loadClass(shown.getName())).isSameAs(shown);
      assertThat(filter.getResource(resourceOf(shown))).isNotNull();
      assertThat(Collections.list(filter.getResources(resourceOf(shown)))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "META-INF/services/org.jobqueue.api.proc.JobProcPlugin",
        "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
        "META-INF/MANIFEST.MF",
        "logback.xml",
        "org.jobqueue.api.proc.JobProc",
        "org/jobqueue/apiary/Bee.class",
        "org/jobqueue/core/plugin/ProcRegistry.class",
        "/org/jobqueue/api/proc/JobProc.class",
        "com/fasterxml/jackson/databind/ObjectMapper.class"
      })
  void resourcesOfTheProgramAreHidden(String name) throws IOException {
    ClassLoader filter = new ApiClassLoader(new HasEverything());

    assertThat(filter.getResource(name)).isNull();
    assertThat(filter.getResourceAsStream(name)).isNull();
    assertThat(Collections.list(filter.getResources(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.jobqueue.apiary.Bee",
        "org.jobqueue.core.Queue",
        "org.jobqueue.api",
        "org/jobqueue/api/Bee",
        "org.jspecify.Bee"
      })
  void onlyWholePackageNamesCount(String name) {
    ClassLoader filter = new ApiClassLoader(new HasEverything());

    assertThatThrownBy(() -> filter.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void whatIsShownIsTheProgramsOwn() throws Exception {
    HasEverything program = new HasEverything();
    ClassLoader filter = new ApiClassLoader(program);

    assertThat(filter.loadClass("org.jobqueue.api.Bee")).isSameAs(HasEverything.class);
    assertThat(filter.getResource("org/jobqueue/api/bee.txt")).isNotNull();
    assertThat(program.asked).containsExactly("org.jobqueue.api.Bee", "org/jobqueue/api/bee.txt");
  }

  private ProcRegistry load() {
    return ProcRegistry.builder().procsDirectory(procs).build();
  }

  private static String resourceOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private URLClassLoader classPath(Path jar) throws MalformedURLException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
  }

  /** Answers whatever it is asked for, and notes it. */
  private static final class HasEverything extends ClassLoader {
    private final List<String> asked = new ArrayList<>();

    HasEverything() {
      super(null);
    }

    @Override
    public Class<?> loadClass(String name) {
      asked.add(name);
      return HasEverything.class;
    }

    @Override
    public URL getResource(String name) {
      asked.add(name);
      return HasEverything.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public Enumeration<URL> getResources(String name) {
      return Collections.enumeration(List.of(getResource(name)));
    }
  }
}
