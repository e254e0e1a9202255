package org.jobqueue.core.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jobqueue.api.Durability;
import org.jobqueue.api.QueueOptions;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code queue.json}.
 *
 * @param id random, made with the queue
 * @param options the settings
 */
public record QueueConfiguration(String id, QueueOptions options) {
  /** The newest format that this program understands, and the one it writes. */
  public static final int FORMAT = 1;

  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 4 << 20;

  private record Raw(
      @Nullable Integer format,
      @Nullable String id,
      @Nullable Boolean keepJobsInRepository,
      @Nullable Boolean useSymLinks,
      @Nullable String durability,
      @Nullable Long leaseMillis,
      @Nullable Integer attempts,
      @Nullable OptionsForm jobDefaults,
      @Nullable Map<String, Map<String, Object>> parameterDefaults,
      @Nullable JsonNode pathMap) {}

  /** The format of a queue is newer than this program. */
  public static final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(int format) {
      super("has format " + format + "; this program understands format " + FORMAT);
    }
  }

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.writePretty(
        new Raw(
            FORMAT,
            id,
            options.keepJobsInRepository(),
            options.useSymLinks(),
            options.durability().name().toLowerCase(Locale.ROOT),
            options.lease().toMillis(),
            options.attempts(),
            OptionsForm.of(options.jobDefaults()),
            options.parameterDefaults(),
            PathMapForm.of(options.pathMap())));
  }

  /**
   * Reads the content of the file. Settings that are missing have their defaults.
   *
   * @throws NewerFormatException if the queue was made by a newer program
   * @throws IOException if it is no configuration, with a message for people
   */
  public static QueueConfiguration parse(byte[] content) throws IOException {
    Raw raw;
    try {
      raw = Json.read(content, Raw.class);
    } catch (IOException e) {
      throw new IOException("is not that of a queue: " + e.getMessage(), e);
    }
    if (raw.format() == null || raw.id() == null) {
      throw new IOException("is not that of a queue: it has no format or no id");
    }
    if (raw.format() > FORMAT) {
      throw new NewerFormatException(raw.format());
    }
    try {
      return new QueueConfiguration(raw.id(), optionsOf(raw));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IOException("has a setting that is not valid: " + e.getMessage(), e);
    }
  }

  private static QueueOptions optionsOf(Raw raw) {
    QueueOptions defaults = QueueOptions.defaults();
    return new QueueOptions(
        or(raw.keepJobsInRepository(), defaults.keepJobsInRepository()),
        or(raw.useSymLinks(), defaults.useSymLinks()),
        raw.durability() == null
            ? defaults.durability()
            : Durability.valueOf(raw.durability().toUpperCase(Locale.ROOT)),
        raw.leaseMillis() == null ? defaults.lease() : Duration.ofMillis(raw.leaseMillis()),
        OptionsForm.read(raw.jobDefaults(), or(raw.attempts(), defaults.attempts())),
        or(raw.parameterDefaults(), defaults.parameterDefaults()),
        PathMapForm.read(raw.pathMap()));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
