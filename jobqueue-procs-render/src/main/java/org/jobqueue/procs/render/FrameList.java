package org.jobqueue.procs.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Frames in words: consecutive ones of a range as {@code 3-7}, and not too many of them. */
final class FrameList {
  private static final int MOST_PARTS = 10;

  private FrameList() {}

  /**
   * The frames as text.
   *
   * @param frames ascending
   * @param step the distance of frames that count as consecutive
   */
  static String text(IntStream frames, int step) {
    List<FrameSpan> runs = new ArrayList<>();
    frames.forEach(
        frame -> {
          FrameSpan last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
          if (last != null && last.end() + step == frame) {
            runs.set(runs.size() - 1, new FrameSpan(last.start(), frame, step));
          } else {
            runs.add(new FrameSpan(frame, frame, step));
          }
        });
    List<String> parts = runs.stream().limit(MOST_PARTS).map(FrameSpan::toString).toList();
    return String.join(", ", parts) + (runs.size() > MOST_PARTS ? ", …" : "");
  }
}
