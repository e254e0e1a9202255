package org.jobqueue.examples.raytracer;

import java.nio.file.Path;

/** What the parameters of both job types are checked for. */
final class Checks {
  private Checks() {}

  static void range(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be from " + least + " to " + most);
    }
  }

  /** A relative path would mean another directory to each worker. */
  static void absolute(String name, Path value) {
    if (!value.isAbsolute()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is '%s'; it must be an absolute path, since workers may run elsewhere,"
                  + " for example '%s'",
              name, value, value.toAbsolutePath().normalize()));
    }
  }
}
