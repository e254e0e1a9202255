package org.jobqueue.core.script;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jobqueue.core.script.ScriptParameter.Kind;
import org.jobqueue.core.script.ScriptParameter.Shape;

/** Reads what parameters a job type has. */
final class ParameterReader {
  static final List<String> KEYS =
      List.of(
          "type",
          "description",
          "choices",
          "minimum",
          "maximum",
          "default",
          "optional",
          "positional");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
  private static final String LIST = "list of ";
  private static final String MAP = "map of text";

  private ParameterReader() {}

  static Map<String, ScriptParameter> read(Map<String, Node> declared) throws ManifestFault {
    Map<String, ScriptParameter> parameters = new LinkedHashMap<>();
    boolean positional = false;
    for (Map.Entry<String, Node> entry : declared.entrySet()) {
      ScriptParameter parameter = parameter(entry.getKey(), entry.getValue());
      if (parameter.positional() && positional) {
        throw entry.getValue().fault("two parameters are positional; only one can be");
      }
      positional |= parameter.positional();
      parameters.put(parameter.name(), parameter);
    }
    return parameters;
  }

  private static ScriptParameter parameter(String name, Node node) throws ManifestFault {
    String what = "parameter '" + name + "'";
    requireName(name, node);
    Section section = Section.of(node, what, KEYS);
    String type = section.scalar("type");
    Shape shape = type.startsWith(LIST) ? Shape.LIST : type.equals(MAP) ? Shape.MAP : Shape.SINGLE;
    Kind kind = shape == Shape.MAP ? Kind.TEXT : kind(section, type, shape);
    boolean optional = section.truth("optional");
    Optional<Object> defaultValue = section.find("default").map(Node::plain);
    if (section.find("default").isPresent() && defaultValue.isEmpty()) {
      throw node.fault(section.what("default") + " is empty; write a value, or '[]' or '{}'");
    }
    if (optional && defaultValue.isPresent()) {
      throw node.fault(what + " has a default, so it always has a value; leave out 'optional'");
    }
    return new ScriptParameter(
        name,
        shape,
        kind,
        choices(section, kind),
        bound(section, kind, "minimum"),
        atLeastMinimum(section, bound(section, kind, "maximum")),
        optional,
        defaultValue,
        section.findScalar("description").orElse(""),
        section.truth("positional"),
        node.line());
  }

  private static void requireName(String name, Node node) throws ManifestFault {
    if (!NAME.matcher(name).matches()) {
      throw node.fault(
          "parameter '"
              + name
              + "' has a name that cannot be used; a name has letters, digits, '_' and '-', and"
              + " starts with a letter");
    }
    if (Scope.RESERVED.contains(name)) {
      throw node.fault(
          "parameter '" + name + "' has a name that means something else in texts: {" + name + "}");
    }
  }

  private static Kind kind(Section section, String type, Shape shape) throws ManifestFault {
    String word = shape == Shape.LIST ? type.substring(LIST.length()) : type;
    Optional<Kind> found = Words.find(Kind.class, word);
    if (found.isEmpty()) {
      List<String> known = new ArrayList<>(Words.of(Kind.class));
      Words.of(Kind.class).forEach(single -> known.add(LIST + single));
      known.add(MAP);
      throw section.require("type").fault(Section.unknown("type", type, section.what(), known));
    }
    return found.get();
  }

  private static List<String> choices(Section section, Kind kind) throws ManifestFault {
    if (kind != Kind.CHOICE) {
      requireAbsent(section, "choices", "is only for the type choice");
      return List.of();
    }
    List<String> choices = new ArrayList<>();
    Node node = section.require("choices");
    for (Node choice : node.list(section.what("choices"))) {
      choices.add(choice.scalar("a choice"));
    }
    if (choices.isEmpty() || new HashSet<>(choices).size() < choices.size()) {
      throw node.fault(section.what("choices") + " has to name one or more, and none twice");
    }
    return List.copyOf(choices);
  }

  private static Optional<Number> bound(Section section, Kind kind, String key)
      throws ManifestFault {
    if (kind != Kind.INTEGER && kind != Kind.NUMBER) {
      requireAbsent(section, key, "is only for integers and numbers");
    }
    Optional<Node> node = section.find(key);
    return node.isEmpty() ? Optional.empty() : Optional.of(node.get().number(section.what(key)));
  }

  private static Optional<Number> atLeastMinimum(Section section, Optional<Number> maximum)
      throws ManifestFault {
    Optional<Node> minimum = section.find("minimum");
    if (minimum.isPresent() && maximum.isPresent()) {
      Number least = minimum.get().number(section.what("minimum"));
      if (new BigDecimal(least.toString()).compareTo(new BigDecimal(maximum.get().toString()))
          > 0) {
        throw minimum.get().fault(section.what() + " has a minimum greater than its maximum");
      }
    }
    return maximum;
  }

  private static void requireAbsent(Section section, String key, String why) throws ManifestFault {
    Optional<Node> node = section.find(key);
    if (node.isPresent()) {
      throw node.get().fault(section.what(key) + " " + why);
    }
  }
}
