package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static final Path OUTPUT = Path.of("frames").toAbsolutePath();

  @Test
  void acceptsTheLimits() {
    assertThat(new FrameParameters(1, 1, OUTPUT, 16, 16, 1).grid()).isEqualTo(1);
    assertThat(new FrameParameters(1000, 1000, OUTPUT, 8192, 8192, 64).grid()).isEqualTo(8);
    assertThat(new AssembleParameters(1000, OUTPUT, 50, 100).columns()).isEqualTo(100);
  }

  @Test
  void refusesAFrameOutsideTheAnimation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(25, 24, OUTPUT, 320, 180, 4))
        .withMessage("frame is 25; it must be from 1 to the number of frames, 24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(0, 24, OUTPUT, 320, 180, 4))
        .withMessage("frame is 0; it must be from 1 to the number of frames, 24");
  }

  @Test
  void refusesTooManyFrames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 1001, OUTPUT, 320, 180, 4))
        .withMessage("frames is 1001; it must be from 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssembleParameters(0, OUTPUT, 12, 6))
        .withMessage("frames is 0; it must be from 1 to 1000");
  }

  @Test
  void refusesAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 24, OUTPUT, 15, 180, 4))
        .withMessage("width is 15; it must be from 16 to 8192");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 24, OUTPUT, 320, 8193, 4))
        .withMessage("height is 8193; it must be from 16 to 8192");
  }

  @Test
  void refusesSamplesThatFormNoGrid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 24, OUTPUT, 320, 180, 5))
        .withMessage("samples is 5; it must be a square number: 1, 4, 9, 16, … 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 24, OUTPUT, 320, 180, 0))
        .withMessage("samples is 0; it must be from 1 to 64");
  }

  @Test
  void refusesARelativeDirectory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrameParameters(1, 24, Path.of("frames"), 320, 180, 4))
        .withMessage(
            "output is 'frames'; it must be an absolute path, since workers may run elsewhere,"
                + " for example '"
                + OUTPUT
                + "'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssembleParameters(24, Path.of("frames"), 12, 6))
        .withMessageStartingWith("output is 'frames'; it must be an absolute path");
  }

  @Test
  void refusesSpeedAndColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssembleParameters(24, OUTPUT, 51, 6))
        .withMessage("framesPerSecond is 51; it must be from 1 to 50");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssembleParameters(24, OUTPUT, 12, 0))
        .withMessage("columns is 0; it must be from 1 to 100");
  }
}
