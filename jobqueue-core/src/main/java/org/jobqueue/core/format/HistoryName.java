package org.jobqueue.core.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the history, {@code history/<day>/<writer>.<millis>.jsonl}.
 *
 * @param day the day of its first line, UTC
 * @param writer the token of the one who writes it
 * @param millis the time of its first line, since 1970, by the clock of its writer; never twice the
 *     same of one writer
 */
public record HistoryName(LocalDate day, String writer, long millis) {
  private static final Pattern FILE =
      Pattern.compile("([A-Za-z0-9-]{1,30}_\\d{1,18}_[0-9a-z]{10})\\.(\\d{1,15})\\.jsonl");

  /** The name of a file that begins at this time. */
  public static HistoryName of(String writer, Instant start) {
    return new HistoryName(dayOf(start), writer, start.toEpochMilli());
  }

  /** The day in UTC. */
  public static LocalDate dayOf(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** Reads the name of a directory; empty if it is none of a day. */
  public static Optional<LocalDate> parseDay(String name) {
    if (!name.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads the name of a file; empty if it is none of the history. */
  public static Optional<HistoryName> parse(LocalDate day, String name) {
    Matcher matcher = FILE.matcher(name);
    return matcher.matches()
        ? Optional.of(new HistoryName(day, matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The name of the file within the directory of its day. */
  public String file() {
    return writer + "." + millis + ".jsonl";
  }

  /** The path within {@code history/}. */
  @Override
  public String toString() {
    return day + "/" + file();
  }
}
