package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameProcTest {
  @TempDir Path directory;

  @Test
  void rendersAPictureOfTheRightSize() throws Exception {
    render(7, new FakeContext(directory));
    BufferedImage image = read(7);
    assertThat(image.getWidth()).isEqualTo(64);
    assertThat(image.getHeight()).isEqualTo(36);
  }

  @Test
  void thePictureIsNotBlank() throws Exception {
    render(1, new FakeContext(directory));
    assertThat(pixels(read(1)).distinct().count()).isGreaterThan(500);
    assertThat(pixels(read(1)).map(rgb -> rgb >> 8 & 255).summaryStatistics())
        .satisfies(green -> assertThat(green.getMin()).isLessThan(80))
        .satisfies(green -> assertThat(green.getMax()).isGreaterThan(200));
  }

  @Test
  void differsFromFrameToFrame() throws Exception {
    render(1, new FakeContext(directory));
    render(2, new FakeContext(directory));
    assertThat(pixels(read(2)).toArray()).isNotEqualTo(pixels(read(1)).toArray());
  }

  @Test
  void theSameParametersGiveTheSameFile() throws Exception {
    render(3, new FakeContext(directory));
    byte[] first = Files.readAllBytes(file(3));
    Files.write(file(3), new byte[] {1, 2, 3});
    render(3, new FakeContext(directory));
    assertThat(Files.readAllBytes(file(3))).isEqualTo(first);
  }

  @Test
  void moreSamplesSmoothTheEdges() throws Exception {
    new FrameProc(new FrameParameters(1, 24, directory, 64, 36, 1))
        .runIn(new FakeContext(directory));
    int[] coarse = pixels(read(1)).toArray();
    render(1, new FakeContext(directory));
    assertThat(pixels(read(1)).toArray()).isNotEqualTo(coarse);
  }

  @Test
  void reportsProgressPerRow() throws Exception {
    FakeContext context = new FakeContext(directory);
    render(7, context);
    assertThat(context.progress).hasSize(36).isSorted().endsWith(100);
    assertThat(context.statusLines)
        .contains("frame 7 of 24, row 18 of 36")
        .endsWith("frame 7 of 24, row 36 of 36");
    assertThat(context.stdoutLines()).containsExactly(file(7).toString());
  }

  @Test
  void leavesOnlyTheFrame() throws Exception {
    render(7, new FakeContext(directory));
    assertThat(names()).containsExactly("frame.0007.png");
  }

  @Test
  void anInterruptionStopsItAndLeavesNoFile() throws Exception {
    FakeContext context = new FakeContext(directory);
    context.onStatusLine(() -> Thread.currentThread().interrupt());
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> render(7, context))
        .withMessage("stopped at row 2");
    assertThat(names()).isEmpty();
  }

  @Test
  void aCancelledAttemptStopsAndLeavesTheOldFrameAlone() throws Exception {
    Files.writeString(file(7), "old");
    FakeContext context = new FakeContext(directory);
    context.onStatusLine(context::cancel);
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> render(7, context));
    assertThat(context.statusLines).hasSize(1);
    assertThat(file(7)).hasContent("old");
    assertThat(names()).containsExactly("frame.0007.png");
  }

  @Test
  void makesTheDirectory() throws Exception {
    Path deep = directory.resolve("a").resolve("b");
    new FrameProc(new FrameParameters(1, 1, deep, 16, 16, 1)).runIn(new FakeContext(directory));
    assertThat(deep.resolve("frame.0001.png")).isRegularFile();
  }

  @Test
  void theFileHasTheSameNameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(file(7).getFileName()).hasToString("frame.0007.png");
    } finally {
      Locale.setDefault(before);
    }
  }

  private void render(int frame, FakeContext context) throws Exception {
    new FrameProc(new FrameParameters(frame, 24, directory, 64, 36, 4)).runIn(context);
  }

  private Path file(int frame) {
    return new Frames(directory, 24).file(frame);
  }

  private BufferedImage read(int frame) throws IOException {
    return ImageIO.read(file(frame).toFile());
  }

  private static IntStream pixels(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
