package org.jobqueue.core.format;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of several steps that somebody has begun: a file in {@code intents/}. Whoever sees
 * the same name for longer than the lease completes or undoes the operation.
 *
 * <p>Written {@code submit.12.<by>.<beat>}.
 *
 * @param operation what was begun
 * @param number the top-level job
 * @param by who began it
 * @param beat raised by its owner while it works
 */
public record IntentName(Operation operation, long number, String by, long beat) {
  private static final Pattern FORM =
      Pattern.compile("(submit|delete)\\.(\\d{1,18})\\.([A-Za-z0-9_-]{1,80})\\.(\\d{1,18})");

  /** What can be begun. */
  public enum Operation {
    /** A hierarchy is written. */
    SUBMIT,
    /** A hierarchy is removed. */
    DELETE
  }

  /** Reads a name; empty if it is something else. */
  public static Optional<IntentName> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new IntentName(
            Operation.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
            Long.parseLong(matcher.group(2)),
            matcher.group(3),
            Long.parseLong(matcher.group(4))));
  }

  /** The name after the next beat. */
  public IntentName nextBeat() {
    return new IntentName(operation, number, by, beat + 1);
  }

  /** The file name. */
  @Override
  public String toString() {
    return operation.name().toLowerCase(Locale.ROOT) + '.' + number + '.' + by + '.' + beat;
  }
}
