package org.jobqueue.core.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads YAML or JSON, with the lines on which things are. */
final class NodeReader {
  private final JsonParser parser;

  private NodeReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a document.
   *
   * @param file whose name says which of both it is
   * @throws ManifestFault if it is not well-formed, has a key twice or an alias, or is more than
   *     one document
   */
  static Node read(Path file, byte[] content) throws ManifestFault, IOException {
    try (JsonParser parser = factory(file).createParser(content)) {
      return new NodeReader(parser).document();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new ManifestFault(line, withoutExcerpts(String.valueOf(e.getOriginalMessage())));
    }
  }

  /** What was being read and what is wrong there, without the excerpts that are indented. */
  private static String withoutExcerpts(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .limit(2)
        .collect(Collectors.joining(": "));
  }

  private static JsonFactory factory(Path file) {
    JsonFactory factory = file.toString().endsWith(".json") ? new JsonFactory() : new YAMLFactory();
    return factory.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
  }

  private Node document() throws ManifestFault, IOException {
    if (parser.nextToken() == null) {
      throw new ManifestFault(0, "the manifest is empty; write 'types:' and a list of job types");
    }
    Node node = node(line());
    if (parser.nextToken() != null) {
      throw new ManifestFault(line(), "a second document begins here; a manifest is one");
    }
    return node;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** The value that begins here; that of a key is on the line of the key. */
  private Node node(int line) throws ManifestFault, IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new ManifestFault(line, "aliases (*name) cannot be used here; write the value itself");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Node(map(), "", line);
      case START_ARRAY -> new Node(list(), "", line);
      default -> new Node(scalar(), parser.getText(), line);
    };
  }

  private @Nullable Object scalar() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.getText();
    };
  }

  private Map<String, Node> map() throws ManifestFault, IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int line = line();
      parser.nextToken();
      entries.put(name, node(line));
    }
    return entries;
  }

  private List<Node> list() throws ManifestFault, IOException {
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node(line()));
    }
    return elements;
  }
}
