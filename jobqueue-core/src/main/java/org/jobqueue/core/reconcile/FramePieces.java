package org.jobqueue.core.reconcile;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.jobqueue.api.FrameRange;
import org.jobqueue.core.format.Block;

/**
 * Cuts some frames of a block into new blocks of exactly these frames.
 *
 * <p>A procedure may know of a chunk nothing but its first and last frame. So a new chunk of more
 * than one frame must not skip any: it is a piece of an old chunk without gaps, or consecutive
 * numbers. What does not come to whole chunks that way is run frame by frame.
 */
final class FramePieces {
  private static final int MOST_PARTS = 5_000; // half of what a range may have

  private final Block block;

  FramePieces(Block block) {
    this.block = block;
  }

  /** Frames from one position to before another. */
  private record Run(long from, long to) {
    long size() {
      return to - from;
    }
  }

  /** Frames as ranges, hardly ever more than one. */
  List<FrameRange> ranges(List<Long> positions) {
    return rangesOf(runs(positions, false));
  }

  /**
   * New blocks for the frames at these positions.
   *
   * @param positions in ascending order, at least one
   */
  List<Block> blocks(List<Long> positions) {
    int size = block.chunkSize();
    if (size == 1) {
      return blocksOf(runs(positions, false), 1);
    }
    List<Run> runs = runs(positions, true);
    List<Run> whole = new ArrayList<>();
    List<Run> rest = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      boolean last = i == runs.size() - 1 && run.size() > 1; // its last chunk may be smaller
      long end = last ? run.to() : run.to() - run.size() % size;
      if (end > run.from()) {
        whole.add(new Run(run.from(), end));
      }
      if (end < run.to()) {
        rest.add(new Run(end, run.to()));
      }
    }
    List<Block> blocks = new ArrayList<>(blocksOf(whole, size));
    blocks.addAll(blocksOf(rest, 1));
    return blocks;
  }

  private List<Run> runs(List<Long> positions, boolean withoutGaps) {
    List<Run> runs = new ArrayList<>();
    long from = positions.get(0);
    long to = from;
    boolean consecutive = true;
    for (long position : positions) {
      boolean follows = position == to && to > from && isNext(position);
      boolean goesOn =
          position == to
              && (to == from
                  || !withoutGaps
                  || chunkOf(position) == chunkOf(from)
                  || (consecutive && follows));
      if (goesOn) {
        consecutive &= to == from || follows;
      } else {
        runs.add(new Run(from, to));
        from = position;
        consecutive = true;
      }
      to = position + 1;
    }
    runs.add(new Run(from, to));
    return runs;
  }

  /** Whether the frame at a position is the number after the one before it. */
  private boolean isNext(long position) {
    return block.frames().frame(position) == block.frames().frame(position - 1) + 1L;
  }

  private long chunkOf(long position) {
    return position / block.chunkSize();
  }

  /** Ranges have a greatest number of parts; a cut comes after whole runs. */
  private List<FrameRange> rangesOf(List<Run> runs) {
    List<FrameRange> ranges = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    long parts = 0;
    for (Run run : runs) {
      String text = block.frames().slice(run.from(), run.to()).toString();
      parts += text.chars().filter(c -> c == ',').count() + 1;
      if (parts > MOST_PARTS && !texts.isEmpty()) {
        ranges.add(range(texts));
        texts.clear();
        parts = 0;
      }
      texts.add(text);
    }
    if (!texts.isEmpty()) {
      ranges.add(range(texts));
    }
    return ranges;
  }

  private List<Block> blocksOf(List<Run> runs, int chunkSize) {
    return rangesOf(runs).stream().map(range -> new Block(range, chunkSize)).toList();
  }

  private static FrameRange range(List<String> texts) {
    return FrameRange.parse(texts.stream().collect(joining(",")));
  }
}
