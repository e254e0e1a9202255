package org.jobqueue.procs.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jobqueue.api.FrameRange;

/**
 * The frames from {@code start} to {@code end}, every {@code step}-th of them.
 *
 * @param start the first frame
 * @param end not below {@code start}
 * @param step 1 or greater
 */
record FrameSpan(int start, int end, int step) {
  private static final int MOST_FRAMES = 10_000;

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

  /** The same frames, if they lie at equal distance and not backwards. */
  static Optional<FrameSpan> of(FrameRange frames) {
    long distance = frames.size() == 1 ? 1 : (long) frames.frame(1) - frames.frame(0);
    long end = frames.first() + distance * (frames.size() - 1);
    boolean even = distance >= 1 && end == frames.last() && distance <= Integer.MAX_VALUE;
    boolean same =
        even
            && LongStream.range(0, frames.size())
                .allMatch(index -> frames.frame(index) == frames.first() + index * distance);
    return same
        ? Optional.of(new FrameSpan(frames.first(), frames.last(), (int) distance))
        : Optional.empty();
  }

  /** The frames as few spans, in order: one if they lie at equal distance. */
  static List<FrameSpan> pieces(FrameRange frames) {
    return of(frames).map(List::of).orElseGet(() -> consecutive(frames));
  }

  /** Frames as runs of consecutive ones, in order. */
  static List<FrameSpan> consecutive(FrameRange frames) {
    List<FrameSpan> runs = new ArrayList<>();
    frames
        .frames()
        .forEach(
            frame -> {
              FrameSpan last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
              if (last != null && last.end() + 1 == frame) {
                runs.set(runs.size() - 1, new FrameSpan(last.start(), frame, 1));
              } else {
                runs.add(new FrameSpan(frame, frame, 1));
              }
            });
    return runs;
  }

  /**
   * The parameters {@code startFrame}, {@code endFrame} and {@code step}.
   *
   * @return empty if there are none
   * @throws IllegalArgumentException if they are no frames, or too many of them
   */
  static Optional<FrameSpan> of(Optional<Integer> start, Optional<Integer> end, int step) {
    Checks.require(
        start.isPresent() || end.isEmpty(), "there is an endFrame but no startFrame; give both");
    Checks.require(step >= 1, "step is %d; it must be 1 or more", step);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    Checks.require(start.get() >= 0, "startFrame is %d; it must be 0 or more", start.get());
    FrameSpan span = new FrameSpan(start.get(), end.orElse(start.get()), step);
    span.requireNotTooMany();
    return Optional.of(span);
  }

  /** Each of them is a file that the definition of the job names. */
  void requireNotTooMany() {
    Checks.require(
        count() <= MOST_FRAMES,
        "startFrame %d to endFrame %d are %d frames; a job without frames of its own has %d at"
            + " most: use frames and chunks instead",
        start,
        end,
        count(),
        MOST_FRAMES);
  }

  /** In a block the files that are expected could not be told from those of the parameters. */
  static void requireNone(Optional<FrameSpan> frames) {
    Checks.require(
        frames.isEmpty(), "the job has frames of its own; leave out startFrame, endFrame and step");
  }

  FrameRange range() {
    return FrameRange.parse(toString());
  }

  /** For people, in a sentence. */
  String words() {
    return (count() == 1 ? "frame " : "frames ") + this;
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
