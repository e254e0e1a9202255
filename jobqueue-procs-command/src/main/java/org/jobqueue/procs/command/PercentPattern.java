package org.jobqueue.procs.command;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jobqueue.api.proc.ProgressText;

/** A regular expression whose only group is a number of percent. */
final class PercentPattern {
  private final Pattern pattern;

  /**
   * Compiles the expression.
   *
   * @throws IllegalArgumentException if it is not a regular expression with one group
   */
  PercentPattern(String expression) {
    pattern = compiled(expression);
    int groups = pattern.matcher("").groupCount();
    if (groups != 1) {
      throw new IllegalArgumentException(
          ("progressPattern '%s' has %d groups; it needs exactly one, around the percentage, such"
                  + " as (\\d+)%%; write (?:...) for others")
              .formatted(expression, groups));
    }
  }

  private static Pattern compiled(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "progressPattern '%s' is not a regular expression: %s near index %d"
              .formatted(expression, e.getDescription(), e.getIndex()),
          e);
    }
  }

  /** The progress that a line of output tells; empty if it tells none. */
  OptionalInt percentIn(String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.find() || matcher.group(1) == null) {
      return OptionalInt.empty();
    }
    return ProgressText.percent(matcher.group(1));
  }
}
