package org.jobqueue.examples.raytracer;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The 256 colours of a GIF, chosen so that pictures lose little. Not thread-safe. */
final class Palette {
  private static final int SIZE = 256;

  private final int[] colours;
  private final short[] nearestOfCell = new short[ColourCounts.CELLS];

  private Palette(int[] colours) {
    this.colours = colours;
    Arrays.fill(nearestOfCell, (short) -1);
  }

  /** A palette for the pictures that were counted: always divides the group that loses most. */
  static Palette of(ColourCounts counts) {
    PriorityQueue<ColourBox> boxes =
        new PriorityQueue<>(Comparator.comparingDouble(ColourBox::spread).reversed());
    boxes.add(new ColourBox(counts, counts.cells()));
    while (boxes.size() < SIZE && boxes.element().divisible()) {
      boxes.addAll(boxes.remove().divide());
    }
    return new Palette(boxes.stream().mapToInt(ColourBox::colour).toArray());
  }

  /**
   * The picture in the colours of the palette. What a pixel loses is given to its neighbours (Floyd
   * and Steinberg's way), so that areas keep their colour on average.
   */
  BufferedImage apply(BufferedImage image) {
    int width = image.getWidth();
    IndexColorModel model = colorModel();
    BufferedImage result =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    WritableRaster raster = result.getRaster();
    // One more pixel on each side takes what falls off the edges.
    double[][] here = new double[width + 2][3];
    double[][] below = new double[width + 2][3];
    for (int y = 0; y < image.getHeight(); y++) {
      int step = y % 2 == 0 ? 1 : -1;
      for (int i = 0; i < width; i++) {
        int x = step > 0 ? i : width - 1 - i;
        int wanted = corrected(image.getRGB(x, y), here[x + 1]);
        int index = nearest(wanted);
        raster.setSample(x, y, 0, index);
        spread(wanted, colours[index], x + 1, step, here, below);
      }
      double[][] done = here;
      here = below;
      below = done;
      for (double[] error : below) {
        Arrays.fill(error, 0);
      }
    }
    return result;
  }

  IndexColorModel colorModel() {
    byte[][] channels = new byte[3][SIZE];
    for (int i = 0; i < colours.length; i++) {
      for (int channel = 0; channel < 3; channel++) {
        channels[channel][i] = (byte) channel(colours[i], channel);
      }
    }
    return new IndexColorModel(8, SIZE, channels[0], channels[1], channels[2]);
  }

  /** The index of the colour nearest to the given one. */
  int nearest(int rgb) {
    int cell = ColourCounts.cell(rgb);
    if (nearestOfCell[cell] < 0) {
      nearestOfCell[cell] = (short) search(cell);
    }
    return nearestOfCell[cell];
  }

  private int search(int cell) {
    int best = 0;
    int bestDistance = Integer.MAX_VALUE;
    for (int i = 0; i < colours.length; i++) {
      int distance = 0;
      for (int channel = 0; channel < 3; channel++) {
        int difference = channel(colours[i], channel) - ColourCounts.channel(cell, channel);
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int corrected(int rgb, double[] error) {
    int result = 0;
    for (int channel = 0; channel < 3; channel++) {
      long value = Math.round(channel(rgb, channel) + error[channel]);
      result = result << 8 | (int) Math.max(0, Math.min(255, value));
    }
    return result;
  }

  private static void spread(
      int wanted, int got, int x, int step, double[][] here, double[][] below) {
    for (int channel = 0; channel < 3; channel++) {
      double sixteenth = (channel(wanted, channel) - channel(got, channel)) / 16.0;
      here[x + step][channel] += 7 * sixteenth;
      below[x - step][channel] += 3 * sixteenth;
      below[x][channel] += 5 * sixteenth;
      below[x + step][channel] += sixteenth;
    }
  }

  private static int channel(int rgb, int channel) {
    return rgb >> (16 - 8 * channel) & 255;
  }
}
