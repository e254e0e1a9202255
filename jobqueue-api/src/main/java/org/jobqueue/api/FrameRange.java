package org.jobqueue.api;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Frames to render, in the order in which they are named; each of them once, and at least one.
 *
 * <p>Written as parts with commas between them:
 *
 * <table>
 * <caption>Parts of a frame range</caption>
 * <tr><th>{@code 12}, {@code -5}</th><td>a single frame</td></tr>
 * <tr><th>{@code 1-100}, {@code -5--1}</th><td>each frame from the first to the last</td></tr>
 * <tr><th>{@code 1-100x7}</th><td>every seventh frame, the last one being 99</td></tr>
 * <tr><th>{@code 100-1}, {@code 100-1x-7}</th><td>the same backwards</td></tr>
 * </table>
 *
 * <p>A frame that is named again counts at its first place only: {@code 1-10,5-15} is {@code 1-15},
 * and {@code 1-9x2,1-9} is {@code 1-9x2,2-8x2}. Ranges are never expanded, so that one of billions
 * of frames is as small and fast as one of ten.
 *
 * <p>The same frames in the same order are equal and have the same {@linkplain #toString() text},
 * however they were written. Immutable.
 */
public final class FrameRange {
  private final List<Progression> parts; // canonical
  private final long[] ends; // of the parts: how many frames there are up to and with each

  private FrameRange(List<Progression> parts) {
    this.parts = parts;
    this.ends = parts.stream().mapToLong(Progression::count).toArray();
    Arrays.parallelPrefix(ends, Long::sum);
  }

  /**
   * Reads the text form. White space around a part is ignored; frames and steps are ints.
   *
   * <p>Where a part overlaps earlier ones of different steps, what is left of it may have to be
   * divided: {@code 1-99x3,1-99} is {@code 1-97x3,2-3,5-6} and so on. The limit of 10,000 parts
   * holds for these, too.
   *
   * @throws IllegalArgumentException if the text is empty or malformed, has a number that is not an
   *     int, a step that is 0 or leads away from the last frame, or more than 10,000 parts; if its
   *     frames cannot be written, each once, in 10,000 parts; or if so many parts of different
   *     steps overlap that this cannot be told in reasonable time
   */
  public static FrameRange parse(String text) {
    return new FrameRange(new FrameRangeText(text).parse());
  }

  /** How many frames, from 1 to 2<sup>32</sup>. */
  public long size() {
    return ends[ends.length - 1];
  }

  /** The first frame in order, which need not be the lowest. */
  public int first() {
    return frame(0);
  }

  /** The last frame in order, which need not be the highest. */
  public int last() {
    return frame(size() - 1);
  }

  /**
   * The frame at a position.
   *
   * @param index from 0 to the size - 1
   * @throws IndexOutOfBoundsException if there is no such position
   */
  public int frame(long index) {
    Objects.checkIndex(index, size());
    int part = partOf(index);
    return (int) parts.get(part).at(index - startOf(part));
  }

  /** The position of a frame; empty if it is not among the frames. */
  public OptionalLong indexOf(int frame) {
    for (int part = 0; part < ends.length; part++) {
      long position = parts.get(part).positionOf(frame);
      if (position >= 0) {
        return OptionalLong.of(startOf(part) + position);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The frames from one position to before another.
   *
   * @param from the position of the first frame, 0 or greater
   * @param to the position after the last frame, greater than {@code from}, at most the size
   * @throws IndexOutOfBoundsException if these are not positions, or there is no frame between them
   * @throws IllegalArgumentException if the slice takes more than 10,000 parts to write; that can
   *     only be if this range takes almost as many
   */
  public FrameRange slice(long from, long to) {
    if (from < 0 || from >= to || to > size()) {
      throw new IndexOutOfBoundsException(
          "no slice of " + size() + " frames from position " + from + " to before " + to);
    }
    FrameParts slice = new FrameParts(() -> tooManyParts(from, to));
    for (int part = partOf(from); part < ends.length && startOf(part) < to; part++) {
      long start = startOf(part);
      slice.add(parts.get(part).slice(Math.max(from - start, 0), Math.min(to, ends[part]) - start));
    }
    return new FrameRange(slice.finish());
  }

  /**
   * How many chunks of some size the frames make, the last one being smaller if need be.
   *
   * @param size frames per chunk, 1 or more
   * @throws IllegalArgumentException if the size is below 1
   */
  public long chunkCount(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a chunk has at least 1 frame, not " + size);
    }
    return (size() - 1) / size + 1;
  }

  /**
   * The frames of one chunk.
   *
   * @param index the number of the chunk, from 0 to the {@linkplain #chunkCount count} - 1
   * @param size frames per chunk, 1 or more
   * @throws IndexOutOfBoundsException if there is no such chunk
   * @throws IllegalArgumentException if the size is below 1, or as for {@link #slice}
   */
  public FrameRange chunk(long index, int size) {
    Objects.checkIndex(index, chunkCount(size));
    long from = index * size;
    return slice(from, Math.min(from + size, size()));
  }

  /** The frames in order, one by one as they are asked for. */
  public IntStream frames() {
    return LongStream.range(0, size()).mapToInt(this::frame);
  }

  private int partOf(long index) {
    int found = Arrays.binarySearch(ends, index + 1); // the end of the part if it is its last frame
    return found < 0 ? -found - 1 : found;
  }

  private long startOf(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  private static IllegalArgumentException tooManyParts(long from, long to) {
    return new IllegalArgumentException(
        "the frames at the positions from "
            + from
            + " to before "
            + to
            + " take more than 10,000 parts to write");
  }

  /** True for a frame range with the same frames in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FrameRange range && parts.equals(range.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /**
   * The canonical text, which {@link #parse} reads.
   *
   * <p>From the left, the most frames at equal distances that follow one another are a part if they
   * are three or more ({@code 1,3,5} is {@code 1-5x2}); if not, the first of them is a part by
   * itself ({@code 1,5-9} stays so). Two frames by themselves, of which the second is greater by 1,
   * are written as a range ({@code 1,2} is {@code 1-2}, but {@code 2-1} is {@code 2,1}).
   */
  @Override
  public String toString() {
    return parts.stream().map(Progression::toString).collect(joining(","));
  }
}
