package org.jobqueue.core.script;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.proc.Command;
import org.jobqueue.api.proc.JobProc;

/**
 * A job type as its manifest declares it. Immutable and thread-safe.
 *
 * @see ManifestFile#read
 */
public final class ScriptType {
  /** What is said of a type, beside its procedure. */
  record Head(String name, int version, String description, List<ScriptParameter> parameters) {}

  /** What is run. */
  record Run(
      List<Argument> command,
      boolean needsFrames,
      Map<String, Template> environment,
      Optional<Template> workingDirectory) {}

  /** What becomes of it. */
  record End(
      List<Integer> successCodes,
      OutputRules output,
      List<ErrorRule> errors,
      List<OutputFile> outputs) {}

  private final Path directory;
  private final Head head;
  private final Optional<Template> label;
  private final Run run;
  private final End end;

  ScriptType(Path directory, Head head, Optional<Template> label, Run run, End end) {
    this.directory = directory;
    this.head = head;
    this.label = label;
    this.run = run;
    this.end = end;
  }

  /** The name that jobs use. */
  public String name() {
    return head.name();
  }

  /** The version of the type, 1 or greater. */
  public int version() {
    return head.version();
  }

  /** For people. */
  public String description() {
    return head.description();
  }

  /** In the order of declaration. */
  public List<ScriptParameter> parameters() {
    return head.parameters();
  }

  /**
   * Checks what is seen only when all values are there.
   *
   * @throws IllegalArgumentException if they cannot be used together
   */
  public void check(ScriptValues values) {
    Filling filling = new Filling(values.byName(), directory, Optional.empty(), true);
    try {
      Optional<Path> unused = workingDirectory(filling);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the working directory: " + e.getMessage(), e);
    }
    if (Argument.all(run.command(), filling).get(0).isBlank()) {
      throw new IllegalArgumentException("the program that these parameters name is blank");
    }
  }

  /** Makes a procedure. */
  public JobProc procedure(ScriptValues values) {
    Filling filling = new Filling(values.byName(), directory, Optional.empty(), false);
    String text = label.flatMap(template -> template.fill(filling)).orElse(name()).strip();
    return new ScriptProcedure(text.isEmpty() ? name() : text, this, values);
  }

  Path directory() {
    return directory;
  }

  boolean needsFrames() {
    return run.needsFrames();
  }

  End end() {
    return end;
  }

  Command command(Filling filling) {
    Map<String, String> environment = new LinkedHashMap<>();
    run.environment()
        .forEach(
            (name, template) ->
                template.fill(filling).ifPresent(value -> environment.put(name, value)));
    return new Command(
        Argument.all(run.command(), filling), environment, workingDirectory(filling));
  }

  private Optional<Path> workingDirectory(Filling filling) {
    Optional<Path> path =
        run.workingDirectory().flatMap(template -> template.fill(filling)).map(Path::of);
    if (path.isPresent() && !path.get().isAbsolute()) {
      throw new IllegalArgumentException(
          "the working directory '"
              + path.get()
              + "' is a relative path; give a full path, which means the same on every worker");
    }
    return path;
  }
}
