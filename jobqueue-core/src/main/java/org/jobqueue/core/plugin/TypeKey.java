package org.jobqueue.core.plugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job type in one of its versions, written {@code name@version}.
 *
 * @param name of the type
 * @param version 1 or greater
 */
public record TypeKey(String name, int version) {
  private static final Pattern FORM = Pattern.compile("([^@]+)@([1-9]\\d{0,8})");

  /** Reads the written form; empty if it names no version. */
  public static Optional<TypeKey> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new TypeKey(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
