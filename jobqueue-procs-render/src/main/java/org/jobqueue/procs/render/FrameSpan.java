package org.jobqueue.procs.render;

import java.util.stream.IntStream;
import org.jobqueue.api.FrameRange;

/**
 * The frames from {@code start} to {@code end}, every {@code step}-th of them.
 *
 * @param start the first frame
 * @param end not below {@code start}
 * @param step 1 or greater
 */
record FrameSpan(int start, int end, int step) {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it holds no frame, or {@code step} is below 1
   */
  FrameSpan {
    if (end < start) {
      throw new IllegalArgumentException(
          "endFrame " + end + " comes before startFrame " + start + "; no frame would be rendered");
    }
    if (step < 1) {
      throw new IllegalArgumentException("step is " + step + "; it must be 1 or more");
    }
  }

  /**
   * The same frames, if they lie at equal distance and not backwards.
   *
   * @throws IllegalArgumentException if they do not
   */
  static FrameSpan of(FrameRange frames) {
    int step = frames.size() == 1 ? 1 : Math.max(1, frames.frame(1) - frames.frame(0));
    FrameSpan span = new FrameSpan(frames.first(), Math.max(frames.first(), frames.last()), step);
    if (!span.frames().boxed().toList().equals(frames.frames().boxed().toList())) {
      throw new IllegalArgumentException(
          "the frames "
              + frames
              + " cannot be rendered in one run, since they do not follow each other at equal"
              + " distance; submit the job with chunks of one frame");
    }
    return span;
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
