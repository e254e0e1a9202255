package org.jobqueue.cli;

/**
 * Makes text from jobs harmless for a terminal: control characters could move the cursor, set the
 * title or hide what follows, and bidirectional overrides could make it read as something else.
 */
final class Printable {
  private Printable() {}

  /** The text in one line: line ends and tabs become spaces, other control characters go. */
  static String line(String text) {
    return text(text).replace('\n', ' ').replace('\t', ' ').strip();
  }

  /** The text with its lines and tabs, without any other control character. */
  static String text(String text) {
    if (text.codePoints().noneMatch(Printable::isControl)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isControl(c)).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** True for C0 but line feed and tab, DEL, C1, and what changes direction or ends a line. */
  static boolean isControl(int c) {
    boolean c0 = c < 0x20 && c != '\n' && c != '\t';
    boolean c1 = c >= 0x7f && c <= 0x9f;
    boolean bidi = c == 0x061c || c == 0x200e || c == 0x200f || isBetween(c, 0x2066, 0x2069);
    boolean separatorOrOverride = isBetween(c, 0x2028, 0x202e);
    return c0 || c1 || bidi || separatorOrOverride;
  }

  private static boolean isBetween(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
