package org.jobqueue.core.format;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jspecify.annotations.Nullable;

/** An event as a line of JSON. */
public final class HistoryLine {
  /** The longest line that is read, in bytes; a longer one is damaged. */
  public static final int SIZE_LIMIT = 1 << 16;

  private record Raw(
      @Nullable String time,
      @Nullable String writer,
      @Nullable Long sequence,
      @Nullable String event,
      @Nullable String job,
      @Nullable Boolean recursive,
      @Nullable String label,
      @Nullable Integer attempt,
      @Nullable String worker,
      @Nullable String by,
      @Nullable Long tookMillis,
      @Nullable Long count,
      @Nullable String message) {}

  private HistoryLine() {}

  /** The event as JSON in one line, with the end of the line. */
  public static byte[] toBytes(JobEvent event) {
    byte[] json = toJson(event);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  /** The event as JSON without line breaks. */
  public static byte[] toJson(JobEvent event) {
    return Json.write(
        new Raw(
            event.time().toString(),
            event.writer(),
            event.sequence(),
            event.type().text(),
            event.job().map(JobId::toString).orElse(null),
            event.recursive() ? true : null,
            event.label().orElse(null),
            event.attempt().isPresent() ? event.attempt().getAsInt() : null,
            event.worker().orElse(null),
            event.by(),
            event.took().map(Duration::toMillis).orElse(null),
            event.count().isPresent() ? event.count().getAsLong() : null,
            event.message().orElse(null)));
  }

  /**
   * Reads a line without its end.
   *
   * @throws IOException if it is none that this version understands, with a message for people
   */
  public static JobEvent parse(byte[] line) throws IOException {
    Raw raw = Json.read(line, Raw.class);
    if (raw.time() == null || raw.writer() == null || raw.sequence() == null) {
      throw new IOException("has no time, no writer or no sequence");
    }
    EventType type =
        Optional.ofNullable(raw.event())
            .flatMap(EventType::parse)
            .orElseThrow(() -> new IOException("tells of an unknown event " + raw.event()));
    try {
      return new JobEvent(
          Instant.parse(raw.time()),
          raw.writer(),
          raw.sequence(),
          type,
          Optional.ofNullable(raw.job()).map(JobId::parse),
          raw.recursive() != null && raw.recursive(),
          Optional.ofNullable(raw.label()),
          raw.attempt() == null ? OptionalInt.empty() : OptionalInt.of(raw.attempt()),
          Optional.ofNullable(raw.worker()),
          raw.by() == null ? "" : raw.by(),
          Optional.ofNullable(raw.tookMillis()).map(Duration::ofMillis),
          raw.count() == null ? OptionalLong.empty() : OptionalLong.of(raw.count()),
          Optional.ofNullable(raw.message()));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IOException("has a field that is not valid: " + e.getMessage(), e);
    }
  }
}
