package org.jobqueue.core.format;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobState;
import org.jobqueue.api.Retention;
import org.jspecify.annotations.Nullable;

/** The field {@code retention} of {@code queue.json}. */
public final class RetentionSettings {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");

  private RetentionSettings() {}

  private record Settings(@Nullable Fields retention) {}

  private record Fields(
      @Nullable String done,
      @Nullable String failed,
      @Nullable String cancelled,
      @Nullable String rest,
      @Nullable Boolean archive,
      @Nullable Integer keep) {}

  /**
   * Reads the settings of a queue; without the field everything is kept.
   *
   * @throws IOException if it is not valid; the message is for people
   */
  public static Retention parse(byte[] content) throws IOException {
    Fields fields = Json.read(content, Settings.class).retention();
    if (fields == null) {
      return Retention.forever();
    }
    try {
      Map<JobState, Duration> ages = new EnumMap<>(JobState.class);
      put(ages, JobState.DONE, fields.done());
      put(ages, JobState.FAILED, fields.failed());
      put(ages, JobState.CANCELLED, fields.cancelled());
      return new Retention(
          ages,
          Optional.ofNullable(fields.rest()).map(RetentionSettings::age),
          Boolean.TRUE.equals(fields.archive()),
          fields.keep() == null ? 0 : fields.keep());
    } catch (IllegalArgumentException e) {
      throw new IOException("its retention is not valid: " + e.getMessage(), e);
    }
  }

  private static void put(Map<JobState, Duration> ages, JobState state, @Nullable String text) {
    if (text != null) {
      ages.put(state, age(text));
    }
  }

  /**
   * Reads an age such as {@code 30d}, {@code 12h}, {@code 5m} or {@code 90s}.
   *
   * @throws IllegalArgumentException if it is none, or more than 100 years
   */
  public static Duration age(String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no age; expected for example 30d, 12h, 5m or 90s");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration age =
        switch (matcher.group(2)) {
          case "d" -> Duration.ofDays(amount);
          case "h" -> Duration.ofHours(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofSeconds(amount);
        };
    if (age.compareTo(Retention.LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is more than 100 years");
    }
    return age;
  }
}
