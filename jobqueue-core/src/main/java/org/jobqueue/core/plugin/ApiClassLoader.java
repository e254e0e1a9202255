package org.jobqueue.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parent of the class loaders of plugins: shows the JDK and the API of job procedures, and
 * hides everything else that the program has, so that a plugin brings its own libraries and meets
 * no other version of them. The classes of the API are those of the program: a plugin's {@code
 * JobProc} is the program's {@code JobProc}.
 */
final class ApiClassLoader extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of("org.jobqueue.api.", "org.jspecify.annotations.");

  /** Resources are named with slashes where classes have dots. */
  private static final List<String> FOLDERS =
      PACKAGES.stream().map(name -> name.replace('.', '/')).toList();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader program;

  /**
   * A filter before a class loader.
   *
   * @param program has the API
   */
  ApiClassLoader(ClassLoader program) {
    super("jobqueue-api", ClassLoader.getPlatformClassLoader());
    this.program = program;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (startsWithOneOf(PACKAGES, name)) {
      return program.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return startsWithOneOf(FOLDERS, name) ? program.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return startsWithOneOf(FOLDERS, name)
        ? program.getResources(name)
        : Collections.emptyEnumeration();
  }

  private static boolean startsWithOneOf(List<String> prefixes, String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
