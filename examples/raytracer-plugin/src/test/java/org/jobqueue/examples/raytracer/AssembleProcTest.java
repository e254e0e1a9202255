package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class AssembleProcTest {
  private static final int COUNT = 5;

  @TempDir Path directory;

  @BeforeEach
  void renderFrames() throws Exception {
    for (int frame = 1; frame <= COUNT; frame++) {
      render(frame, 64, 36);
    }
  }

  @Test
  void writesAnAnimationWithAllFrames() throws Exception {
    assemble(new FakeContext(directory));
    List<BufferedImage> images = readAnimation();
    assertThat(images).hasSize(COUNT);
    for (int frame = 1; frame <= COUNT; frame++) {
      BufferedImage original = new Frames(directory, COUNT).read(frame);
      assertThat(meanDifference(images.get(frame - 1), original)).isLessThan(6);
    }
    assertThat(meanDifference(images.get(0), images.get(2))).isGreaterThan(6);
  }

  @Test
  void theAnimationRunsForEverAtItsSpeed() throws Exception {
    assemble(new FakeContext(directory));
    // 12 frames per second are 8 1/3 hundredths each: the fifth starts at 33.3 and ends at 41.7.
    assertThat(delays()).containsExactly(8, 9, 8, 8, 9);
    String bytes =
        new String(
            Files.readAllBytes(directory.resolve("animation.gif")), StandardCharsets.ISO_8859_1);
    assertThat(bytes).startsWith("GIF89a").containsOnlyOnce("NETSCAPE2.0\3\1\0\0\0");
  }

  @Test
  void writesAContactSheet() throws Exception {
    assemble(new FakeContext(directory));
    BufferedImage sheet = ImageIO.read(directory.resolve("contact-sheet.png").toFile());
    // Three columns of 64 and two rows of 36 with captions of 12, and gaps of 8 around all.
    assertThat(sheet.getWidth()).isEqualTo(3 * 64 + 4 * 8);
    assertThat(sheet.getHeight()).isEqualTo(2 * (36 + 12) + 3 * 8);
    BufferedImage fourth = new Frames(directory, COUNT).read(4);
    assertThat(sheet.getRGB(8 + 30, 8 + 36 + 12 + 8 + 20)).isEqualTo(fourth.getRGB(30, 20));
  }

  @Test
  void namesTheFilesItWrote() throws Exception {
    FakeContext context = new FakeContext(directory);
    assemble(context);
    assertThat(context.stdoutLines())
        .containsExactly(
            directory.resolve("animation.gif").toString(),
            directory.resolve("contact-sheet.png").toString());
    assertThat(context.progress).isSorted().endsWith(100);
    assertThat(context.statusLines)
        .contains("looked at frame 2 of 5", "wrote frame 5 of 5")
        .endsWith("wrote animation.gif and contact-sheet.png in " + directory);
  }

  @Test
  void namesMissingFrames() throws Exception {
    Files.delete(file(2));
    Files.delete(file(5));
    assertThatIOException()
        .isThrownBy(() -> assemble(new FakeContext(directory)))
        .withMessage(
            "2 of 5 frames in "
                + directory
                + " cannot be used; render them again:\n"
                + "frame.0002.png is missing\n"
                + "frame.0005.png is missing");
    assertThat(directory.resolve("animation.gif")).doesNotExist();
    assertThat(directory.resolve("contact-sheet.png")).doesNotExist();
  }

  @Test
  void namesDamagedFrames() throws Exception {
    byte[] png = Files.readAllBytes(file(1));
    Files.write(file(1), Arrays.copyOf(png, png.length / 2));
    Files.writeString(file(3), "no picture");
    Files.write(file(4), new byte[0]);
    assertThatIOException()
        .isThrownBy(() -> assemble(new FakeContext(directory)))
        .withMessageStartingWith("3 of 5 frames")
        .withMessageContaining("frame.0001.png cannot be read: ")
        .withMessageContaining("frame.0003.png is not a picture")
        .withMessageContaining("frame.0004.png is not a picture");
  }

  @Test
  void namesFramesOfAnotherSize() throws Exception {
    render(3, 32, 18);
    assertThatIOException()
        .isThrownBy(() -> assemble(new FakeContext(directory)))
        .withMessageStartingWith("1 of 5 frames")
        .withMessageEndingWith("frame.0003.png is 32x18, those before are 64x36");
  }

  @Test
  void namesTenProblemsAndCountsTheRest() {
    AssembleParameters parameters = new AssembleParameters(20, directory, 12, 6);
    assertThatIOException()
        .isThrownBy(() -> new AssembleProc(parameters).runIn(new FakeContext(directory)))
        .withMessageStartingWith("15 of 20 frames")
        .withMessageContaining("frame.0015.png is missing")
        .withMessageEndingWith("\nand 5 more");
  }

  @Test
  void aStoppedAttemptLeavesTheOldAnimation() throws Exception {
    Files.writeString(directory.resolve("animation.gif"), "old");
    FakeContext context = new FakeContext(directory);
    context.onStatusLine(
        () -> {
          if (context.statusLines.contains("wrote frame 2 of 5")) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> assemble(context))
        .withMessage("stopped at frame 3");
    assertThat(directory.resolve("animation.gif")).hasContent("old");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void replacesWhatIsThere() throws Exception {
    Files.writeString(directory.resolve("animation.gif"), "old");
    assemble(new FakeContext(directory));
    assertThat(readAnimation()).hasSize(COUNT);
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  private void assemble(FakeContext context) throws Exception {
    new AssembleProc(new AssembleParameters(COUNT, directory, 12, 3)).runIn(context);
  }

  private void render(int frame, int width, int height) throws Exception {
    new FrameProc(new FrameParameters(frame, COUNT, directory, width, height, 1))
        .runIn(new FakeContext(directory));
  }

  private Path file(int frame) {
    return new Frames(directory, COUNT).file(frame);
  }

  private List<BufferedImage> readAnimation() throws IOException {
    List<BufferedImage> images = new ArrayList<>();
    withReader((reader, index) -> images.add(reader.read(index)));
    return images;
  }

  private List<Integer> delays() throws IOException {
    List<Integer> delays = new ArrayList<>();
    withReader(
        (reader, index) -> {
          NodeList controls =
              ((IIOMetadataNode)
                      reader.getImageMetadata(index).getAsTree("javax_imageio_gif_image_1.0"))
                  .getElementsByTagName("GraphicControlExtension");
          IIOMetadataNode control = (IIOMetadataNode) controls.item(0);
          delays.add(Integer.valueOf(control.getAttribute("delayTime")));
        });
    return delays;
  }

  private void withReader(Look look) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    Path file = directory.resolve("animation.gif");
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(stream);
      int count = reader.getNumImages(true);
      for (int index = 0; index < count; index++) {
        look.at(reader, index);
      }
    } finally {
      reader.dispose();
    }
  }

  private interface Look {
    void at(ImageReader reader, int index) throws IOException;
  }

  /** Per channel, from 0 to 255. */
  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }
}
