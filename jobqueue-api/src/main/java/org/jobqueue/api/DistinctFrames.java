package org.jobqueue.api;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Collects progressions into the parts of a {@link FrameRange}, each frame at its first place only.
 *
 * <p>The positions at which a progression meets an earlier one are a progression again. Where it is
 * dense (the earlier one has the same step, or one that divides it) an interval is cut out.
 * Otherwise it is a comb, which takes one position of several; between the positions where combs
 * start and end, zones, the frames left repeat with the least common multiple of the combs' steps.
 * If they are at equal distances, as when every second one is taken, they are one progression
 * however many there are; if not, they are added gap by gap, which ends at the greatest number of
 * parts.
 */
final class DistinctFrames {
  private static final int LONGEST_PERIOD = 4_096;
  private static final long MOST_STEPS = 100_000_000; // of the loops below, some tenths of a second

  private final FrameRangeText text;
  private final FrameParts parts;
  private final List<Progression> earlier = new ArrayList<>();
  private long steps;

  DistinctFrames(FrameRangeText text) {
    this.text = text;
    this.parts = new FrameParts(text::tooManyParts);
  }

  List<Progression> finish() {
    return parts.finish();
  }

  void add(Progression added) {
    List<Progression> intervals = new ArrayList<>();
    List<Progression> combs = new ArrayList<>();
    for (Progression part : earlier) {
      Optional<Progression> taken = added.positionsOfAll(part);
      if (taken.isPresent()) {
        if (taken.get().count() == added.count()) {
          return; // nothing new, so that later ones need not be compared with it either
        }
        (taken.get().step() == 1 ? intervals : combs).add(taken.get());
      }
    }
    earlier.add(added);
    intervals.sort(comparingLong(Progression::first));
    long from = 0;
    for (Progression interval : intervals) {
      addGap(added, from, interval.first(), combs);
      from = Math.max(from, interval.last() + 1);
    }
    addGap(added, from, added.count(), combs);
  }

  /** Adds what the combs leave of the positions between two intervals. */
  private void addGap(Progression added, long from, long to, List<Progression> combs) {
    long start = from;
    while (start < to) {
      long end = to;
      List<Progression> active = new ArrayList<>();
      for (Progression comb : combs) {
        if (comb.first() > start) {
          end = Math.min(end, comb.first());
        } else if (comb.last() >= start) {
          end = Math.min(end, comb.last() + 1);
          active.add(comb);
        }
      }
      spend(combs.size());
      addZone(added, start, end, active);
      start = end;
    }
  }

  /** Adds what is left of positions within which no comb starts or ends. */
  private void addZone(Progression added, long from, long to, List<Progression> combs) {
    int period = periodOf(combs);
    if (period > LONGEST_PERIOD || period > to - from) {
      addGapByGap(added, from, to, combs);
      return;
    }
    BitSet left = firstPeriod(from, period, combs);
    if (left.isEmpty()) {
      return;
    }
    int distance = period / left.cardinality();
    long start = from + left.nextSetBit(0);
    if (!isEven(left, period, distance)) {
      addGapByGap(added, from, to, combs);
    } else if (start < to) {
      parts.add(added.at(new Progression(start, distance, (to - 1 - start) / distance + 1)));
    }
  }

  private void addGapByGap(Progression added, long from, long to, List<Progression> combs) {
    long start = from;
    while (start < to) {
      long taken = to;
      for (Progression comb : combs) {
        taken = Math.min(taken, start + Math.floorMod(comb.first() - start, comb.step()));
      }
      spend(combs.size());
      if (taken > start) {
        parts.add(added.slice(start, taken));
      }
      start = taken + 1;
    }
  }

  /** The least common multiple of the steps; one above the longest if it is longer than that. */
  private static int periodOf(List<Progression> combs) {
    long period = 1;
    for (Progression comb : combs) {
      period *= comb.step() / Progression.greatestDivisor(period, comb.step());
      if (period > LONGEST_PERIOD) {
        return LONGEST_PERIOD + 1;
      }
    }
    return (int) period;
  }

  private BitSet firstPeriod(long from, int period, List<Progression> combs) {
    BitSet left = new BitSet(period);
    left.set(0, period);
    for (Progression comb : combs) {
      int step = (int) comb.step();
      for (int i = (int) Math.floorMod(comb.first() - from, comb.step()); i < period; i += step) {
        left.clear(i);
      }
      spend(period / step);
    }
    spend(period);
    return left;
  }

  private static boolean isEven(BitSet left, int period, int distance) {
    int start = left.nextSetBit(0);
    return start < distance
        && period == distance * left.cardinality()
        && left.stream().allMatch(i -> i % distance == start);
  }

  private void spend(long more) {
    steps += more;
    if (steps > MOST_STEPS) {
      throw text.tooTangled();
    }
  }
}
