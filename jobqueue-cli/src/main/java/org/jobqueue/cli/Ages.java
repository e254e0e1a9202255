package org.jobqueue.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.Retention;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ages such as {@code 30d}, {@code 12h}, {@code 5m} and {@code 90s}, up to 100 years. */
final class Ages implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not an age; expected for example 30d, 12h, 5m or 90s");
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
      throw new TypeConversionException("'" + text + "' is more than 100 years");
    }
    return age;
  }
}
