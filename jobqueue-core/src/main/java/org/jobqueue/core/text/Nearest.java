package org.jobqueue.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. Case does not matter. */
public final class Nearest {
  /** A shorter text is contained in too many names. */
  private static final int SHORTEST_PART = 3;

  private final String wanted;

  private Nearest(String wanted) {
    this.wanted = wanted.toLowerCase(Locale.ROOT);
  }

  /**
   * The nearest name: the shortest that contains the text, else the one that differs in the fewest
   * letters, at most a third of them.
   */
  public static Optional<String> to(String text, Collection<String> names) {
    Nearest nearest = new Nearest(text);
    return nearest.shortestThatContains(names).or(() -> nearest.mostSimilar(names));
  }

  private Optional<String> shortestThatContains(Collection<String> names) {
    if (wanted.length() < SHORTEST_PART) {
      return Optional.empty();
    }
    return names.stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  private Optional<String> mostSimilar(Collection<String> names) {
    int limit = (wanted.length() + 1) / 3;
    return names.stream()
        .filter(name -> distance(name) <= limit)
        .min(
            Comparator.<String>comparingInt(this::distance)
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Letters inserted, left out, replaced, or two neighbours swapped. */
  private int distance(String name) {
    String other = name.toLowerCase(Locale.ROOT);
    int[][] cost = new int[wanted.length() + 1][other.length() + 1];
    for (int i = 0; i <= wanted.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, other, i, j);
      }
    }
    return cost[wanted.length()][other.length()];
  }

  private int cheapest(int[][] cost, String other, int i, int j) {
    boolean same = wanted.charAt(i - 1) == other.charAt(j - 1);
    int best = cost[i - 1][j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && wanted.charAt(i - 1) == other.charAt(j - 2)
            && wanted.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
