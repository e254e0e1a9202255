package org.jobqueue.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;

/**
 * Cuts bytes into lines of text. A line ends with LF, with CR LF, or with a CR alone, as progress
 * displays write it. Bytes that are not UTF-8 become replacement characters.
 *
 * <p>A line longer than the limit is handed over in pieces, cut between characters, so memory is
 * bounded whatever arrives.
 */
final class LineSplitter {
  static final int LONGEST_PIECE = 64 * 1024;

  private final Consumer<String> lines;
  private final byte[] piece = new byte[LONGEST_PIECE];
  private int length;
  private boolean lineStarted;
  private boolean afterCarriageReturn;

  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  void accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      accept(bytes[i]);
    }
  }

  /** Hands over a last line that has no end. */
  void finish() {
    if (lineStarted) {
      endLine();
    }
  }

  private void accept(byte next) {
    boolean secondOfPair = next == '\n' && afterCarriageReturn;
    afterCarriageReturn = next == '\r';
    if (secondOfPair) {
      return;
    }
    if (next == '\n' || next == '\r') {
      endLine();
    } else {
      append(next);
    }
  }

  private void append(byte next) {
    // Cut only when a byte does not fit: a line of exactly the limit is one piece, not two.
    if (length == LONGEST_PIECE) {
      handOver(endOfWholeCharacters());
    }
    piece[length++] = next;
    lineStarted = true;
  }

  private void endLine() {
    lineStarted = false;
    handOver(length);
  }

  private void handOver(int count) {
    String text = new String(piece, 0, count, UTF_8);
    System.arraycopy(piece, count, piece, 0, length - count);
    length -= count;
    lines.accept(text);
  }

  /** Where to cut a full piece: before a character at its end whose last bytes are missing. */
  private int endOfWholeCharacters() {
    for (int back = 1; back <= 3; back++) {
      int value = piece[length - back] & 0xff;
      if (value >= 0xc0) {
        return bytesOfCharacter(value) > back ? length - back : length;
      }
      if (value < 0x80) {
        return length;
      }
    }
    return length;
  }

  private static int bytesOfCharacter(int lead) {
    if (lead >= 0xf0) {
      return 4;
    }
    return lead >= 0xe0 ? 3 : 2;
  }
}
