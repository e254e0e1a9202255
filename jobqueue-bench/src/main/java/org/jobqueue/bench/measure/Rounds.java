package org.jobqueue.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Two things measured in alternation. A disk is slow for seconds at a time, for reasons of its own:
 * what was measured one after the other suffers alike, so that the ratio of neighbours is steadier
 * than either.
 *
 * @param base the timings of what is compared with, one per round
 * @param subject the timings of what is compared
 */
public record Rounds(List<Timing> base, List<Timing> subject) {
  /** One round of one side. */
  @FunctionalInterface
  public interface Side {
    /**
     * Prepares and times a round.
     *
     * @param round from 0, which is the warm-up and does not count
     */
    Timing run(int round) throws Exception;
  }

  /** Copies the lists. */
  public Rounds {
    base = List.copyOf(base);
    subject = List.copyOf(subject);
  }

  /** Measures both sides in turn: a warm-up round and then so many that count. */
  public static Rounds alternate(int rounds, Side base, Side subject) throws Exception {
    List<Timing> ofBase = new ArrayList<>();
    List<Timing> ofSubject = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Timing first = base.run(round);
      Timing second = subject.run(round);
      if (round > 0) {
        ofBase.add(first);
        ofSubject.add(second);
      }
    }
    return new Rounds(ofBase, ofSubject);
  }

  /** The rate of the subject as a part of that of the base, round by round. */
  public Spread ratio() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < base.size(); i++) {
      ratios.add(subject.get(i).rate() / base.get(i).rate());
    }
    return Spread.of(ratios);
  }

  /** The median rate of the base. */
  public double baseRate() {
    return Spread.of(base.stream().map(Timing::rate).toList()).median();
  }

  /** The median rate of the subject. */
  public double rate() {
    return Spread.of(subject.stream().map(Timing::rate).toList()).median();
  }

  /** The median time of a round of the subject. */
  public double seconds() {
    return Spread.of(subject.stream().map(Timing::seconds).toList()).median();
  }

  /** What the subject did in all rounds that count. */
  public long jobs() {
    return subject.stream().mapToLong(Timing::jobs).sum();
  }
}
