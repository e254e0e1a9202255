package org.jobqueue.core.script;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a job type as its manifest declares it.
 *
 * @param name as used in the parameter map
 * @param shape whether it is one value or several
 * @param kind of its values
 * @param choices for {@link Kind#CHOICE}; empty for others
 * @param minimum the least number, for integers and numbers
 * @param maximum the greatest number, for integers and numbers
 * @param optional true if it may be without a value
 * @param defaultValue as a JSON reader has it, not yet checked
 * @param description for people
 * @param positional true if the command line may give it without its name
 * @param line on which it is declared
 */
public record ScriptParameter(
    String name,
    Shape shape,
    Kind kind,
    List<String> choices,
    Optional<Number> minimum,
    Optional<Number> maximum,
    boolean optional,
    Optional<Object> defaultValue,
    String description,
    boolean positional,
    int line) {

  /** Whether there is one value. */
  public enum Shape {
    /** One value. */
    SINGLE,
    /** Any number of values, in order. */
    LIST,
    /** Any number of values by name. */
    MAP
  }

  /** What a value is. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** A number that may have a fraction. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** A path. */
    PATH,
    /** One of several texts. */
    CHOICE
  }

  /** One that stands for what a regular expression has found. */
  static ScriptParameter ofGroup(String name) {
    return new ScriptParameter(
        name,
        Shape.SINGLE,
        Kind.TEXT,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        "",
        false,
        0);
  }

  /** The fault of a default that does not fit. */
  public ManifestFault wrongDefault(String message) {
    return new ManifestFault(line, "wrong default: " + message);
  }

  boolean isSingle() {
    return shape == Shape.SINGLE;
  }
}
