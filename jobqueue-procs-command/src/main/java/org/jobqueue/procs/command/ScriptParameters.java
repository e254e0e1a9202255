package org.jobqueue.procs.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.proc.Parameter;
import org.jobqueue.api.proc.Secret;

/** The parameters of {@code script}. */
record ScriptParameters(
    @Parameter("the text of the script") String script,
    @Parameter(
            value = "the program that runs it, with arguments that come before the script's file",
            defaultValue = "[\"/bin/sh\"]",
            advanced = true)
        List<String> interpreter,
    @Parameter(value = "arguments of the script", defaultValue = "[]", positional = true)
        List<String> arguments,
    @Parameter(value = "variables added to the environment of the worker", defaultValue = "{}")
        Map<String, String> environment,
    @Parameter("full path of the directory to run in; the attempt directory if not given")
        Optional<Path> workingDirectory,
    @Parameter("what people see of the job; the first line of the script if not given")
        Optional<String> label,
    @Parameter(
            value = CommandParameters.SECRETS,
            defaultValue = "{}",
            advanced = true,
            example = "{\"TOKEN\":\"env:STUDIO_TOKEN\"}")
        Map<String, Secret> secrets) {

  ScriptParameters {
    interpreter = List.copyOf(interpreter);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    if (script.isBlank()) {
      throw new IllegalArgumentException("script is blank; give the text of a script");
    }
    if (interpreter.isEmpty() || interpreter.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "interpreter names no program; give the program that runs the script, such as"
              + " [\"/bin/sh\"]");
    }
    Checks.requireAbsolute("workingDirectory", workingDirectory);
  }

  /** The label, made from the script if none is given. */
  String effectiveLabel() {
    return label.orElseGet(() -> CommandText.oneLine(firstLine(), CommandText.LONGEST_LABEL));
  }

  /** The first line that says something: neither blank nor the interpreter's. */
  private String firstLine() {
    return script
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#!"))
        .findFirst()
        .orElse("script");
  }
}
