package org.jobqueue.api.proc;

import java.util.OptionalInt;

/** Progress as programs print it: {@code 42}, {@code 42.7 %} or {@code 3/10}. */
public final class ProgressText {
  private ProgressText() {}

  /**
   * The percentage that a text tells, rounded down and cut off at 0 and 100.
   *
   * @param text a number of percent, with or without its sign, or how much of how much is done, as
   *     in {@code 3/10}; a decimal comma is a decimal point
   * @return empty if it tells none
   */
  public static OptionalInt percent(String text) {
    String plain = text.strip().replace(',', '.');
    int slash = plain.indexOf('/');
    try {
      if (slash >= 0) {
        double all = number(plain.substring(slash + 1));
        return all == 0
            ? OptionalInt.empty()
            : cutOff(100 * number(plain.substring(0, slash)) / all);
      }
      return cutOff(number(plain.endsWith("%") ? plain.substring(0, plain.length() - 1) : plain));
    } catch (NumberFormatException e) {
      return OptionalInt.empty(); // Programs print other things in such places, too.
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text.strip());
  }

  private static OptionalInt cutOff(double percent) {
    return Double.isNaN(percent)
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.max(0, Math.min(100, percent)));
  }
}
