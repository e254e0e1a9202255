package org.jobqueue.api.proc;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run: an argument vector, never a line for a shell.
 *
 * @param arguments the program and its arguments; at least the program
 * @param environment variables added to those of the worker
 * @param workingDirectory where it runs; empty for the attempt directory
 */
public record Command(
    List<String> arguments, Map<String, String> environment, Optional<Path> workingDirectory) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if {@code arguments} is empty
   */
  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least a program");
    }
  }

  /** A command in the attempt directory with the environment of the worker. */
  public static Command of(List<String> arguments) {
    return new Command(arguments, Map.of(), Optional.empty());
  }

  /** A copy with another variable. */
  public Command withEnvironment(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(environment);
    copy.put(name, value);
    return new Command(arguments, copy, workingDirectory);
  }

  /** A copy with another working directory. */
  public Command withWorkingDirectory(Path directory) {
    return new Command(arguments, environment, Optional.of(directory));
  }

  /** The program. */
  public String program() {
    return arguments.get(0);
  }
}
