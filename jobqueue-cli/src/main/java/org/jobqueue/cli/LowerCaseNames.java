package org.jobqueue.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobqueue.api.Durability;
import org.jobqueue.api.JobState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum by their names in lower case, and lists them for help. */
abstract class LowerCaseNames<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final Class<E> type;

  LowerCaseNames(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String text) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is none of " + names().collect(Collectors.joining(", "))));
  }

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private Stream<String> names() {
    return Stream.of(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT));
  }

  /** The states of jobs. */
  static final class States extends LowerCaseNames<JobState> {
    States() {
      super(JobState.class);
    }
  }

  /** The levels of durability. */
  static final class Levels extends LowerCaseNames<Durability> {
    Levels() {
      super(Durability.class);
    }
  }
}
