package org.jobqueue.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Tells whose fault a failed attempt is. Of several rules the first that applies counts. A rule
 * applies if the exit code of the command is one of {@code exitCodes}, where it names any, and
 * {@code pattern} is found, where there is one.
 *
 * @param errorClass what it says
 * @param exitCodes of the command that failed; 128 plus the number for one that a signal ended;
 *     empty for any
 * @param pattern a regular expression in the form of {@link Pattern}, looked for in each line that
 *     commands write and in the message of the error; empty for none
 */
public record ErrorRule(ErrorClass errorClass, List<Integer> exitCodes, Optional<String> pattern) {
  /**
   * Checks the rule.
   *
   * @throws IllegalArgumentException if it has neither exit codes nor a pattern, an exit code is
   *     not within 0 to 255, or the pattern is no regular expression
   */
  public ErrorRule {
    exitCodes = List.copyOf(exitCodes);
    if (exitCodes.isEmpty() && pattern.isEmpty()) {
      throw new IllegalArgumentException("an error rule needs exit codes or a pattern");
    }
    for (int code : exitCodes) {
      if (code < 0 || code > 255) {
        throw new IllegalArgumentException("exit code " + code + " is not within 0 to 255");
      }
    }
    try {
      pattern.ifPresent(Pattern::compile);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + pattern.get() + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** A rule for exit codes. */
  public static ErrorRule onExitCode(ErrorClass errorClass, Integer... exitCodes) {
    return new ErrorRule(errorClass, List.of(exitCodes), Optional.empty());
  }

  /** A rule for what commands write. */
  public static ErrorRule onOutput(ErrorClass errorClass, String pattern) {
    return new ErrorRule(errorClass, List.of(), Optional.of(pattern));
  }
}
