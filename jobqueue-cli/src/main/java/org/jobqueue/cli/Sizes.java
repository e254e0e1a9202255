package org.jobqueue.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sizes in bytes such as {@code 4096}, {@code 500k}, {@code 512m}, {@code 8g}: powers of
 * 1024.
 */
final class Sizes implements ITypeConverter<Long> {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB");
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([kmgt]?)(?:i?b)?");

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a size; expected for example 4096, 512m or 8g");
    }
    int power = "kmgt".indexOf(matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0)) + 1;
    return Long.parseLong(matcher.group(1)) << (10 * power);
  }

  /** Such as {@code 812 bytes} or {@code 1.4 MB}, for people. */
  static String describe(long bytes) {
    if (bytes < 1_000) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    double size = bytes;
    int unit = -1;
    do {
      size /= 1_000;
      unit++;
    } while (size >= 999.95 && unit < UNITS.size() - 1);
    return String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
  }
}
