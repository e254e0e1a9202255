package org.jobqueue.core.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one job type of a manifest. */
final class TypeReader {
  static final List<String> KEYS =
      List.of(
          "name",
          "version",
          "description",
          "parameters",
          "label",
          "command",
          "environment",
          "workingDirectory",
          "successCodes",
          "output",
          "errors",
          "outputs");

  private static final List<String> RUN_NAMES = Scope.RESERVED;
  private static final List<String> NONE = List.of();

  private final Path directory;
  private final Section section;
  private final Map<String, ScriptParameter> parameters;

  private TypeReader(Path directory, Section section) throws ManifestFault {
    this.directory = directory;
    this.section = section;
    this.parameters = ParameterReader.read(section.map("parameters"));
  }

  /**
   * Reads a type.
   *
   * @param directory of the manifest
   */
  static ScriptType read(Path directory, Node node) throws ManifestFault {
    Section section = Section.of(node, "a job type", KEYS);
    String name = section.scalar("name");
    return new TypeReader(directory, new Section(node, "type '" + name + "'", section.entries()))
        .read(name);
  }

  private ScriptType read(String name) throws ManifestFault {
    Optional<Node> version = section.find("version");
    ScriptType.Head head =
        new ScriptType.Head(
            name,
            version.isEmpty()
                ? 1
                : (int) version.get().integer(section.what("version"), 1, Integer.MAX_VALUE),
            section.findScalar("description").orElse(""),
            List.copyOf(parameters.values()));
    return new ScriptType(directory, head, template("label", NONE), run(), end());
  }

  private ScriptType.Run run() throws ManifestFault {
    CommandReader reader = new CommandReader();
    List<Argument> command =
        reader.read(section.require("command"), Scope.of(parameters, RUN_NAMES));
    return new ScriptType.Run(
        command, reader.needsFrames(), environment(), template("workingDirectory", RUN_NAMES));
  }

  private Map<String, Template> environment() throws ManifestFault {
    Map<String, Template> environment = new LinkedHashMap<>();
    for (Map.Entry<String, Node> variable : section.map("environment").entrySet()) {
      String name = variable.getKey();
      if (name.isBlank() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw variable.getValue().fault("'" + name + "' cannot be the name of a variable");
      }
      environment.put(
          name,
          TemplateReader.read(
              variable.getValue(), "variable '" + name + "'", Scope.of(parameters, RUN_NAMES)));
    }
    return environment;
  }

  private ScriptType.End end() throws ManifestFault {
    List<OutputFile> outputs = new ArrayList<>();
    // What is expected is kept in the job: the directory of the plugin may be elsewhere tomorrow.
    Scope scope = Scope.of(parameters, List.of(Scope.FRAME));
    for (Node node : section.list("outputs")) {
      outputs.add(OutputFile.read(node, scope));
    }
    Optional<Node> codes = section.find("successCodes");
    return new ScriptType.End(
        codes.isEmpty()
            ? List.of(0)
            : RuleReader.exitCodes(codes.get(), section.what("successCodes")),
        RuleReader.outputRules(section.list("output")),
        RuleReader.errorRules(section.list("errors")),
        List.copyOf(outputs));
  }

  private Optional<Template> template(String key, List<String> others) throws ManifestFault {
    Optional<Node> node = section.find(key);
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TemplateReader.read(node.get(), section.what(key), Scope.of(parameters, others)));
  }
}
