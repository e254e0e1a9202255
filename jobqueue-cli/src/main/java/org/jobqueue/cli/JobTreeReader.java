package org.jobqueue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jspecify.annotations.Nullable;

/** Reads the tree of a job file and checks its shape. Used once. */
final class JobTreeReader {
  private static final List<String> KEYS =
      List.of(
          "type",
          "label",
          "attempts",
          "priority",
          "id",
          "parameters",
          "frames",
          "chunkSize",
          "retry",
          "timeLimits",
          "outputs",
          "skipExisting",
          "requirements",
          "subJobs",
          "ref");
  private static final RunOptionsReader OPTIONS = new RunOptionsReader(path -> path);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> placesOfIds = new HashMap<>();
  private final List<JobSpec.Reference> references = new ArrayList<>();

  /**
   * Reads the top-level job.
   *
   * @throws UsageException if something is wrong, beginning with its place
   */
  JobSpec read(JsonNode tree) {
    requireObject(tree, "");
    if (tree.has("ref")) {
      throw at("ref", "the top-level job cannot be a reference");
    }
    JobSpec job = job(tree, "");
    for (JobSpec.Reference reference : references) {
      if (!placesOfIds.containsKey(reference.id())) {
        throw at(
            reference.place() + ".ref",
            "no job of this file has the id '" + reference.id() + "'" + meant(reference.id()));
      }
    }
    return job;
  }

  private String meant(String id) {
    return Suggestion.nearest(id, placesOfIds.keySet())
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("");
  }

  private JobSpec job(JsonNode node, String place) {
    checkKeys(node, place);
    if (!place.isEmpty() && node.has("priority")) {
      throw at(inside(place, "priority"), "only the top-level job has a priority");
    }
    JsonNode type = node.get("type");
    if (type == null) {
      throw at(inside(place, "type"), "missing; every job names its job type");
    }
    // Read again when the job is made, over what the queue says of its jobs; faults are found here.
    JobOptions unused = OPTIONS.read(node, place, JobOptions.DEFAULTS);
    Optional<String> id = text(node, place, "id");
    id.ifPresent(name -> remember(name, place));
    return new JobSpec(
        place,
        requireText(type, inside(place, "type")),
        text(node, place, "label"),
        number(node, place, "attempts", 1, Integer.MAX_VALUE),
        number(node, place, "priority", JobRoot.LOWEST_PRIORITY, JobRoot.HIGHEST_PRIORITY),
        id,
        parameters(node.get("parameters"), inside(place, "parameters")),
        frames(node, place),
        number(node, place, "chunkSize", 1, Integer.MAX_VALUE),
        node,
        subJobs(node.get("subJobs"), inside(place, "subJobs")));
  }

  private static void checkKeys(JsonNode node, String place) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String key = names.next();
      if (!KEYS.contains(key)) {
        String hint =
            Suggestion.nearest(key, KEYS)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("a job has " + String.join(", ", KEYS.subList(0, KEYS.size() - 1)));
        throw at(inside(place, key), "unknown key, " + hint);
      }
    }
  }

  private void remember(String id, String place) {
    String former = placesOfIds.putIfAbsent(id, place);
    if (former != null) {
      String where = former.isEmpty() ? "the top-level job" : former;
      throw at(inside(place, "id"), "'" + id + "' is the id of " + where + " already");
    }
  }

  private List<JobSpec.Sub> subJobs(@Nullable JsonNode node, String place) {
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw at(place, "expected a list of jobs, found " + describe(node));
    }
    List<JobSpec.Sub> jobs = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      jobs.add(subJob(node.get(i), place + "[" + i + "]"));
    }
    return jobs;
  }

  private JobSpec.Sub subJob(JsonNode node, String place) {
    requireObject(node, place);
    JsonNode ref = node.get("ref");
    if (ref == null) {
      return new JobSpec.Own(job(node, place));
    }
    if (node.size() > 1) {
      throw at(place, "a reference has no other key than 'ref'");
    }
    JobSpec.Reference reference =
        new JobSpec.Reference(place, requireText(ref, inside(place, "ref")));
    references.add(reference);
    return reference;
  }

  private static Map<String, Object> parameters(@Nullable JsonNode node, String place) {
    if (node == null) {
      return Map.of();
    }
    requireObject(node, place);
    requireNoNull(node, place);
    Map<String, Object> parameters = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field ->
                parameters.put(
                    field.getKey(), MAPPER.convertValue(field.getValue(), Object.class)));
    return parameters;
  }

  /** A single frame may be given as a number. */
  private static Optional<FrameRange> frames(JsonNode node, String place) {
    JsonNode value = node.get("frames");
    if (value == null && node.has("chunkSize")) {
      throw at(inside(place, "chunkSize"), "says how to cut frames, but there are no 'frames'");
    }
    if (value == null) {
      return Optional.empty();
    }
    String text = value.isInt() ? value.asText() : requireText(value, inside(place, "frames"));
    try {
      return Optional.of(FrameRange.parse(text));
    } catch (IllegalArgumentException e) {
      throw at(inside(place, "frames"), String.valueOf(e.getMessage()));
    }
  }

  private static void requireNoNull(JsonNode node, String place) {
    if (node.isNull()) {
      throw at(place, "is null; leave it out instead");
    }
    node.properties().forEach(f -> requireNoNull(f.getValue(), inside(place, f.getKey())));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      requireNoNull(node.get(i), place + "[" + i + "]");
    }
  }

  private static Optional<String> text(JsonNode node, String place, String key) {
    JsonNode value = node.get(key);
    return value == null ? Optional.empty() : Optional.of(requireText(value, inside(place, key)));
  }

  private static String requireText(JsonNode value, String place) {
    if (!value.isTextual()) {
      String quotes = value.isValueNode() && !value.isNull() ? "; put it in quotes" : "";
      throw at(place, "expected text, found " + describe(value) + quotes);
    }
    if (value.textValue().isBlank()) {
      throw at(place, "is empty");
    }
    return value.textValue();
  }

  private static OptionalInt number(JsonNode node, String place, String key, int low, int high) {
    JsonNode value = node.get(key);
    if (value == null) {
      return OptionalInt.empty();
    }
    String range = high == Integer.MAX_VALUE ? low + " or more" : low + " to " + high;
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw at(inside(place, key), "expected a number, " + range + ", found " + describe(value));
    }
    int number = value.intValue();
    if (number < low || number > high) {
      throw at(inside(place, key), "is " + number + "; expected " + range);
    }
    return OptionalInt.of(number);
  }

  private static void requireObject(JsonNode node, String place) {
    if (!node.isObject()) {
      throw at(place.isEmpty() ? "the job" : place, "expected an object, found " + describe(node));
    }
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "the text '" + node.textValue() + "'";
      case NUMBER -> "the number " + node.asText();
      case BOOLEAN -> node.asText();
      default -> "nothing";
    };
  }

  private static String inside(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  private static UsageException at(String place, String problem) {
    return new UsageException(place + ": " + problem);
  }
}
