package org.jobqueue.core.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of the chunks of a block, one after the other. Written {@code 0-99}.
 *
 * @param first the index of the first chunk, from 0
 * @param last the index of the last one
 */
public record ChunkRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  /** Checks the order. */
  public ChunkRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("chunks " + first + " to " + last);
    }
  }

  /** One chunk. */
  public static ChunkRange of(long index) {
    return new ChunkRange(index, index);
  }

  /** Reads the text form; empty if it is something else. */
  public static Optional<ChunkRange> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    return first <= last ? Optional.of(new ChunkRange(first, last)) : Optional.empty();
  }

  /** Adds a chunk to ranges, of which the last may end right before it. */
  public static void add(List<ChunkRange> ranges, long index) {
    int last = ranges.size() - 1;
    if (last >= 0 && ranges.get(last).last() == index - 1) {
      ranges.set(last, new ChunkRange(ranges.get(last).first(), index));
    } else {
      ranges.add(of(index));
    }
  }

  /** The same chunks in ranges that do not overlap, from ranges in the order of their first. */
  public static List<ChunkRange> disjoint(List<ChunkRange> ranges) {
    List<ChunkRange> apart = new ArrayList<>();
    long next = 0; // the first chunk that is in none so far
    for (ChunkRange range : ranges) {
      if (range.last >= next) {
        apart.add(new ChunkRange(Math.max(next, range.first), range.last));
        next = range.last + 1;
      }
    }
    return apart;
  }

  /** How many chunks. */
  public long size() {
    return last - first + 1;
  }

  /** Whether a chunk is one of them. */
  public boolean contains(long index) {
    return first <= index && index <= last;
  }

  /** Whether there are chunks in both. */
  public boolean overlaps(ChunkRange other) {
    return first <= other.last && other.first <= last;
  }

  /** The chunks before those of another range. */
  public Optional<ChunkRange> before(ChunkRange other) {
    return first < other.first
        ? Optional.of(new ChunkRange(first, Math.min(last, other.first - 1)))
        : Optional.empty();
  }

  /** The chunks after those of another range. */
  public Optional<ChunkRange> after(ChunkRange other) {
    return last > other.last
        ? Optional.of(new ChunkRange(Math.max(first, other.last + 1), last))
        : Optional.empty();
  }

  /** The text form. */
  @Override
  public String toString() {
    return first + "-" + last;
  }
}
