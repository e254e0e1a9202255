package org.jobqueue.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads job files: JSON or YAML, strictly. Every fault is reported with its place in the file. */
final class JobFileReader {
  private static final int MAX_YAML_CHARACTERS = 512 << 20;

  private final String name;

  private JobFileReader(String name) {
    this.name = name;
  }

  /**
   * Reads a job file; its name decides between JSON and YAML.
   *
   * @throws UsageException if there is no such file or something in it is wrong
   */
  static JobSpec read(Path file) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return new JobFileReader(fileName).read(in, mapperFor(fileName));
    } catch (NoSuchFileException e) {
      throw new UsageException("there is no job file " + file, e);
    }
  }

  /** Reads a job file in YAML, or JSON, which is almost YAML, from a stream. */
  static JobSpec readStream(InputStream in) throws IOException {
    return new JobFileReader("standard input").read(in, yaml());
  }

  private static ObjectMapper mapperFor(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".json")) {
      return strict(new JsonMapper());
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return yaml();
    }
    throw new UsageException(
        fileName
            + ": the name of a job file ends in .json, .yaml or .yml, so that its form is clear");
  }

  private static ObjectMapper yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_YAML_CHARACTERS);
    return strict(new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build()));
  }

  private static ObjectMapper strict(ObjectMapper mapper) {
    return mapper
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private JobSpec read(InputStream in, ObjectMapper mapper) throws IOException {
    JsonNode tree;
    try (JsonParser parser = new WithoutAliases(mapper.createParser(in))) {
      tree = mapper.readTree(parser);
    } catch (JsonProcessingException e) {
      throw new UsageException(name + location(e) + ": " + firstLine(e.getOriginalMessage()), e);
    }
    if (tree == null || tree.isMissingNode() || tree.isNull()) {
      throw new UsageException(name + " is empty; expected an object with 'type' and 'parameters'");
    }
    try {
      return new JobTreeReader().read(tree);
    } catch (UsageException e) {
      throw new UsageException(name + ": " + e.getMessage(), e);
    }
  }

  private static String location(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String firstLine(String message) {
    return message == null ? "cannot be read" : message.lines().findFirst().orElse("");
  }

  /** Jackson would read the YAML alias {@code *name} as the text "name". */
  private static final class WithoutAliases extends JsonParserDelegate {
    WithoutAliases(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = super.nextToken();
      if (delegate instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
        throw new JsonParseException(
            delegate,
            "aliases such as *name are not read here; to share a job give it an 'id' and refer to"
                + " it with 'ref'");
      }
      return token;
    }
  }
}
