package org.jobqueue.testkit.mutation;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongFunction;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** All of the project's classes once more, one of them compiled from changed source. */
final class MutantLoader extends URLClassLoader {
  private static final Path SOURCES =
      Path.of("../jobqueue-core/src/main/java/org/jobqueue/core/protocol");

  private MutantLoader(URL[] urls) {
    super(urls, MutantLoader.class.getClassLoader());
  }

  /** Compiles the mutant into {@code directory} and loads it before the original. */
  static MutantLoader of(Mutation mutation, Path directory) throws IOException {
    String source = Files.readString(SOURCES.resolve(mutation.file()));
    int at = source.indexOf(mutation.original());
    if (at < 0 || source.indexOf(mutation.original(), at + 1) >= 0) {
      throw new AssertionError(
          "the code of the rule '" + mutation.rule() + "' is not exactly once in the source");
    }
    Path changed = Files.createDirectories(directory.resolve("src")).resolve(mutation.file());
    Files.writeString(changed, source.replace(mutation.original(), mutation.replacement()));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    compile(changed, classes);
    List<URL> urls = new ArrayList<>();
    urls.add(classes.toUri().toURL());
    for (String entry : classPath()) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new MutantLoader(urls.toArray(URL[]::new));
  }

  /** What a hunt finds among the mutant's classes; printed, and empty if it finds nothing. */
  static String hunt(
      Mutation mutation, Path directory, Class<? extends LongFunction<String>> hunt, long effort)
      throws IOException, ReflectiveOperationException {
    try (MutantLoader loader = of(mutation, directory)) {
      LongFunction<?> hunter =
          (LongFunction<?>) loader.loadClass(hunt.getName()).getDeclaredConstructor().newInstance();
      String found = String.valueOf(hunter.apply(effort));
      System.out.println(mutation.rule() + ": " + found.lines().findFirst().orElse("no violation"));
      return found;
    }
  }

  private static void compile(Path source, Path classes) {
    StringJoiner classPath = new StringJoiner(java.io.File.pathSeparator);
    classPath().forEach(classPath::add);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            classPath.toString(),
            source.toString());
    if (result != 0) {
      throw new AssertionError("the mutant of " + source.getFileName() + " does not compile");
    }
  }

  private static List<String> classPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    String entries = surefire == null ? System.getProperty("java.class.path") : surefire;
    return List.of(entries.split(java.io.File.pathSeparator));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("org.jobqueue.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
