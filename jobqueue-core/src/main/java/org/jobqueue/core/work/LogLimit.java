package org.jobqueue.core.work;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file from growing beyond a limit: the beginning is written as it comes, of the rest the
 * last part is kept in memory and written at the end, with a notice of what is left out. If nothing
 * is left out in the end the file is as if there were no limit. Not thread-safe.
 */
final class LogLimit extends OutputStream {
  private static final int LONGEST_TAIL = 1 << 20;
  private static final int ROOM_FOR_NOTICES = 512;

  private final OutputStream out;
  private final long limit;
  private final int tailSize;
  private final long headSize;
  private long written;
  private byte last = '\n';
  private byte @Nullable [] tail; // a ring, made when the beginning is full
  private int start;
  private int length;
  private long leftOut;

  /**
   * Limits what is written to {@code out}.
   *
   * @param limit the most bytes, 4096 or more
   */
  LogLimit(OutputStream out, long limit) {
    this.out = out;
    this.limit = limit;
    this.tailSize = (int) Math.min(LONGEST_TAIL, limit / 4);
    this.headSize = limit - tailSize - ROOM_FOR_NOTICES;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int head = (int) Math.min(count, headSize - written);
    if (head > 0) {
      out.write(bytes, offset, head);
      written += head;
      last = bytes[offset + head - 1];
    }
    if (head < count) {
      keep(bytes, offset + head, count - head);
    }
  }

  private void keep(byte[] bytes, int offset, int count) throws IOException {
    byte[] ring = tail;
    if (ring == null) {
      ring = new byte[tailSize];
      tail = ring;
    }
    long excess = (long) length + count - tailSize;
    if (excess > 0) {
      if (leftOut == 0) {
        out.write(
            notice(
                "the log has reached its limit of "
                    + limit
                    + " bytes; its end follows when the attempt ends"));
      }
      leftOut += excess;
    }
    int from = Math.max(0, count - tailSize);
    for (int i = offset + from; i < offset + count; ) {
      int at = (start + length) % tailSize;
      if (length == tailSize) {
        at = start;
      }
      int step = Math.min(offset + count - i, tailSize - at);
      System.arraycopy(bytes, i, ring, at, step);
      i += step;
      int overwritten = Math.max(0, length + step - tailSize);
      start = (start + overwritten) % tailSize;
      length = Math.min(tailSize, length + step);
    }
  }

  private byte[] notice(String text) {
    String lead = last == '\n' ? "" : "\n";
    return (lead + "--- jobqueue: " + text + " ---\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (OutputStream closed = out) {
      byte[] ring = tail;
      if (ring != null) {
        byte[] end = new byte[length];
        int first = Math.min(length, tailSize - start);
        System.arraycopy(ring, start, end, 0, first);
        System.arraycopy(ring, 0, end, first, length - first);
        tail = null;
        writeEnd(closed, end);
      }
    }
  }

  private void writeEnd(OutputStream closed, byte[] end) throws IOException {
    int from = 0;
    if (leftOut > 0) {
      from = startOfLine(end);
      last = '\n';
      closed.write(notice((leftOut + from) + " bytes are left out here"));
    }
    closed.write(Arrays.copyOfRange(end, from, end.length));
  }

  /** So that the end does not begin within a line, unless that is very long. */
  private static int startOfLine(byte[] end) {
    for (int i = 0; i < end.length / 4; i++) {
      if (end[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
