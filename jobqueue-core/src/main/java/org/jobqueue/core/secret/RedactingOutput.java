package org.jobqueue.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Replaces secrets on their way to another stream, also those that arrive in pieces: what may be
 * the beginning of one waits for what comes next, or for the end.
 */
final class RedactingOutput extends FilterOutputStream {
  private static final byte[] MARK = Redaction.MARK.getBytes(UTF_8);

  private final Supplier<List<byte[]>> secrets;
  private byte[] held = new byte[0];

  /**
   * A stream before another.
   *
   * @param secrets those known at the moment, longer ones first, none empty
   */
  RedactingOutput(OutputStream out, Supplier<List<byte[]>> secrets) {
    super(out);
    this.secrets = secrets;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    List<byte[]> known = secrets.get();
    if (known.isEmpty()) {
      out.write(bytes, offset, length);
      return;
    }
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, offset, all, held.length, length);
    pass(all, known, false);
  }

  @Override
  public void close() throws IOException {
    try (OutputStream closing = out) {
      pass(held, secrets.get(), true);
      closing.flush();
    }
  }

  private void pass(byte[] all, List<byte[]> known, boolean complete) throws IOException {
    int done = 0;
    int at = 0;
    while (at < all.length) {
      if (!complete && mayBegin(all, at, known)) {
        break;
      }
      int found = lengthOfSecret(all, at, known);
      if (found == 0) {
        at++;
        continue;
      }
      out.write(all, done, at - done);
      out.write(MARK, 0, MARK.length);
      at += found;
      done = at;
    }
    out.write(all, done, at - done);
    held = Arrays.copyOfRange(all, at, all.length);
  }

  /** Whether all that there is from here on is the beginning of a secret, and not a whole one. */
  private static boolean mayBegin(byte[] all, int at, List<byte[]> known) {
    int there = all.length - at;
    return known.stream()
        .anyMatch(
            secret ->
                secret.length > there && Arrays.equals(all, at, all.length, secret, 0, there));
  }

  private static int lengthOfSecret(byte[] all, int at, List<byte[]> known) {
    return known.stream()
        .filter(
            secret ->
                secret.length <= all.length - at
                    && Arrays.equals(all, at, at + secret.length, secret, 0, secret.length))
        .mapToInt(secret -> secret.length)
        .findFirst()
        .orElse(0);
  }
}
