package org.jobqueue.cli;

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
}
