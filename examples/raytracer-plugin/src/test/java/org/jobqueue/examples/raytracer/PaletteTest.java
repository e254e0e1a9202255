package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void fewColoursAreKeptAsTheyAre() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0000);
    image.setRGB(1, 0, 0x00ff00);
    image.setRGB(2, 0, 0x0000ff);
    image.setRGB(3, 0, 0xffffff);
    BufferedImage result = paletteOf(image).apply(image);
    assertThat(IntStream.range(0, 4).map(x -> result.getRGB(x, 0)))
        .containsExactly(0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff);
  }

  @Test
  void oneColourIsEnoughForAPalette() {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
    assertThat(paletteOf(image).apply(image).getRGB(1, 1)).isEqualTo(0xff000000);
  }

  @Test
  void ditheringKeepsTheMeanOfAnArea() {
    BufferedImage blackAndWhite = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    blackAndWhite.setRGB(1, 0, 0xffffff);
    BufferedImage grey = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 1600).forEach(i -> grey.setRGB(i % 40, i / 40, 0x404040));

    BufferedImage result = paletteOf(blackAndWhite).apply(grey);

    double mean =
        IntStream.range(0, 1600)
            .map(i -> result.getRGB(i % 40, i / 40) & 255)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(0x40, within(3.0));
  }

  @Test
  void manyColoursLoseLittle() {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 1 << 16).forEach(i -> image.setRGB(i & 255, i >> 8, i));
    Palette palette = paletteOf(image);
    // 65,536 greens and blues share 256 entries: 16 steps of 16 in each direction, at best.
    for (int rgb = 0; rgb < 1 << 16; rgb += 37) {
      int near = palette.colorModel().getRGB(palette.nearest(rgb));
      assertThat(Math.abs((near & 255) - (rgb & 255))).isLessThanOrEqualTo(20);
      assertThat(Math.abs((near >> 8 & 255) - (rgb >> 8))).isLessThanOrEqualTo(20);
    }
  }

  private static Palette paletteOf(BufferedImage image) {
    ColourCounts counts = new ColourCounts();
    counts.add(image);
    return Palette.of(counts);
  }
}
