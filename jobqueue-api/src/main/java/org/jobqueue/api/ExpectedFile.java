package org.jobqueue.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that a job has to leave. It is looked for before the attempt counts: exit codes are not
 * truth.
 *
 * @param path absolute, or relative to the attempt directory. In a job with frames {@code {frame}}
 *     stands for the number of a frame and {@code {frame:4}} for the same in at least four digits;
 *     the file is expected for each frame
 * @param minimumSize in bytes; 1 if an empty file is none
 * @param magic the bytes that it begins with, in hexadecimal; empty for any. {@code 89504e47} is
 *     PNG, {@code 762f3101} OpenEXR, {@code ffd8ff} JPEG
 */
public record ExpectedFile(String path, long minimumSize, Optional<String> magic) {
  private static final Pattern FRAME = Pattern.compile("\\{frame(?::([1-9]))?\\}");
  private static final Pattern HEXADECIMAL = Pattern.compile("([0-9a-f]{2}){1,64}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the path is blank, the size negative or {@code magic} not
   *     hexadecimal or longer than 64 bytes
   */
  public ExpectedFile {
    if (path.isBlank() || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an expected file needs a path");
    }
    if (minimumSize < 0) {
      throw new IllegalArgumentException(
          "minimumSize is " + minimumSize + "; it must be 0 or more");
    }
    magic = magic.map(text -> text.toLowerCase(Locale.ROOT));
    if (magic.isPresent() && !HEXADECIMAL.matcher(magic.get()).matches()) {
      throw new IllegalArgumentException(
          "'" + magic.get() + "' is not 1 to 64 bytes in hexadecimal, such as 89504e47");
    }
  }

  /** A file that is not empty. */
  public static ExpectedFile of(String path) {
    return new ExpectedFile(path, 1, Optional.empty());
  }

  /** A copy with another {@link #minimumSize()}. */
  public ExpectedFile withMinimumSize(long value) {
    return new ExpectedFile(path, value, magic);
  }

  /** A copy with another {@link #magic()}. */
  public ExpectedFile withMagic(String value) {
    return new ExpectedFile(path, minimumSize, Optional.of(value));
  }

  /** Whether there is one for each frame. */
  public boolean ofEachFrame() {
    return FRAME.matcher(path).find();
  }

  /** The file of one frame. */
  public ExpectedFile ofFrame(int frame) {
    String filled =
        FRAME
            .matcher(path)
            .replaceAll(
                found -> {
                  String digits = found.group(1);
                  return digits == null
                      ? Integer.toString(frame)
                      : String.format(Locale.ROOT, "%0" + digits + "d", frame);
                });
    return new ExpectedFile(filled, minimumSize, magic);
  }
}
