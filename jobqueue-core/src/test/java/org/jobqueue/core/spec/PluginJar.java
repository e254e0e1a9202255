package org.jobqueue.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jobqueue.api.proc.JobProcPlugin;

/** Makes a jar with a plugin that is not on the class path of the tests. */
final class PluginJar {
  private static final String SOURCE =
      """
      package plugin.%1$s;

      import java.util.List;
      import org.jobqueue.api.proc.*;

      public final class Plugin implements JobProcPlugin {
        record Nothing() {}

        static final class Proc extends JobProc {
          Proc() {
            super("%1$s");
          }

          @Override
          public void run() {
            stdout().println("version %2$s of %1$s");
          }
        }

        @Override
        public String name() {
          return "%1$s-plugin";
        }

        @Override
        public List<JobProcType<?>> types() {
          %3$s
          return List.of(
              JobProcType.of("%1$s", "From a jar.", Nothing.class, n -> new Proc())
                  .withVersion(%2$s));
        }
      }
      """;

  private PluginJar() {}

  /** A jar whose plugin has one type. */
  static void make(Path jar, String type, int version) throws IOException {
    make(jar, type, version, "");
  }

  /** A jar whose plugin cannot tell its types. */
  static void makeThrowing(Path jar, String type, String throwStatement) throws IOException {
    make(jar, type, 1, "if (true) " + throwStatement);
  }

  private static void make(Path jar, String type, int version, String statement)
      throws IOException {
    Files.createDirectories(jar.getParent());
    Path work = Files.createTempDirectory("plugin");
    Path source = Files.createDirectories(work.resolve("plugin/" + type)).resolve("Plugin.java");
    Files.writeString(source, SOURCE.formatted(type, version, statement));
    try {
      compile(work, source);
      pack(jar, work, "plugin." + type + ".Plugin");
    } finally {
      delete(work);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void compile(Path work, Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path api;
    try {
      api =
          Path.of(JobProcPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    StringWriter messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-cp", api.toString(), "-d", work.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private static void pack(Path jar, Path work, String plugin) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
        Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Path entry = zip.getPath("/" + work.relativize(file));
        Files.createDirectories(entry.getParent());
        Files.copy(file, entry);
      }
      Path service = zip.getPath("/META-INF/services/" + JobProcPlugin.class.getName());
      Files.createDirectories(service.getParent());
      Files.writeString(service, plugin + "\n");
    }
  }
}
