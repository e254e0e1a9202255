package org.jobqueue.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a job type: enough to print help for it or to build a form.
 *
 * @param name the name used in {@link JobQueue#createJobRoot}, where it stands for the newest
 *     version
 * @param version of the type, 1 or greater
 * @param plugin the plugin that has it
 * @param description one or a few sentences
 * @param parameters in the order of declaration
 * @param schema the JSON Schema of the parameters, draft 2020-12, as JSON text. What it accepts may
 *     still be refused: a type has checks that a schema cannot express
 */
public record JobTypeInfo(
    String name,
    int version,
    String plugin,
    String description,
    List<Parameter> parameters,
    String schema) {

  /** Copies the list. */
  public JobTypeInfo {
    parameters = List.copyOf(parameters);
  }

  /**
   * One parameter of a job type.
   *
   * @param name as used in the parameter map
   * @param type for people: {@code text}, {@code integer}, {@code number}, {@code true or false},
   *     {@code path}, {@code list of text}, …
   * @param required true if the job cannot be created without it
   * @param defaultValue in JSON, if there is one
   * @param description for people
   * @param positional true if the command line may give it without its name
   * @param hints for forms and help
   */
  public record Parameter(
      String name,
      String type,
      boolean required,
      Optional<String> defaultValue,
      String description,
      boolean positional,
      Hints hints) {
    /** One without hints. */
    public Parameter(
        String name,
        String type,
        boolean required,
        Optional<String> defaultValue,
        String description,
        boolean positional) {
      this(name, type, required, defaultValue, description, positional, Hints.NONE);
    }
  }

  /**
   * What helps to give a parameter a value.
   *
   * @param example a value as one would give it on the command line
   * @param minimum the least number that is accepted
   * @param maximum the largest number that is accepted
   * @param advanced true for what few people ever set
   * @param path true if text is a path, which is translated to what it is called where the job runs
   */
  public record Hints(
      Optional<String> example,
      OptionalDouble minimum,
      OptionalDouble maximum,
      boolean advanced,
      boolean path) {
    /** Nothing that helps. */
    public static final Hints NONE =
        new Hints(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), false, false);
  }
}
