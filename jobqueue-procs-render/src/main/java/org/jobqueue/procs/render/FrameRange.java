package org.jobqueue.procs.render;

import java.util.stream.IntStream;

/**
 * The frames from {@code start} to {@code end}, every {@code step}-th of them.
 *
 * @param start the first frame
 * @param end not below {@code start}
 * @param step 1 or greater
 */
record FrameRange(int start, int end, int step) {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it holds no frame, or {@code step} is below 1
   */
  FrameRange {
    if (end < start) {
      throw new IllegalArgumentException(
          "endFrame " + end + " comes before startFrame " + start + "; no frame would be rendered");
    }
    if (step < 1) {
      throw new IllegalArgumentException("step is " + step + "; it must be 1 or more");
    }
  }

  int count() {
    return (end - start) / step + 1;
  }

  boolean contains(int frame) {
    return frame >= start && frame <= end && (frame - start) % step == 0;
  }

  IntStream frames() {
    return IntStream.range(0, count()).map(index -> start + index * step);
  }

  /** For people: {@code 3}, {@code 1-5}, {@code 1-9x2}. */
  @Override
  public String toString() {
    if (count() == 1) {
      return Integer.toString(start);
    }
    return start + "-" + end + (step == 1 ? "" : "x" + step);
  }
}
