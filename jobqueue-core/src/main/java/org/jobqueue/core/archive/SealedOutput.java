package org.jobqueue.core.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Ends a zip file with the digest of all that comes before it, as the last characters of its
 * comment: so that any byte that is changed or missing is noticed.
 */
final class SealedOutput extends FilterOutputStream {
  private static final String TEXT = "sha-256 of all before: ";

  private final MessageDigest digest = Digests.sha256();
  private final byte[] tail = new byte[Digests.HEX_LENGTH];
  private int held;
  private boolean closed;

  SealedOutput(OutputStream out) {
    super(out);
  }

  /** What the comment of the zip file must be before it is sealed. */
  static String comment() {
    return TEXT + "0".repeat(Digests.HEX_LENGTH);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = new byte[held + length];
    System.arraycopy(tail, 0, all, 0, held);
    System.arraycopy(bytes, offset, all, held, length);
    int through = Math.max(0, all.length - tail.length);
    digest.update(all, 0, through);
    out.write(all, 0, through);
    held = all.length - through;
    System.arraycopy(all, through, tail, 0, held);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.write(Digests.hex(digest).getBytes(StandardCharsets.US_ASCII));
      super.close();
    }
  }

  /** Whether a file ends with its digest. */
  static boolean isSealed(InputStream in) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[1 << 16];
    byte[] window = new byte[0];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      byte[] all = Arrays.copyOf(window, window.length + n);
      System.arraycopy(buffer, 0, all, window.length, n);
      int through = Math.max(0, all.length - Digests.HEX_LENGTH);
      digest.update(all, 0, through);
      window = Arrays.copyOfRange(all, through, all.length);
    }
    return new String(window, StandardCharsets.US_ASCII).equals(Digests.hex(digest));
  }
}
