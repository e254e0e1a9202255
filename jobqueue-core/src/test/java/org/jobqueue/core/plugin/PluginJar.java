package org.jobqueue.core.plugin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jobqueue.api.proc.JobProcPlugin;

/** A jar made from sources at test time, as the author of a plugin makes it: with the API alone. */
final class PluginJar {
  private final List<JavaFileObject> sources = new ArrayList<>();
  private final List<String> libraries = new ArrayList<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** A jar with a plugin of one type that has no parameters. */
  static PluginJar withType(String pluginClass, String type) {
    return new PluginJar()
        .source(pluginClass, plugin(pluginClass, "List.of(" + type(type) + ")"))
        .service(pluginClass);
  }

  /** The source of a plugin whose {@code types()} returns an expression. */
  static String plugin(String pluginClass, String types) {
    return "package "
        + pluginClass.substring(0, pluginClass.lastIndexOf('.'))
        + ";\n"
        + "import java.util.*;\n"
        + "import org.jobqueue.api.proc.*;\n"
        + "public class "
        + pluginClass.substring(pluginClass.lastIndexOf('.') + 1)
        + " implements JobProcPlugin {\n"
        + "  public record None() {}\n"
        + "  static final class Proc extends JobProc {\n"
        + "    Proc(String label) { super(label); }\n"
        + "    @Override public void run() {}\n"
        + "  }\n"
        + "  @Override public List<JobProcType<?>> types() { return "
        + types
        + "; }\n"
        + "}\n";
  }

  /** An expression for a type that has no parameters, to be used in {@link #plugin}. */
  static String type(String name) {
    return "JobProcType.of(\"" + name + "\", \"\", None.class, p -> new Proc(\"made\"))";
  }

  PluginJar source(String className, String text) {
    sources.add(new Source(className, text));
    return this;
  }

  /** A jar that the sources need. */
  PluginJar library(Path jar) {
    libraries.add(jar.toString());
    return this;
  }

  PluginJar service(String pluginClass) {
    return text(PluginServices.FILE, pluginClass + "\n");
  }

  PluginJar text(String name, String text) {
    texts.put(name, text);
    return this;
  }

  /** Compiles and writes the jar and its directory. */
  Path write(Path jar) throws IOException {
    Path directory = createDirectories(requireNonNull(jar.getParent()));
    Path classes = Files.createTempDirectory(directory, ".classes");
    compile(classes);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        put(out, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
      }
      for (Path compiled : filesBelow(classes)) {
        String name = classes.relativize(compiled).toString().replace('\\', '/');
        put(out, name, Files.readAllBytes(compiled));
      }
    }
    return closeToOthers(jar);
  }

  /** Takes a class out of a jar, as when the jar of a library was forgotten. */
  static void removeFrom(Path jar, String name) throws IOException {
    try (FileSystem opened = FileSystems.newFileSystem(jar)) {
      Files.delete(opened.getPath(name));
    }
  }

  /** Directories that only the owner may write, whatever the umask. */
  static Path createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
    return closeToOthers(directory);
  }

  /** What a jar may be in {@code procs/}: writable by nobody but its owner. */
  static Path closeToOthers(Path path) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return path;
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> classPath = new ArrayList<>(libraries);
    classPath.add(apiLocation());
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-classpath",
            String.join(File.pathSeparator, classPath),
            "--release",
            "17",
            "-proc:none",
            "-parameters");
    boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
    assertThat(compiled).as(messages.toString()).isTrue();
  }

  private static String apiLocation() {
    try {
      URI api = JobProcPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(api).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
