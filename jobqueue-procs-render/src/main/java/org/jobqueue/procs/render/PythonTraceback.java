package org.jobqueue.procs.render;

import java.util.Optional;

/**
 * Finds the error at the end of a Python traceback. One instance reads one stream.
 *
 * <p>A traceback is a head line, indented lines, and the line with the error.
 */
final class PythonTraceback {
  private static final String HEAD = "Traceback (most recent call last):";

  private boolean inside;

  /** True if the line is part of a traceback; the error is to be had from {@link #error}. */
  boolean takes(String line) {
    if (line.endsWith(HEAD)) {
      inside = true;
      return true;
    }
    return inside && (line.startsWith(" ") || line.isBlank());
  }

  /** The error, if the line, which {@link #takes} did not take, ends a traceback. */
  Optional<String> error(String line) {
    if (!inside) {
      return Optional.empty();
    }
    inside = false;
    return Optional.of("Python: " + line.strip());
  }
}
