package org.jobqueue.bench.measure;

import java.util.List;

/**
 * The middle and the ends of some numbers.
 *
 * @param median the middle one; of an even number of them the mean of the two in the middle
 * @param min the smallest
 * @param max the largest
 */
public record Spread(double median, double min, double max) {
  /**
   * Of these numbers.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("there are no numbers");
    }
    List<Double> sorted = numbers.stream().sorted().toList();
    int last = sorted.size() - 1;
    double median = (sorted.get(last / 2) + sorted.get(last - last / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(last));
  }
}
