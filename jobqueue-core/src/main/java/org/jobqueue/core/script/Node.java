package org.jobqueue.core.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value in a manifest, with its place.
 *
 * @param value text, a Boolean, a Number, a list of nodes, a map of nodes by name, or null
 * @param text a scalar as it was written, so that {@code 007} and {@code 89504e47} may be meant as
 *     text; empty for lists and maps
 * @param line from 1
 */
record Node(@Nullable Object value, String text, int line) {
  ManifestFault fault(String message) {
    return new ManifestFault(line, message);
  }

  /** A list; one value alone is a list of one. */
  List<Node> listOrOne() {
    return value instanceof List<?> ? elements() : List.of(this);
  }

  List<Node> list(String what) throws ManifestFault {
    if (!(value instanceof List<?>)) {
      throw fault(what + " is " + describe() + "; write a list, such as [a, b]");
    }
    return elements();
  }

  Map<String, Node> map(String what) throws ManifestFault {
    if (!(value instanceof Map<?, ?> entries)) {
      throw fault(what + " is " + describe() + "; write names with values, such as {name: value}");
    }
    Map<String, Node> nodes = new LinkedHashMap<>();
    entries.forEach((name, node) -> nodes.put((String) name, (Node) node));
    return nodes;
  }

  boolean isMap() {
    return value instanceof Map<?, ?>;
  }

  /** Text, for which numbers and truth values are taken as they are written. */
  String scalar(String what) throws ManifestFault {
    if (value == null || value instanceof List<?> || value instanceof Map<?, ?>) {
      throw fault(what + " is " + describe() + "; write text");
    }
    if (text.indexOf('\0') >= 0) {
      throw fault(what + " contains the character NUL, which no command can be given");
    }
    return text;
  }

  boolean truth(String what) throws ManifestFault {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw fault(what + " is " + describe() + "; write true or false");
  }

  /** A whole number within bounds. */
  long integer(String what, long least, long most) throws ManifestFault {
    boolean whole = value instanceof Integer || value instanceof Long;
    if (!whole || !(value instanceof Number number)) {
      throw fault(what + " is " + describe() + "; write a whole number");
    }
    if (number.longValue() < least || number.longValue() > most) {
      throw fault(what + " is " + text + "; it must be from " + least + " to " + most);
    }
    return number.longValue();
  }

  Number number(String what) throws ManifestFault {
    if (value instanceof Number number) {
      return number;
    }
    throw fault(what + " is " + describe() + "; write a number");
  }

  /** The same without places, as a JSON reader has it. */
  @Nullable Object plain() {
    if (value instanceof List<?>) {
      List<@Nullable Object> plain = new ArrayList<>();
      elements().forEach(node -> plain.add(node.plain()));
      return plain;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      entries.forEach((name, node) -> plain.put((String) name, ((Node) node).plain()));
      return plain;
    }
    return value;
  }

  private String describe() {
    if (value instanceof List<?>) {
      return "a list";
    } else if (value instanceof Map<?, ?>) {
      return "a map";
    }
    return value == null ? "empty" : "'" + text + "'";
  }

  private List<Node> elements() {
    return ((List<?>) Objects.requireNonNull(value)).stream().map(Node.class::cast).toList();
  }
}
