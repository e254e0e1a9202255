package org.jobqueue.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Reads a point in time: a date, a time of the user's zone or of another, or how long ago. */
final class Since {
  private Since() {}

  static Instant parse(String text, Instant now, ZoneId zone) {
    List<Function<String, Instant>> forms =
        List.of(
            t -> now.minus(new Durations().convert(t)),
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).atZone(zone).toInstant(),
            t -> LocalDate.parse(t).atStartOfDay(zone).toInstant());
    for (Function<String, Instant> form : forms) {
      try {
        return form.apply(text.strip());
      } catch (DateTimeException | TypeConversionException e) {
        // perhaps it has the next form
      }
    }
    throw new UsageException(
        "--since is '"
            + text
            + "'; expected for example 90m, 24h, 2026-03-04, 2026-03-04T05:06 or"
            + " 2026-03-04T05:06:07Z");
  }
}
