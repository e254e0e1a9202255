package org.jobqueue.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.core.format.Block;
import org.junit.jupiter.api.Test;

/** New blocks have exactly the frames that are missing. */
class FramePiecesTest {
  private static List<String> pieces(String range, int chunk, String missing) {
    Block block = new Block(FrameRange.parse(range), chunk);
    List<Long> positions =
        FrameRange.parse(missing)
            .frames()
            .mapToObj(frame -> block.frames().indexOf(frame).orElseThrow())
            .sorted()
            .toList();
    return new FramePieces(block)
        .blocks(positions).stream().map(b -> b.frames() + "/" + b.chunkSize()).toList();
  }

  @Test
  void framesOneByOneAreOneBlock() {
    assertThat(pieces("1-100", 1, "3,4,17")).containsExactly("3-4,17/1");
    assertThat(pieces("100-1", 1, "17,4,3")).containsExactly("17,4,3/1");
    assertThat(pieces("1-100x5", 1, "6,11,16")).containsExactly("6-16x5/1");
  }

  @Test
  void wholeChunksKeepTheirSize() {
    assertThat(pieces("1-100", 10, "11-20,41-60")).containsExactly("11-20,41-60/10");
    assertThat(pieces("1-100", 10, "1-100")).containsExactly("1-100/10");
    assertThat(pieces("1-95", 10, "91-95")).containsExactly("91-95/10");
  }

  @Test
  void whatIsNoWholeChunkIsRunFrameByFrameButTheLast() {
    assertThat(pieces("1-100", 10, "3,7")).containsExactly("3,7/1");
    assertThat(pieces("1-100", 10, "3,11-20,57-58")).containsExactly("11-20,57-58/10", "3/1");
  }

  @Test
  void numbersThatFollowEachOtherMayComeFromTwoChunks() {
    assertThat(pieces("1-100", 10, "6-15,50")).containsExactly("6-15/10", "50/1");
  }

  @Test
  void otherGapsEndAChunk() {
    assertThat(pieces("1-10,21-30", 10, "8-10,21-22")).containsExactly("21-22/10", "8-10/1");
    assertThat(pieces("20-1", 10, "12-9")).containsExactly("10,9/10", "12,11/1");
  }

  @Test
  void manyScatteredFramesAreSeveralBlocks() {
    Block block = new Block(FrameRange.parse("1-100000"), 1);
    List<Long> positions = new ArrayList<>();
    for (long i = 0; i < 40_000; i++) {
      positions.add(2 * i + i / 3 % 2); // no pattern that a range could say in a few parts
    }
    List<Block> blocks = new FramePieces(block).blocks(positions);
    assertThat(blocks.size()).isGreaterThan(1);
    assertThat(blocks.stream().mapToLong(b -> b.frames().size()).sum()).isEqualTo(40_000);
    assertThat(new FramePieces(block).ranges(positions)).hasSameSizeAs(blocks);
  }

  /**
   * A procedure that takes the frames of a chunk from the first to the last, as the old one did,
   * makes what is missing and nothing else.
   */
  @Test
  void noChunkHasAFrameBetweenThatIsNotMissing() {
    long seed = Long.getLong("jobqueue.test.seed", 7);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      Block block =
          new Block(FrameRange.parse(i % 2 == 0 ? "1-60" : "5-40,61-90"), random.nextInt(2, 12));
      double rate = random.nextDouble();
      List<Long> positions =
          LongStream.range(0, block.frames().size())
              .filter(position -> random.nextDouble() < rate)
              .boxed()
              .toList();
      if (!positions.isEmpty()) {
        check(block, positions, seed);
      }
    }
  }

  private static void check(Block block, List<Long> positions, long seed) {
    Set<Integer> missing = new TreeSet<>();
    positions.forEach(position -> missing.add(block.frames().frame(position)));
    List<Integer> made = new ArrayList<>();
    for (Block piece : new FramePieces(block).blocks(positions)) {
      for (long chunk = 0; chunk < piece.count(); chunk++) {
        FrameRange frames = piece.frames(chunk);
        frames.frames().forEach(made::add);
        boolean old = isWithinOneChunk(block, frames);
        assertThat(old || frames.last() - frames.first() + 1 == frames.size())
            .as("seed %d: %s of %s", seed, frames, block)
            .isTrue();
      }
    }
    assertThat(made).as("seed %d", seed).doesNotHaveDuplicates().hasSameElementsAs(missing);
  }

  private static boolean isWithinOneChunk(Block block, FrameRange frames) {
    return frames
            .frames()
            .mapToLong(frame -> block.frames().indexOf(frame).orElseThrow() / block.chunkSize())
            .distinct()
            .count()
        == 1;
  }
}
