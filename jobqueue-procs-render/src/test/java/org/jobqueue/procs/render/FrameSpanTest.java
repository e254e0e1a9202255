package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jobqueue.api.FrameRange;
import org.junit.jupiter.api.Test;

class FrameSpanTest {
  @Test
  void framesAtEqualDistanceAreOneSpan() {
    assertThat(FrameSpan.of(FrameRange.parse("5"))).contains(new FrameSpan(5, 5, 1));
    assertThat(FrameSpan.of(FrameRange.parse("1,4,7"))).contains(new FrameSpan(1, 7, 3));
    assertThat(FrameSpan.of(FrameRange.parse("1,4,8"))).isEmpty();
    assertThat(FrameSpan.of(FrameRange.parse("1,4,2,7"))).isEmpty();
    assertThat(FrameSpan.of(FrameRange.parse("3-1x-1"))).isEmpty();
  }

  @Test
  void piecesAreTheSameFramesInTheSameOrder() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      FrameRange frames =
          FrameRange.parse(
              IntStream.range(0, 1 + random.nextInt(6))
                  .mapToObj(unused -> Integer.toString(random.nextInt(9)))
                  .collect(Collectors.joining(",")));
      for (List<FrameSpan> parts :
          List.of(FrameSpan.pieces(frames), FrameSpan.consecutive(frames))) {
        assertThat(parts.stream().flatMapToInt(FrameSpan::frames).toArray())
            .as(frames.toString())
            .isEqualTo(frames.frames().toArray());
      }
    }
  }
}
