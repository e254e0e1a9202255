package org.jobqueue.examples.raytracer;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A group of similar colours, which will share one entry of a palette. */
final class ColourBox {
  private final ColourCounts counts;
  private final int[] cells;
  private final double[] mean = new double[3];
  private final double[] spread = new double[3];

  ColourBox(ColourCounts counts, IntStream cells) {
    this.counts = counts;
    this.cells = cells.toArray();
    for (int channel = 0; channel < 3; channel++) {
      measure(channel);
    }
  }

  private void measure(int channel) {
    double pixels = 0;
    double sum = 0;
    double squares = 0;
    for (int cell : cells) {
      double count = counts.count(cell);
      double value = ColourCounts.channel(cell, channel);
      pixels += count;
      sum += count * value;
      squares += count * value * value;
    }
    mean[channel] = sum / pixels;
    spread[channel] = squares - sum * sum / pixels;
  }

  /** The colour that stands for the group. */
  int colour() {
    return (int) Math.round(mean[0]) << 16
        | (int) Math.round(mean[1]) << 8
        | (int) Math.round(mean[2]);
  }

  boolean divisible() {
    return cells.length > 1;
  }

  /** How much is lost if one colour stands for the group, along its widest channel. */
  double spread() {
    return spread[widest()];
  }

  /** Two groups, cut at the mean of the widest channel; both have colours if it is divisible. */
  List<ColourBox> divide() {
    int channel = widest();
    IntPredicate lower = cell -> ColourCounts.channel(cell, channel) < mean[channel];
    return List.of(
        new ColourBox(counts, IntStream.of(cells).filter(lower)),
        new ColourBox(counts, IntStream.of(cells).filter(lower.negate())));
  }

  private int widest() {
    int widest = spread[1] >= spread[0] ? 1 : 0;
    return spread[2] > spread[widest] ? 2 : widest;
  }
}
