package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jobqueue.api.ExpectedFile;
import org.junit.jupiter.api.Test;

class OutputNameTest {
  @Test
  void theLastRunOfHashesInTheFileNameCounts() {
    OutputName name = new OutputName("output", "/o##/a#b_###.exr");
    assertThat(name.of(Optional.of(7))).isEqualTo("/o##/a#b_007.exr");
    assertThat(name.of(Optional.of(12345))).isEqualTo("/o##/a#b_12345.exr");
    assertThat(name.digits()).isEqualTo(3);
    assertThat(name).hasToString("/o##/a#b_###.exr");
    assertThat(new OutputName("output", "/o##/a.exr").ofEachFrame()).isFalse();
  }

  @Test
  void theFormOfC() {
    assertThat(new OutputName("frames", "/50%/f_####.png").printf()).isEqualTo("/50%%/f_%04d.png");
  }

  @Test
  void declaredFilesSayHowTheyStart() {
    assertThat(new OutputName("output", "f_##.png").expectedFiles(Optional.empty(), true))
        .containsExactly(ExpectedFile.of("f_{frame:2}.png").withMagic("89504e470d0a1a0a"));
    assertThat(new OutputName("output", "f.tga").expectedFiles(Optional.empty(), false))
        .containsExactly(ExpectedFile.of("f.tga"));
    // What is declared for a block is what is looked for in the end.
    OutputName name = new OutputName("output", "f_##.png");
    assertThat(name.expectedFiles(Optional.empty(), true).get(0).ofFrame(123).path())
        .isEqualTo(name.of(Optional.of(123)));
  }

  @Test
  void filesInTheAttemptDirectory() {
    assertThat(
            new OutputName("output", "f_#.png")
                .files(Path.of("/q/a"), IntStream.rangeClosed(9, 10)))
        .containsExactly(Path.of("/q/a/f_9.png"), Path.of("/q/a/f_10.png"));
    assertThat(new OutputName("output", "/o/f.png").files(Path.of("/q/a"), IntStream.empty()))
        .containsExactly(Path.of("/o/f.png"));
  }

  @Test
  void whatIsNoName() {
    assertThatThrownBy(() -> new OutputName("output", "f_##########"))
        .hasMessage("output 'f_##########' has 10 #; at most 9 are possible");
    assertThatThrownBy(() -> new OutputName("output", "f\0")).hasMessageContaining("is not a path");
    for (String text : new String[] {"", " ", "/", "/o/"}) {
      assertThatThrownBy(() -> new OutputName("output", text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not end with the name of a file");
    }
    assertThatThrownBy(() -> new OutputName("output", "f_#.png").of(Optional.empty()))
        .hasMessage(
            "output 'f_#.png' has # for the frame, but the job has no frames; give startFrame and"
                + " endFrame, or submit it with frames");
  }
}
