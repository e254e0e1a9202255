package org.jobqueue.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.core.script.ManifestFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the plugins in the {@code procs} directory of a queue: each sub-directory with its jars, a
 * manifest or both is one, and each jar that lies there directly. Everything else is ignored, as is
 * every name that starts with a dot. Each plugin has a class loader of its own, which lives as long
 * as the plugin is used. A plugin that cannot be loaded is reported, and the others are loaded.
 */
final class PluginLoader {
  private static final String JAR = ".jar";

  private final Path procs;
  private final ApiClassLoader api;
  private final List<FoundPlugin> plugins = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  private PluginLoader(Path procs, ClassLoader program) {
    this.procs = procs;
    this.api = new ApiClassLoader(program);
  }

  /**
   * What was found, by name.
   *
   * @param plugins those that could be made
   * @param problems one or more for each that could not
   */
  record Result(List<FoundPlugin> plugins, List<PluginProblem> problems) {}

  /**
   * Loads the plugins; none if there is no such directory.
   *
   * @param program the class loader that has the API
   */
  static Result load(Path procs, ClassLoader program) {
    PluginLoader loader = new PluginLoader(procs, program);
    if (Files.exists(procs, LinkOption.NOFOLLOW_LINKS)) {
      loader.loadAll();
    }
    return new Result(List.copyOf(loader.plugins), List.copyOf(loader.problems));
  }

  private void loadAll() {
    try {
      requireNotWritableByEveryone(procs);
      for (Path entry : entries(procs, PluginLoader::isPlugin)) {
        loadEntry(entry);
      }
    } catch (PluginFault fault) {
      problems.add(new PluginProblem(nameOf(procs), fault.message()));
    } catch (IOException e) {
      problems.add(new PluginProblem(nameOf(procs), "cannot read " + procs + ": " + e));
    }
  }

  private void loadEntry(Path entry) {
    String unit = unitOf(entry);
    try {
      boolean script = Files.isDirectory(entry) && loadManifest(entry, unit);
      if (!script || !entries(entry, PluginLoader::isJar).isEmpty()) {
        offer(entry, unit, new URLClassLoader("procs/" + unit, jarsOf(entry), api));
      }
    } catch (PluginFault fault) {
      problems.add(new PluginProblem(unit, fault.message()));
    } catch (IOException e) {
      problems.add(new PluginProblem(unit, "cannot read " + entry + ": " + e));
    }
  }

  /**
   * Loads the job types of a manifest; false if there is none. Whatever lies beside it may be run
   * by its commands.
   */
  private boolean loadManifest(Path directory, String unit) throws IOException {
    List<Path> manifests = ManifestFile.in(directory);
    try {
      if (manifests.size() > 1) {
        throw new PluginFault(
            directory + " has more than one manifest: " + manifests + "; keep one of them");
      }
      if (!manifests.isEmpty()) {
        requireNoneWritableByEveryone(directory);
        ScriptPlugin plugin = ScriptPlugin.read(manifests.get(0), unit);
        plugins.add(FoundPlugin.ofQueue(plugin, unit, nameOf(directory)));
      }
    } catch (PluginFault fault) {
      problems.add(new PluginProblem(unit, fault.message()));
    }
    return !manifests.isEmpty();
  }

  private void offer(Path entry, String unit, URLClassLoader loader) throws IOException {
    PluginServices services = PluginServices.of(loader);
    services.faults().forEach(fault -> problems.add(new PluginProblem(unit, fault.message())));
    for (JobProcPlugin plugin : services.plugins()) {
      try {
        plugins.add(FoundPlugin.ofQueue(plugin, unit, nameOf(entry)));
      } catch (PluginFault fault) {
        problems.add(new PluginProblem(unit, fault.message()));
      }
    }
    if (services.plugins().isEmpty()) {
      loader.close();
      if (services.faults().isEmpty()) {
        problems.add(
            new PluginProblem(
                unit, "has no job types: " + entry + " has no file " + PluginServices.FILE));
      }
    }
  }

  private static URL[] jarsOf(Path entry) throws PluginFault, IOException {
    List<Path> jars = List.of(entry);
    if (Files.isDirectory(entry)) {
      requireNotWritableByEveryone(entry);
      jars = entries(entry, PluginLoader::isJar);
    }
    if (jars.isEmpty()) {
      throw new PluginFault(
          entry
              + " has no jars and no manifest; put the jars of the plugin into it, or a "
              + ManifestFile.NAMES.get(0)
              + ", or remove it");
    }
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      requireNotWritableByEveryone(jar);
      requireJar(jar);
      urls.add(urlOf(jar));
    }
    return urls.toArray(URL[]::new);
  }

  private static URL urlOf(Path jar) throws PluginFault {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw PluginFault.thrown(e);
    }
  }

  /** A class loader would leave out a jar that it cannot read, and say nothing. */
  private static void requireJar(Path jar) throws PluginFault {
    if (!Files.isReadable(jar)) {
      throw new PluginFault(jar + " cannot be read by this user; run: chmod a+r " + jar);
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      if (!opened.entries().hasMoreElements()) {
        throw new PluginFault(jar + " is an empty jar; replace it, or remove it");
      }
    } catch (IOException e) {
      throw new PluginFault(
          jar + " is not a jar (" + e.getMessage() + "); replace it, or remove it");
    }
  }

  private static void requireNoneWritableByEveryone(Path directory)
      throws PluginFault, IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.filter(file -> !isDanglingLink(file)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : all) {
      requireNotWritableByEveryone(file);
    }
  }

  private static boolean isDanglingLink(Path file) {
    return Files.isSymbolicLink(file) && !Files.exists(file);
  }

  private static void requireNotWritableByEveryone(Path path) throws PluginFault, IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new PluginFault(
          path
              + " can be written by everyone, so that anyone could run anything as the users of"
              + " this queue; run: chmod o-w "
              + path);
    }
  }

  private static List<Path> entries(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(wanted).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isPlugin(Path path) {
    return isJar(path) || (Files.isDirectory(path) && !isHidden(path));
  }

  private static boolean isJar(Path path) {
    return nameOf(path).endsWith(JAR) && !isHidden(path) && !Files.isDirectory(path);
  }

  private static boolean isHidden(Path path) {
    return nameOf(path).startsWith(".");
  }

  private static String unitOf(Path entry) {
    String name = nameOf(entry);
    return isJar(entry) ? name.substring(0, name.length() - JAR.length()) : name;
  }

  private static String nameOf(Path path) {
    @Nullable Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
