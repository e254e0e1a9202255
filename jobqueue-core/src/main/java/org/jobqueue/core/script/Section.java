package org.jobqueue.core.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.core.text.Nearest;

/**
 * A map of a manifest that may have certain keys and no others.
 *
 * @param node the map
 * @param what it is, for messages
 * @param entries by key
 */
record Section(Node node, String what, Map<String, Node> entries) {
  /**
   * The map that a node has to be.
   *
   * @param keys those that it may have
   * @throws ManifestFault if it is something else, or has another key
   */
  static Section of(Node node, String what, List<String> keys) throws ManifestFault {
    Map<String, Node> entries = node.map(what);
    for (Map.Entry<String, Node> entry : entries.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw entry.getValue().fault(unknown("key", entry.getKey(), what, keys));
      }
    }
    return new Section(node, what, entries);
  }

  /** The message for a name that is none of those that there are. */
  static String unknown(String kind, String name, String where, List<String> known) {
    String suggestion =
        Nearest.to(name, known).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
    return "unknown %s '%s' in %s; there %s: %s%s"
        .formatted(
            kind,
            name,
            where,
            known.size() == 1 ? "is" : "are",
            known.isEmpty() ? "none" : String.join(", ", known),
            suggestion);
  }

  Optional<Node> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Node require(String key) throws ManifestFault {
    Optional<Node> found = find(key);
    if (found.isEmpty()) {
      throw node.fault(what + " has no '" + key + "'");
    }
    return found.get();
  }

  /** For messages. */
  String what(String key) {
    return "'" + key + "' of " + what;
  }

  String scalar(String key) throws ManifestFault {
    return require(key).scalar(what(key));
  }

  Optional<String> findScalar(String key) throws ManifestFault {
    Optional<Node> found = find(key);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().scalar(what(key)));
  }

  boolean truth(String key) throws ManifestFault {
    Optional<Node> found = find(key);
    return found.isPresent() && found.get().truth(what(key));
  }

  /** A list that may be absent. */
  List<Node> list(String key) throws ManifestFault {
    Optional<Node> found = find(key);
    return found.isEmpty() ? List.of() : found.get().list(what(key));
  }

  /** A map that may be absent. */
  Map<String, Node> map(String key) throws ManifestFault {
    Optional<Node> found = find(key);
    return found.isEmpty() ? Map.of() : found.get().map(what(key));
  }

  /**
   * One of the constants of an enum, written in lower case.
   *
   * @param absent the constant if the key is absent
   */
  <E extends Enum<E>> E constant(String key, Class<E> type, E absent) throws ManifestFault {
    Optional<Node> found = find(key);
    if (found.isEmpty()) {
      return absent;
    }
    String wanted = found.get().scalar(what(key));
    Optional<E> constant = Words.find(type, wanted);
    if (constant.isEmpty()) {
      throw found.get().fault(unknown(key, wanted, what, Words.of(type)));
    }
    return constant.get();
  }
}
