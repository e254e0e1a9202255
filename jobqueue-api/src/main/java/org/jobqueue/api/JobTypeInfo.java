package org.jobqueue.api;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a job type: enough to print help for it or to build a form.
 *
 * @param name the name used in {@link JobQueue#createJobRoot}, where it stands for the newest
 *     version
 * @param version of the type, 1 or greater
 * @param plugin the plugin that has it
 * @param description one or a few sentences
 * @param parameters in the order of declaration
 */
public record JobTypeInfo(
    String name, int version, String plugin, String description, List<Parameter> parameters) {

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
   */
  public record Parameter(
      String name,
      String type,
      boolean required,
      Optional<String> defaultValue,
      String description,
      boolean positional) {}
}
