package org.jobqueue.procs.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the parameters of several renderers are checked for. */
final class Checks {
  private Checks() {}

  static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }

  /** A relative path would mean something else on each worker. */
  static void requireFullPath(String parameter, Path path) {
    require(path.isAbsolute(), "%s '%s' is a relative path; give a full path", parameter, path);
  }

  static void requireExecutable(String executable, String normal) {
    require(!executable.isBlank(), "executable is blank; leave it out for '%s'", normal);
  }

  /** Text that is an argument must not be taken for an option. */
  static void requireName(String parameter, Optional<String> name) {
    require(
        name.isEmpty() || !(name.get().isBlank() || name.get().startsWith("-")),
        "%s '%s' is not a name",
        parameter,
        name.orElse(""));
  }

  static void requireExitCodes(List<Integer> codes) {
    require(
        !codes.isEmpty(),
        "successCodes is empty, so the job could never succeed; give at least one exit code");
    for (int code : codes) {
      require(code >= 0 && code <= 255, "successCodes contains %d; exit codes are 0 to 255", code);
    }
  }
}
