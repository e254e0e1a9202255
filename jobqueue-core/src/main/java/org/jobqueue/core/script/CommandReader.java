package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jobqueue.core.script.ScriptParameter.Kind;

/** Reads the command of a job type. */
final class CommandReader {
  static final List<String> KEYS = List.of("if", "then", "else");

  private boolean needsFrames;

  /** Whether there is an argument without which jobs that have no frames cannot be run. */
  boolean needsFrames() {
    return needsFrames;
  }

  List<Argument> read(Node node, Scope scope) throws ManifestFault {
    List<Argument> arguments = arguments(node.list("'command'"), scope);
    if (arguments.isEmpty()) {
      throw node.fault("'command' is empty; write a program and its arguments");
    }
    if (!(arguments.get(0) instanceof Argument.Text program) || program.template().isBlank()) {
      throw node.fault("'command' has to begin with a program, such as \"{plugin}/render.sh\"");
    }
    return arguments;
  }

  private List<Argument> arguments(List<Node> nodes, Scope scope) throws ManifestFault {
    List<Argument> arguments = new ArrayList<>();
    for (Node node : nodes) {
      arguments.add(node.isMap() ? choice(node, scope) : argument(node, scope));
    }
    return List.copyOf(arguments);
  }

  private Argument argument(Node node, Scope scope) throws ManifestFault {
    Template template = TemplateReader.readArgument(node, "an argument of 'command'", scope);
    for (ScriptParameter parameter : template.parameters()) {
      if (!scope.isCertain(parameter)) {
        throw node.fault(
            "'%1$s' is optional; say what is to be left out with it: {if: %1$s, then: [\"%2$s\"]}"
                .formatted(parameter.name(), node.text()));
      }
    }
    needsFrames |= template.needsFrames();
    return template
        .onlySeveral()
        .<Argument>map(Argument.Several::new)
        .orElse(new Argument.Text(template));
  }

  private Argument choice(Node node, Scope scope) throws ManifestFault {
    Section section = Section.of(node, "an argument with 'if'", KEYS);
    Node wanted = section.require("if");
    Condition condition = wanted.isMap() ? equal(wanted, scope) : present(wanted, scope);
    Scope inThen =
        condition instanceof Condition.OfFrames
            ? scope.with(Scope.FRAMES)
            : scope.with(parameter(condition).name());
    return new Argument.Choice(
        condition,
        arguments(section.require("then").listOrOne(), inThen),
        section.find("else").isEmpty()
            ? List.of()
            : arguments(section.require("else").listOrOne(), scope));
  }

  private static ScriptParameter parameter(Condition condition) {
    return condition instanceof Condition.Present present
        ? present.parameter()
        : ((Condition.Equal) condition).parameter();
  }

  private static Condition present(Node node, Scope scope) throws ManifestFault {
    String name = node.scalar("'if'");
    if (name.equals(Scope.FRAMES)) {
      return new Condition.OfFrames();
    }
    ScriptParameter parameter = require(node, name, scope);
    boolean always =
        scope.isCertain(parameter)
            && parameter.isSingle()
            && parameter.kind() != Kind.BOOLEAN
            && parameter.kind() != Kind.TEXT;
    if (always) {
      throw node.fault(
          "'%1$s' always has a value here; compare it, as in {if: {%1$s: value}, then: […]}"
              .formatted(name));
    }
    return new Condition.Present(parameter);
  }

  private static Condition equal(Node node, Scope scope) throws ManifestFault {
    Map<String, Node> entries = node.map("'if'");
    if (entries.size() != 1) {
      throw node.fault("'if' compares one parameter, as in {if: {format: exr}, then: […]}");
    }
    Map.Entry<String, Node> entry = entries.entrySet().iterator().next();
    ScriptParameter parameter = require(node, entry.getKey(), scope);
    if (!parameter.isSingle() || parameter.kind() == Kind.NUMBER) {
      throw node.fault(
          "'"
              + parameter.name()
              + "' cannot be compared; only single values can, but no fractions");
    }
    List<String> values = new ArrayList<>();
    for (Node value : entry.getValue().listOrOne()) {
      String text = value.scalar("a value in 'if'");
      if (parameter.kind() == Kind.CHOICE && !parameter.choices().contains(text)) {
        throw value.fault(
            Section.unknown("choice", text, "'" + parameter.name() + "'", parameter.choices()));
      }
      values.add(text);
    }
    return new Condition.Equal(parameter, List.copyOf(values));
  }

  private static ScriptParameter require(Node node, String name, Scope scope) throws ManifestFault {
    ScriptParameter parameter = scope.parameters().get(name);
    if (parameter == null) {
      List<String> known = new ArrayList<>(scope.parameters().keySet());
      known.add(Scope.FRAMES);
      throw node.fault(Section.unknown("name", name, "'if'", known));
    }
    return parameter;
  }
}
