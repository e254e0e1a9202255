package org.jobqueue.procs.render;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jobqueue.api.ExpectedFile;

/**
 * The path of a picture, or with {@code #} for the digits of the frame in its file name that of
 * each frame. The last run of {@code #} counts.
 */
final class OutputName {
  private static final Pattern HASHES = Pattern.compile("#+(?!.*#)");
  private static final int MOST_DIGITS = 9;

  private final String parameter;
  private final String head;
  private final int digits;
  private final String tail;

  /**
   * Reads the value of a parameter.
   *
   * @param parameter its name
   * @throws IllegalArgumentException if it is not a path, or {@code #} stand where they cannot be
   */
  OutputName(String parameter, String text) {
    this.parameter = parameter;
    String name = fileName(parameter, text);
    Checks.require(
        !text.contains("{frame"), "%s '%s': write # for the digits of the frame", parameter, text);
    Matcher hashes = HASHES.matcher(name);
    if (hashes.find()) {
      int start = text.length() - name.length();
      head = text.substring(0, start + hashes.start());
      digits = hashes.end() - hashes.start();
      tail = text.substring(start + hashes.end());
    } else {
      head = text;
      digits = 0;
      tail = "";
    }
    Checks.require(
        digits <= MOST_DIGITS,
        "%s '%s' has %d #; at most %d are possible",
        parameter,
        text,
        digits,
        MOST_DIGITS);
  }

  private static String fileName(String parameter, String text) {
    try {
      Path name = Path.of(text).getFileName();
      Checks.require(
          name != null && !text.isBlank() && text.endsWith(name.toString()),
          "%s '%s' does not end with the name of a file",
          parameter,
          text);
      return String.valueOf(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          parameter + " '" + text + "' is not a path: " + e.getReason(), e);
    }
  }

  /** Whether there is a file for each frame. */
  boolean ofEachFrame() {
    return digits > 0;
  }

  int digits() {
    return digits;
  }

  /** What stands before the digits. */
  String head() {
    return head;
  }

  /** What stands behind the digits, such as an extension. */
  String tail() {
    return tail;
  }

  /**
   * The path of a frame, or of the still.
   *
   * @throws IllegalArgumentException if there is no frame, but a place for it
   */
  String of(Optional<Integer> frame) {
    if (digits == 0) {
      return head;
    }
    Checks.require(
        frame.isPresent(),
        "%s '%s' has # for the frame, but the job has no frames; give startFrame and endFrame, or"
            + " submit it with frames",
        parameter,
        this);
    return with(String.format(Locale.ROOT, "%0" + digits + "d", frame.get()));
  }

  /** The path with something else for the digits. */
  String with(String number) {
    return head + number + tail;
  }

  /** The form that C programs take. */
  String printf() {
    return head.replace("%", "%%")
        + (digits == 0 ? "" : "%0" + digits + "d")
        + tail.replace("%", "%%");
  }

  /** With {@code text} behind the digits, before what stands there. */
  OutputName withTail(String text) {
    return new OutputName(parameter, head + "#".repeat(digits) + text + tail);
  }

  /** With {@code suffix} at its end. */
  OutputName plus(String suffix) {
    return new OutputName(
        "output", digits == 0 ? head + suffix : with("#".repeat(digits)) + suffix);
  }

  /**
   * The files that a job declares: those of its own frames, or of each frame of its block.
   *
   * @throws IllegalArgumentException if there is a place for frames, but the job has none
   */
  List<ExpectedFile> expectedFiles(Optional<FrameSpan> frames, boolean block) {
    if (digits == 0) {
      return List.of(expected(head));
    }
    if (frames.isPresent()) {
      return frames.get().frames().mapToObj(frame -> expected(of(Optional.of(frame)))).toList();
    }
    Checks.require(
        block,
        "%s '%s' has a place for the number of a frame, but the job has no frames; give it some, or"
            + " startFrame",
        parameter,
        this);
    return List.of(expected(with("{frame:" + digits + "}")));
  }

  private static ExpectedFile expected(String path) {
    ExpectedFile file = ExpectedFile.of(path);
    return WholePictureCheck.startOf(path).map(file::withMagic).orElse(file);
  }

  /** The files of some frames, or of the still. */
  List<Path> files(Path attemptDirectory, IntStream frames) {
    return digits == 0
        ? List.of(attemptDirectory.resolve(head))
        : frames.mapToObj(frame -> attemptDirectory.resolve(of(Optional.of(frame)))).toList();
  }

  @Override
  public String toString() {
    return digits == 0 ? head : with("#".repeat(digits));
  }
}
