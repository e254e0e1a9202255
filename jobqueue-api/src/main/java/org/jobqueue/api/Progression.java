package org.jobqueue.api;

import java.util.Optional;

/**
 * Numbers of equal distance: frames, or positions of frames. All arithmetic is in {@code long}:
 * frames are ints, so that neither a frame nor the distance of two can overflow.
 *
 * @param first the first number
 * @param step from one number to the next, not 0; 1 if there is only one number
 * @param count how many numbers, 1 or more
 */
record Progression(long first, long step, long count) {
  Progression {
    step = count == 1 ? 1 : step;
  }

  static Progression single(long number) {
    return new Progression(number, 1, 1);
  }

  long last() {
    return at(count - 1);
  }

  long at(long position) {
    return first + position * step;
  }

  /** The numbers at some positions; these must lie within this progression. */
  Progression at(Progression positions) {
    return new Progression(at(positions.first), step * positions.step, positions.count);
  }

  /** The numbers at the positions from {@code from} to before {@code to}, at least one. */
  Progression slice(long from, long to) {
    return new Progression(at(from), step, to - from);
  }

  /** The position of a number, or -1. */
  long positionOf(long number) {
    if (number < lowest() || number > highest() || (number - first) % step != 0) {
      return -1;
    }
    return (number - first) / step;
  }

  /**
   * The positions, within this progression, of the numbers that are in the other one, too; empty if
   * there are none. They ascend.
   */
  Optional<Progression> positionsOfAll(Progression other) {
    if (other.highest() < lowest() || other.lowest() > highest()) {
      return Optional.empty();
    }
    long otherStep = Math.abs(other.step);
    long divisor = greatestDivisor(otherStep, Math.abs(step));
    long distance = other.first - first;
    if (distance % divisor != 0) {
      return Optional.empty();
    }
    // position * step = distance, modulo the step of the other
    long period = otherStep / divisor;
    long residue =
        Math.floorMod(distance / divisor, period) * inverse(step / divisor, period) % period;
    long low = step > 0 ? other.lowest() : other.highest();
    long high = step > 0 ? other.highest() : other.lowest();
    long from = Math.max(0, -Math.floorDiv(first - low, step)); // rounds up
    long to = Math.min(count - 1, Math.floorDiv(high - first, step));
    long start = from + Math.floorMod(residue - from, period);
    return start > to
        ? Optional.empty()
        : Optional.of(new Progression(start, period, (to - start) / period + 1));
  }

  private long lowest() {
    return Math.min(first, last());
  }

  private long highest() {
    return Math.max(first, last());
  }

  static long greatestDivisor(long a, long b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  /** The number that gives 1, modulo the modulus, when multiplied with one that is prime to it. */
  private static long inverse(long number, long modulus) {
    long a = Math.floorMod(number, modulus);
    long b = modulus;
    long x = 1;
    long y = 0;
    while (b != 0) {
      long quotient = a / b;
      long remainder = a % b;
      a = b;
      b = remainder;
      long next = x - quotient * y;
      x = y;
      y = next;
    }
    return Math.floorMod(x, modulus);
  }

  /** As {@link FrameRange} writes it: {@code 5}, {@code 1-100}, {@code 100-1} or {@code 1-99x7}. */
  @Override
  public String toString() {
    if (count == 1) {
      return Long.toString(first);
    }
    String range = first + "-" + last();
    return Math.abs(step) == 1 ? range : range + "x" + step;
  }
}
