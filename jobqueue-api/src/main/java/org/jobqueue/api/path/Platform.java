package org.jobqueue.api.path;

import java.text.Normalizer;
import java.util.Locale;

/** A kind of operating system, by how it writes paths. */
public enum Platform {
  /** Linux and all that is not one of the others: names with {@code /}, upper and lower case. */
  LINUX,
  /** macOS: names with {@code /}, whose case does not matter. */
  MAC,
  /** Windows: drives and servers, {@code \} or {@code /}, and the case does not matter. */
  WINDOWS;

  /** The one that this program runs on. */
  public static Platform current() {
    return ofSystem(System.getProperty("os.name", ""));
  }

  /** The one of a system with that name, as the property {@code os.name} has it. */
  static Platform ofSystem(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return WINDOWS;
    }
    return lower.startsWith("mac") || lower.startsWith("darwin") ? MAC : LINUX;
  }

  /** The name in {@code queue.json}: {@code linux}, {@code mac} or {@code windows}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a text is a full path here: one that begins with {@code /}, or on Windows with a drive
   * and a separator, or with a server.
   */
  public boolean isFullPath(String path) {
    return PlatformPath.parse(this, path).isPresent();
  }

  /** What stands between the paths of a list, as in {@code PATH}. */
  char listSeparator() {
    return this == WINDOWS ? ';' : ':';
  }

  /** Whether two names in a directory are the same. */
  boolean isSame(String one, String other) {
    return switch (this) {
      case LINUX -> one.equals(other);
      case MAC -> composed(one).equalsIgnoreCase(composed(other));
      case WINDOWS -> one.equalsIgnoreCase(other);
    };
  }

  /** The file systems of macOS take a letter with an accent and the same in two parts for one. */
  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
