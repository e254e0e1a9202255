package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/**
 * How often colours occur in pictures. Colours that agree in the upper six bits of red, green and
 * blue are one cell, so that the size does not depend on the pictures.
 */
final class ColourCounts {
  static final int CELLS = 1 << 18;

  private final long[] counts = new long[CELLS];

  void add(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        counts[cell(image.getRGB(x, y))]++;
      }
    }
  }

  /** How many pixels have a colour of the cell. */
  long count(int cell) {
    return counts[cell];
  }

  /** The cells that occur. */
  IntStream cells() {
    return IntStream.range(0, CELLS).filter(cell -> counts[cell] > 0);
  }

  /** The cell of a colour. */
  static int cell(int rgb) {
    return (rgb >> 18 & 63) << 12 | (rgb >> 10 & 63) << 6 | (rgb >> 2 & 63);
  }

  /** Red, green or blue (0, 1, 2) in the middle of a cell, 0 to 255. */
  static int channel(int cell, int channel) {
    int sixBits = cell >> (12 - 6 * channel) & 63;
    return sixBits << 2 | sixBits >> 4;
  }
}
