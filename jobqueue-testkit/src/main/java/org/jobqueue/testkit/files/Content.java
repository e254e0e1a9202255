package org.jobqueue.testkit.files;

/** The bytes of a file, immutable. */
public final class Content {
  /** No bytes. */
  public static final Content EMPTY = new Content(new byte[0]);

  private final byte[] bytes;
  private final long fingerprint;

  private Content(byte[] bytes) {
    this.bytes = bytes;
    this.fingerprint = Fingerprint.of(bytes);
  }

  /** These bytes. */
  public static Content of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Content(bytes.clone());
  }

  /** The first bytes of this content. */
  public Content first(int count) {
    return of(java.util.Arrays.copyOf(bytes, Math.min(count, bytes.length)));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes. */
  public int size() {
    return bytes.length;
  }

  /** Stands for the bytes. */
  public long fingerprint() {
    return fingerprint;
  }
}
