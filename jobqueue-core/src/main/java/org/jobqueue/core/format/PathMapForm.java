package org.jobqueue.core.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.PathRule;
import org.jobqueue.api.path.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code pathMap} of {@code queue.json}: a list with an object for each directory, whose
 * fields are platforms and whose values are names there, one or a list.
 */
final class PathMapForm {
  private static final String FIELD = "pathMap";

  private PathMapForm() {}

  /** The field; null if there are no rules. */
  static @Nullable JsonNode of(PathMap map) {
    if (map.rules().isEmpty()) {
      return null;
    }
    ArrayNode rules = JsonNodeFactory.instance.arrayNode();
    for (PathRule rule : map.rules()) {
      ObjectNode fields = rules.addObject();
      for (Platform platform : Platform.values()) {
        List<String> names = rule.names().getOrDefault(platform, List.of());
        if (names.size() == 1) {
          fields.put(platform.text(), names.get(0));
        } else if (!names.isEmpty()) {
          names.forEach(fields.withArray(platform.text())::add);
        }
      }
    }
    return rules;
  }

  /**
   * Reads the field.
   *
   * @throws IllegalArgumentException if it is not valid; names the place
   */
  static PathMap read(@Nullable JsonNode field) {
    if (field == null || field.isNull()) {
      return PathMap.NONE;
    }
    if (!field.isArray()) {
      throw invalid(FIELD, field, "a list of objects");
    }
    List<PathRule> rules = new ArrayList<>();
    for (int i = 0; i < field.size(); i++) {
      rules.add(rule(FIELD + "[" + i + "]", field.get(i)));
    }
    return new PathMap(rules);
  }

  private static PathRule rule(String where, JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw invalid(where, node, "an object with platforms and names");
    }
    Map<Platform, List<String>> names = new EnumMap<>(Platform.class);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      names.put(
          platform(where, field.getKey()), names(where + "." + field.getKey(), field.getValue()));
    }
    try {
      return new PathRule(names);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static Platform platform(String where, String name) {
    return Arrays.stream(Platform.values())
        .filter(platform -> platform.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    where
                        + " has a field '"
                        + name
                        + "'; there are "
                        + Arrays.stream(Platform.values())
                            .map(Platform::text)
                            .collect(Collectors.joining(", "))));
  }

  private static List<String> names(String where, JsonNode node) {
    List<String> names = new ArrayList<>();
    if (node.isTextual()) {
      names.add(node.textValue());
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        if (!element.isTextual()) {
          throw invalid(where, element, "a path");
        }
        names.add(element.textValue());
      }
    } else {
      throw invalid(where, node, "a path or a list of paths");
    }
    return names;
  }

  private static IllegalArgumentException invalid(String where, JsonNode node, String expected) {
    return new IllegalArgumentException(where + " is " + node + "; it must be " + expected);
  }
}
