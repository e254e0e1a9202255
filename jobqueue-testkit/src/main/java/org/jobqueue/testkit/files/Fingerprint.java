package org.jobqueue.testkit.files;

/** 64 bits that stand for a value: FNV-1a over its bytes, finished with the mixer of SplitMix64. */
public final class Fingerprint {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** Of a text. */
  public static long of(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mix(hash);
  }

  /** Of bytes. */
  public static long of(byte[] content) {
    long hash = OFFSET;
    for (byte b : content) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return mix(hash);
  }

  /** Spreads every bit of a number over all bits of the result. */
  public static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
