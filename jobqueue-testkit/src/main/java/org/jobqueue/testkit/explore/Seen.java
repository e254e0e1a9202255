package org.jobqueue.testkit.explore;

/** A set of numbers of 64 bits, in one array: eight bytes each and little more. */
final class Seen {
  private long[] table = new long[1 << 16];
  private int size;
  private boolean zero;

  /** Adds a number; false if it was there. */
  boolean add(long value) {
    if (value == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    if (size * 3L > table.length * 2L) {
      grow();
    }
    return put(table, value);
  }

  private boolean put(long[] into, long value) {
    int mask = into.length - 1;
    int at = (int) value & mask;
    while (into[at] != 0) {
      if (into[at] == value) {
        return false;
      }
      at = (at + 1) & mask;
    }
    into[at] = value;
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    size = 0;
    for (long value : table) {
      if (value != 0) {
        put(larger, value);
      }
    }
    table = larger;
  }

  int size() {
    return size + (zero ? 1 : 0);
  }
}
