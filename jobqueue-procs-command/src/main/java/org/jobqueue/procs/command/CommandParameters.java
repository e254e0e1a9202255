package org.jobqueue.procs.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;
import org.jobqueue.api.proc.Secret;

/** The parameters of {@code command}. */
record CommandParameters(
    @Parameter(
            value = "the program and its arguments, run without a shell",
            defaultValue = "[]",
            positional = true)
        List<String> arguments,
    @Parameter("instead of arguments: a line for the shell") Optional<String> shell,
    @Parameter(value = "variables added to the environment of the worker", defaultValue = "{}")
        Map<String, String> environment,
    @Parameter("full path of the directory to run in; the attempt directory if not given")
        Optional<Path> workingDirectory,
    @Parameter("what people see of the job; the command if not given") Optional<String> label,
    @Parameter(
            value =
                "a regular expression with one group: where an output line contains it, the group is"
                    + " the progress in percent",
            advanced = true,
            example = "(\\d+)%")
        Optional<String> progressPattern,
    @Parameter(
            value = "the exit codes that mean success",
            defaultValue = "[0]",
            advanced = true,
            minimum = 0,
            maximum = 255)
        List<Integer> successCodes,
    @Parameter(
            value = SECRETS,
            defaultValue = "{}",
            advanced = true,
            example = "{\"TOKEN\":\"env:STUDIO_TOKEN\"}")
        Map<String, Secret> secrets) {
  static final String SECRETS =
      "more variables whose values are secrets, each as env:NAME, a variable of the worker, or"
          + " file:/full/path; kept out of logs";

  CommandParameters {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    successCodes = List.copyOf(successCodes);
    secrets = Map.copyOf(secrets);
    requireOneCommand(arguments, shell);
    Checks.requireAbsolute("workingDirectory", workingDirectory);
    progressPattern.ifPresent(PercentPattern::new);
    requireExitCodes(successCodes);
  }

  private static void requireOneCommand(List<String> arguments, Optional<String> shell) {
    if (arguments.isEmpty() && shell.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no command; give either arguments (a program and its arguments) or shell (a"
              + " line for the shell)");
    }
    if (!arguments.isEmpty() && shell.isPresent()) {
      throw new IllegalArgumentException(
          "there are two commands; give either arguments or shell, not both");
    }
    if (shell.isPresent() && shell.get().isBlank()) {
      throw new IllegalArgumentException("shell is blank; give a line for the shell");
    }
    if (!arguments.isEmpty() && arguments.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "the first of the arguments is blank; give the name of a program");
    }
  }

  private static void requireExitCodes(List<Integer> codes) {
    if (codes.isEmpty()) {
      throw new IllegalArgumentException(
          "successCodes is empty, so the job could never succeed; give at least one exit code");
    }
    for (int code : codes) {
      if (code < 0 || code > 255) {
        throw new IllegalArgumentException(
            "successCodes contains " + code + "; exit codes are 0 to 255");
      }
    }
  }

  /** The argument vector to run. */
  List<String> commandLine() {
    if (shell.isEmpty()) {
      return arguments;
    }
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return windows ? List.of("cmd", "/c", shell.get()) : List.of("/bin/sh", "-c", shell.get());
  }

  /** The label, made from the command if none is given. */
  String effectiveLabel() {
    return label.orElseGet(
        () ->
            CommandText.oneLine(
                shell.orElseGet(() -> CommandText.quoted(arguments)), CommandText.LONGEST_LABEL));
  }
}
