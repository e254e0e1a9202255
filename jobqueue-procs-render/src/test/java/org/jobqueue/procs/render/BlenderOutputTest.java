package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the recordings do not show. */
class BlenderOutputTest {
  private final RenderOutput output = output(new FrameSpan(1, 1, 1));

  @Test
  void aTracebackOnStandardErrorIsAnError() {
    output.stdoutLine("Saved: '/out/f_0001.png'");
    output.stderrLine("Traceback (most recent call last):");
    output.stderrLine("  File \"handlers.py\", line 3, in before_frame");
    output.stderrLine("    missing()");
    output.stderrLine("NameError: name 'missing' is not defined");
    output.stderrLine("some other line");
    assertThat(output.problems(true))
        .containsExactly("Python: NameError: name 'missing' is not defined");
  }

  @Test
  void memoryThatWasNotFreedIsNoError() {
    output.stdoutLine("Saved: '/out/f_0001.png'");
    output.stdoutLine("Error: Not freed memory blocks: 2, total unfreed memory 0.000275 MB");
    assertThat(output.problems(true)).isEmpty();
  }

  @Test
  void aMissingLibraryIsAnErrorThoughBlenderRendersOn() {
    output.stdoutLine("Info: Read library:  '/s/lib.blend', '//lib.blend', parent '<direct>'");
    output.stdoutLine("Warning: Unable to open '/s/lib.blend': No such file or directory");
    output.stdoutLine("Info: Cannot find lib '/s/lib.blend'");
    output.stdoutLine("Info: LIB: Object: 'Lib' missing from '/s/lib.blend', parent '<direct>'");
    output.stdoutLine("Saved: '/out/f_0001.png'");
    assertThat(output.problems(true))
        .containsExactly(
            "Cannot find lib '/s/lib.blend'",
            "LIB: Object: 'Lib' missing from '/s/lib.blend', parent '<direct>'");
  }

  @Test
  void bothViewsOfAStereoFrameAreLookedAt() {
    RenderOutput stereo =
        output(
            new FrameSpan(1, 1, 1),
            picture ->
                picture.endsWith("f_0001_R.png") ? Optional.of("is empty") : Optional.empty());
    stereo.stdoutLine("Saved: '/out/f_0001_L.png'");
    stereo.stdoutLine("Saved: '/out/f_0001_R.png'");
    assertThat(stereo.problems(true)).containsExactly("/out/f_0001_R.png is empty");
  }

  @Test
  void progressNeverGoesBack() {
    output.stdoutLine("Fra:1 Mem:1M | Time:00:00.1 | Scene, First | Sample 3/4");
    assertThat(output.percent()).isEqualTo(75);
    output.stdoutLine("Fra:1 Mem:1M | Time:00:00.2 | Scene, Second | Sample 0/4");
    assertThat(output.percent()).isEqualTo(75);
    output.stdoutLine("Saved: '/out/f_0001.png'");
    assertThat(output.percent()).isEqualTo(100);
  }

  @Test
  void thousandsOfErrorsBecomeAFew() {
    output.stdoutLine("Saved: '/out/f_0001.png'");
    for (int i = 0; i < 3000; i++) {
      output.stdoutLine("Error: number " + i);
      output.stdoutLine("Error: number 0");
    }
    assertThat(output.problems(true)).hasSize(11).last().isEqualTo("and 2990 more");
  }

  @Test
  void missingFramesAreSummedUp() {
    RenderOutput odd = output(new FrameSpan(1, 99, 2));
    for (int frame = 1; frame <= 99; frame += 4) {
      odd.stdoutLine("Saved: '/out/f_%04d.png'".formatted(frame));
    }
    assertThat(odd.problems(true))
        .containsExactly(
            "25 of 50 frames not saved to /out/f_####: 3, 7, 11, 15, 19, 23, 27, 31, 35, 39, …");
  }

  @Test
  void noLineIsTooOddToBeRead() {
    String[] parts = {
      "Fra:",
      "99999999999999999999",
      "Sample ",
      "1/0",
      "Saved: '",
      "'",
      "\0",
      "/out/f_0001.png",
      "Error: ",
      "Traceback (most recent call last):",
      "| Cancelled",
      " ",
      "-1",
      "Remaining:",
      "skipping existing frame \"",
      "\"",
      "/",
      "9".repeat(400),
      "/out/f_00000000000000001.png"
    };
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int part = random.nextInt(7); part > 0; part--) {
        line.append(parts[random.nextInt(parts.length)]);
      }
      output.stdoutLine(line.toString());
      output.stderrLine(line.toString());
      assertThat(output.percent()).isBetween(0, 100);
      assertThat(output.status()).isNotBlank();
    }
    assertThat(output.problems(false)).isNotEmpty();
  }

  private static RenderOutput output(FrameSpan frames) {
    return output(frames, picture -> Optional.empty());
  }

  private static RenderOutput output(FrameSpan frames, PictureCheck check) {
    return new RenderOutput(
        "Blender",
        new Pictures(
            Optional.of(frames.range()),
            Optional.of(new OutputPattern(Path.of("/out/f_####"))),
            List.of(),
            check),
        new BlenderOutput(),
        false);
  }
}
