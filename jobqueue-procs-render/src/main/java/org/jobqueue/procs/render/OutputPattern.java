package org.jobqueue.procs.render;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the frames of an animation go: the last run of {@code #} in the file name stands for the
 * number of the frame with at least so many digits.
 */
final class OutputPattern {
  private static final Pattern HASHES = Pattern.compile("#+(?!.*#)");
  // What may follow: the name of a view, an extension.
  private static final String REST = "(?:[^0-9].*)?";

  private static final int MOST_DIGITS = 9;

  private final Path path;
  private final int digits;
  private final Pattern name;

  /**
   * Reads a pattern.
   *
   * @param path full path with {@code #} in its file name
   * @throws IllegalArgumentException if there is no {@code #}
   */
  OutputPattern(Path path) {
    this.path = path.normalize();
    String file = String.valueOf(path.getFileName());
    Matcher hashes = HASHES.matcher(file);
    if (!hashes.find()) {
      throw new IllegalArgumentException("there is no # in the file name of '" + path + "'");
    }
    digits = hashes.end() - hashes.start();
    name =
        Pattern.compile(
            Pattern.quote(file.substring(0, hashes.start()))
                + "(\\d{"
                + digits
                + ",})"
                + Pattern.quote(file.substring(hashes.end()))
                + REST);
  }

  /** The frame that a file belongs to; empty if it is not one of this animation. */
  OptionalInt frameOf(String file) {
    try {
      return frameOf(Path.of(file).normalize());
    } catch (InvalidPathException e) {
      return OptionalInt.empty();
    }
  }

  private OptionalInt frameOf(Path file) {
    Path last = file.getFileName();
    Path parent = file.getParent();
    if (last == null || parent == null || !parent.equals(path.getParent())) {
      return OptionalInt.empty();
    }
    Matcher matcher = name.matcher(last.toString());
    return matcher.matches() ? number(matcher.group(1)) : OptionalInt.empty();
  }

  /** Numbers are filled with zeros up to the width, and only up to it. */
  private OptionalInt number(String text) {
    String significant = text.replaceFirst("^0+(?=.)", "");
    boolean filled = text.length() == digits || text.equals(significant);
    return filled && significant.length() <= MOST_DIGITS
        ? OptionalInt.of(Integer.parseInt(significant))
        : OptionalInt.empty();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
