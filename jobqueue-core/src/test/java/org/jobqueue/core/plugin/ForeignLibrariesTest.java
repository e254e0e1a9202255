package org.jobqueue.core.plugin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueues;
import org.jobqueue.api.JobState;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.event.ListenerRegistration;
import org.jobqueue.core.guice.JobQueueModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Two plugins that bring Guice, Jackson and SLF4J in real versions, which are others than ours and
 * than those of each other. The build copies these jars to {@code target/foreign}.
 */
@Timeout(120)
class ForeignLibrariesTest {
  private static final Path FOREIGN = Path.of("target", "foreign");

  /** Says what the code of the plugin finds. Guice 7 would not know the old annotation. */
  private static final String SOURCE =
      """
      package %1$s;
      import com.fasterxml.jackson.core.ObjectCodec;
      import com.fasterxml.jackson.databind.ObjectMapper;
      import com.google.inject.*;
      import java.io.File;
      import java.nio.file.*;
      import java.util.*;
      import java.util.jar.JarFile;
      import org.jobqueue.api.event.*;
      import org.jobqueue.api.proc.*;
      import org.slf4j.LoggerFactory;

      public class Foreign implements JobProcPlugin {
        public record None() {}

        public static class Greeting {
          final String text;
          @javax.inject.Inject Greeting(String text) { this.text = text; }
        }

        static final class Proc extends JobProc {
          Proc() { super("foreign"); }
          @Override public void postCreate(Path directory) throws Exception {
            Files.writeString(directory.resolve("seen"), seen());
          }
          @Override public void run() throws Exception { stdout().print(seen()); }
        }

        @Override public String name() { return "%1$s"; }

        @Override public List<JobProcType<?>> types() {
          return List.of(JobProcType.of("%1$s", "", None.class, none -> new Proc()));
        }

        @Override public List<JobListener> listeners() {
          return List.of(event -> {
            if (event.type() == EventType.DONE) {
              Path seen = location(Foreign.class).toPath().resolveSibling("seen");
              Path whole = Files.writeString(seen.resolveSibling("seen.tmp"), seen());
              Files.move(whole, seen, StandardCopyOption.REPLACE_EXISTING);
            }
          });
        }

        static String seen() throws Exception {
          ClassLoader context = Thread.currentThread().getContextClassLoader();
          Injector injector =
              Guice.createInjector(binder -> binder.bind(String.class).toInstance("hello"));
          String services = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
          return String.join("\\n",
              "context " + (context == Foreign.class.getClassLoader()),
              "jackson " + new ObjectMapper().version().toString()
                  + " " + new ObjectMapper().writeValueAsString(List.of(1)),
              "guice " + version(Injector.class) + " " + injector.getInstance(Greeting.class).text,
              "slf4j " + version(LoggerFactory.class)
                  + " " + LoggerFactory.getILoggerFactory().getClass().getName(),
              "codec " + ServiceLoader.load(ObjectCodec.class).stream()
                  .map(ServiceLoader.Provider::type).toList().equals(List.of(ObjectMapper.class)),
              "providers " + Collections.list(context.getResources(services)).size(),
              "logback " + context.getResource("ch/qos/logback/classic/Logger.class")) + "\\n";
        }

        static File location(Class<?> type) throws Exception {
          return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }

        static String version(Class<?> type) throws Exception {
          try (JarFile jar = new JarFile(location(type))) {
            return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
          }
        }
      }
      """;

  private static final List<String> OLDER =
      List.of(
          "context true",
          "jackson 2.15.4 [1]",
          "guice 5.1.0 hello",
          "slf4j 1.7.36 org.slf4j.impl.SimpleLoggerFactory",
          "codec true",
          "providers 0",
          "logback null");

  private static final List<String> NEWER =
      List.of(
          "context true",
          "jackson 2.17.2 [1]",
          "guice 6.0.0 hello",
          "slf4j 2.0.7 org.slf4j.simple.SimpleLoggerFactory",
          "codec true",
          "providers 1",
          "logback null");

  @TempDir Path temp;

  @Test
  void pluginsWithLibrariesOfTheirOwnRunBesideEachOtherAndBesideOurs() throws Exception {
    Path directory = temp.resolve("queue");
    JobQueues.create(directory, QueueOptions.defaults().withDurability(Durability.NONE));
    Path older = install(directory.resolve("procs/older"));
    Path newer = install(directory.resolve("procs/newer"));
    List<String> ours = ours();
    List<List<String>> meanwhile = new CopyOnWriteArrayList<>();

    JobQueue queue =
        Guice.createInjector(new JobQueueModule(directory)).getInstance(JobQueue.class);
    assertThat(queue.pluginProblems()).isEmpty();
    JobHandle first = queue.createJob("older", Map.of()).activate();
    JobHandle second = queue.createJob("newer", Map.of()).activate();
    ListenerRegistration listening = queue.addListener(event -> meanwhile.add(ours()));
    try (Worker worker =
        queue.newWorker(WorkerOptions.defaults().withSlots(2).withUntilEmpty(true))) {
      worker.start();
      assertThat(worker.awaitTermination(Duration.ofSeconds(60))).isTrue();
      await().until(() -> Files.exists(older.resolve("seen")));
      await().until(() -> Files.exists(newer.resolve("seen")));
    }
    listening.close();

    assertSaw(first, older, OLDER);
    assertSaw(second, newer, NEWER);
    assertThat(ours.get(0)).doesNotContain("2.15.4").doesNotContain("2.17.2");
    assertThat(ours.get(1)).isEqualTo("7.0.0");
    assertThat(ours.get(2)).startsWith("2.0.").isNotEqualTo("2.0.7");
    assertThat(ours.get(3)).isEqualTo("ch.qos.logback.classic.LoggerContext");
    assertThat(meanwhile).isNotEmpty().containsOnly(ours);
    assertThat(ours()).isEqualTo(ours);
  }

  /** In the thread of the procedure, in that of the submitter and in that of a listener. */
  private static void assertSaw(JobHandle job, Path plugin, List<String> expected)
      throws IOException {
    assertThat(job.state()).as(job.error().toString()).isEqualTo(JobState.DONE);
    Path stdout = job.files().orElseThrow().stdout();
    assertThat(Files.readAllLines(stdout)).isEqualTo(expected);
    assertThat(Files.readAllLines(job.location().resolve("files/seen"))).isEqualTo(expected);
    assertThat(Files.readAllLines(plugin.resolve("seen"))).isEqualTo(expected);
  }

  private static Path install(Path plugin) throws IOException {
    PluginJar.createDirectories(plugin);
    String name = requireNonNull(plugin.getFileName()).toString();
    PluginJar jar =
        new PluginJar()
            .source(name + ".Foreign", SOURCE.formatted(name))
            .service(name + ".Foreign");
    try (Stream<Path> libraries = Files.list(FOREIGN.resolve(name))) {
      for (Path library : libraries.toList()) {
        jar.library(library);
        PluginJar.closeToOthers(
            Files.copy(library, plugin.resolve(requireNonNull(library.getFileName()))));
      }
    }
    jar.write(plugin.resolve("foreign.jar"));
    return plugin;
  }

  /** The versions that this program uses, and its way to log. */
  private static List<String> ours() throws IOException, URISyntaxException {
    return List.of(
        new ObjectMapper().version().toString(),
        version(Injector.class),
        version(LoggerFactory.class),
        LoggerFactory.getILoggerFactory().getClass().getName());
  }

  private static String version(Class<?> type) throws IOException, URISyntaxException {
    File location = new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(location)) {
      return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
    }
  }
}
