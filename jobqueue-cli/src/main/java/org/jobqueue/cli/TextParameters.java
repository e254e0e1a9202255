package org.jobqueue.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jobqueue.api.JobTypeInfo;

/**
 * Makes values of parameters out of text, and absolute paths out of relative ones, as far as the
 * types of the parameters say so. What cannot be understood is passed on as text: the queue refuses
 * it and knows best what to say.
 */
final class TextParameters {
  private static final String LIST = "list of ";
  private static final String TEXT = "text";
  private static final String PATH = "path";

  private final Map<String, Map<String, JobTypeInfo.Parameter>> types = new HashMap<>();
  private final UnaryOperator<Path> paths;

  /**
   * For the types that are known.
   *
   * @param paths makes paths absolute
   */
  TextParameters(List<JobTypeInfo> known, UnaryOperator<Path> paths) {
    this.paths = paths;
    for (JobTypeInfo type : known) {
      Map<String, JobTypeInfo.Parameter> parameters = new LinkedHashMap<>();
      type.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
      types.put(type.name(), parameters); // the newest version comes last
      types.put(type.name() + "@" + type.version(), parameters);
    }
  }

  /**
   * Reads {@code name=value} pairs and the words after {@code --}.
   *
   * @throws UsageException if a pair is malformed or given twice, or the words cannot be used
   */
  Map<String, Object> read(String type, List<String> pairs, List<String> words) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            "'" + pair + "' is not a parameter; expected -p name=value, with the name first");
      }
      add(values, type, pair.substring(0, equals), pair.substring(equals + 1));
    }
    addWords(values, type, words);
    return values;
  }

  private void add(Map<String, Object> values, String type, String name, String text) {
    String kind = kind(type, name).orElse(TEXT);
    if (kind.startsWith(LIST)) {
      List<Object> list = new ArrayList<>();
      if (values.get(name) instanceof List<?> former) {
        list.addAll(former);
      }
      list.addAll(elements(name, kind.substring(LIST.length()), text));
      values.put(name, list);
    } else if (values.put(name, scalar(kind, text)) != null) {
      throw new UsageException("parameter '" + name + "' is given twice");
    }
  }

  private List<?> elements(String name, String kind, String text) {
    if (!text.startsWith("[")) {
      return List.of(scalar(kind, text));
    }
    try {
      return JsonText.read(text) instanceof List<?> list ? absolute(kind, list) : List.of(text);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "parameter '" + name + "' starts like a JSON list, but is none: " + firstLine(e), e);
    }
  }

  private Object scalar(String kind, String text) {
    if (kind.equals(TEXT)) {
      return text;
    }
    if (kind.equals(PATH)) {
      return absolutePath(text);
    }
    try {
      return JsonText.read(text);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private void addWords(Map<String, Object> values, String type, List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    Map<String, JobTypeInfo.Parameter> known = types.get(type);
    if (known == null) {
      return; // the queue says that the type is unknown
    }
    JobTypeInfo.Parameter positional =
        known.values().stream()
            .filter(JobTypeInfo.Parameter::positional)
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "job type '" + type + "' takes no words after --; use -p name=value"));
    Object value = words(positional, words);
    if (values.put(positional.name(), value) != null) {
      throw new UsageException(
          "parameter '" + positional.name() + "' is given with -p and after --");
    }
  }

  private Object words(JobTypeInfo.Parameter parameter, List<String> words) {
    if (parameter.type().startsWith(LIST)) {
      String kind = parameter.type().substring(LIST.length());
      return words.stream().map(word -> scalar(kind, word)).toList();
    }
    if (words.size() > 1) {
      throw new UsageException(
          "parameter '"
              + parameter.name()
              + "' takes one word after --, but there are "
              + words.size());
    }
    return scalar(parameter.type(), words.get(0));
  }

  /** The parameters of a job file with relative paths made absolute. */
  Map<String, Object> absolute(String type, Map<String, Object> parameters) {
    Map<String, Object> values = new LinkedHashMap<>(parameters);
    values.replaceAll((name, value) -> absolute(kind(type, name).orElse(""), value));
    return values;
  }

  private Object absolute(String kind, Object value) {
    if (kind.equals(PATH) && value instanceof String text) {
      return absolutePath(text);
    }
    if (kind.startsWith(LIST) && value instanceof List<?> list) {
      return absolute(kind.substring(LIST.length()), list);
    }
    return value;
  }

  private List<?> absolute(String kind, List<?> list) {
    return list.stream().map(element -> absolute(kind, (Object) element)).toList();
  }

  private String absolutePath(String text) {
    try {
      return paths.apply(Path.of(text)).toString();
    } catch (InvalidPathException e) {
      return text;
    }
  }

  private Optional<String> kind(String type, String name) {
    return Optional.ofNullable(types.getOrDefault(type, Map.of()).get(name))
        .map(JobTypeInfo.Parameter::type);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
