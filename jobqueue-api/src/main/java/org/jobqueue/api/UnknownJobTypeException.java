package org.jobqueue.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No plugin known here has the job type: correct the name, or install the plugin. */
public class UnknownJobTypeException extends JobQueueException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final List<String> knownTypes;
  private final @Nullable String suggestion;

  /**
   * An exception that names what is known.
   *
   * @param type the unknown type
   * @param knownTypes the names of the known types
   * @param suggestion the known type nearest to it, or null if none is near
   */
  public UnknownJobTypeException(
      String type, List<String> knownTypes, @Nullable String suggestion) {
    super(message(type, knownTypes, suggestion));
    this.type = type;
    this.knownTypes = List.copyOf(knownTypes);
    this.suggestion = suggestion;
  }

  /** The unknown type. */
  public String type() {
    return type;
  }

  /** The names of the known types. */
  public List<String> knownTypes() {
    return knownTypes;
  }

  /** The known type nearest to the unknown one. */
  public Optional<String> suggestion() {
    return Optional.ofNullable(suggestion);
  }

  private static String message(String type, List<String> knownTypes, @Nullable String suggestion) {
    String known =
        knownTypes.isEmpty()
            ? "no job types are known here"
            : "known types: " + String.join(", ", knownTypes);
    String hint = suggestion == null ? "" : "did you mean '" + suggestion + "'? ";
    return "unknown job type '" + type + "'; " + hint + known;
  }
}
