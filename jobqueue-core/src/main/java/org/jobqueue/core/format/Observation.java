package org.jobqueue.core.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What {@code queue.json} says of the history, of hooks and of logs.
 *
 * @param history whether the history is written
 * @param logLimit the most bytes of each log file of an attempt
 * @param hooks what is done when something happens
 */
public record Observation(boolean history, long logLimit, List<Hook> hooks) {
  /** 64 MiB. */
  public static final long DEFAULT_LOG_LIMIT = 64L << 20;

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final String HOOKS = "hooks";
  private static final String TIMEOUT = "timeoutMillis";

  /** Copies the list. */
  public Observation {
    hooks = List.copyOf(hooks);
  }

  /** The settings of a queue that says nothing. */
  public static Observation defaults() {
    return new Observation(true, DEFAULT_LOG_LIMIT, List.of());
  }

  /** What is done when something happens. */
  public sealed interface Hook permits Exec, Post {
    /** The events that it wants; all if there are none. */
    Set<EventType> events();

    /** How long one event may take. */
    Duration timeout();
  }

  /**
   * Runs a command.
   *
   * @param command the program and its arguments
   */
  public record Exec(List<String> command, Set<EventType> events, Duration timeout)
      implements Hook {}

  /**
   * Sends the event to a server.
   *
   * @param url of the server
   */
  public record Post(URI url, Set<EventType> events, Duration timeout) implements Hook {}

  /**
   * Reads the content of {@code queue.json}, of which {@link QueueConfiguration} has found that it
   * is one.
   *
   * @throws IOException if something is not valid, with a message that names the place
   */
  public static Observation parse(byte[] content) throws IOException {
    JsonNode root = Json.read(content, JsonNode.class);
    try {
      return new Observation(
          history(root.get("history")), logLimit(root.get("logLimit")), hooks(root.get(HOOKS)));
    } catch (IllegalArgumentException e) {
      throw new IOException("has a setting that is not valid: " + e.getMessage(), e);
    }
  }

  private static boolean history(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return true;
    }
    if (!node.isBoolean()) {
      throw invalid("history", node, "true or false");
    }
    return node.booleanValue();
  }

  private static long logLimit(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return DEFAULT_LOG_LIMIT;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw invalid("logLimit", node, "a number of bytes");
    }
    long limit = node.longValue();
    if (limit < WorkerOptions.LOWEST_LOG_LIMIT) {
      throw new IllegalArgumentException(
          "logLimit is "
              + limit
              + "; it must be "
              + WorkerOptions.LOWEST_LOG_LIMIT
              + " bytes or more");
    }
    return limit;
  }

  private static List<Hook> hooks(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw invalid(HOOKS, node, "a list of objects");
    }
    List<Hook> hooks = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      hooks.add(hook(HOOKS + "[" + i + "]", node.get(i)));
    }
    return hooks;
  }

  private static Hook hook(String where, JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw invalid(where, node, "an object");
    }
    String kind = text(where + ".kind", object.get("kind"), "exec or post");
    return switch (kind) {
      case "exec" -> {
        requireKnown(where, object, "command");
        yield new Exec(
            command(where + ".command", object.get("command")),
            events(where + ".events", object.get("events")),
            timeout(where + "." + TIMEOUT, object.get(TIMEOUT)));
      }
      case "post" -> {
        requireKnown(where, object, "url");
        yield new Post(
            url(where + ".url", object.get("url")),
            events(where + ".events", object.get("events")),
            timeout(where + "." + TIMEOUT, object.get(TIMEOUT)));
      }
      default ->
          throw new IllegalArgumentException(
              where + ".kind is '" + kind + "'; it must be exec or post");
    };
  }

  private static void requireKnown(String where, ObjectNode object, String own) {
    Set<String> known = Set.of("kind", "events", TIMEOUT, own);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!known.contains(field.getKey())) {
        throw new IllegalArgumentException(
            where + " has a field '" + field.getKey() + "', which is unknown");
      }
    }
  }

  private static List<String> command(String where, @Nullable JsonNode node) {
    if (node == null || node.isNull() || !node.isArray() || node.isEmpty()) {
      throw invalid(where, node, "a list: the program and its arguments");
    }
    List<String> command = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      command.add(text(where + "[" + i + "]", node.get(i), "a text"));
    }
    if (command.get(0).isBlank()) {
      throw invalid(where + "[0]", node.get(0), "the name of a program");
    }
    return List.copyOf(command);
  }

  private static URI url(String where, @Nullable JsonNode node) {
    String text = text(where, node, "a URL");
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw invalid(where, node, "a URL that begins with http:// or https://, with a host");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(where + " is no URL: " + e.getMessage(), e);
    }
  }

  private static Set<EventType> events(String where, @Nullable JsonNode node) {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    if (node == null || node.isNull()) {
      return types;
    }
    if (!node.isArray() || node.isEmpty()) {
      throw invalid(where, node, "a list of names of events");
    }
    for (int i = 0; i < node.size(); i++) {
      String at = where + "[" + i + "]";
      String name = text(at, node.get(i), "the name of an event");
      types.add(
          EventType.parse(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(at + " is '" + name + "', which is no event")));
    }
    return types;
  }

  private static Duration timeout(String where, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return DEFAULT_TIMEOUT;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 1
        || node.longValue() > LONGEST_TIMEOUT.toMillis()) {
      throw invalid(where, node, "a number of milliseconds from 1 to an hour");
    }
    return Duration.ofMillis(node.longValue());
  }

  private static String text(String where, @Nullable JsonNode node, String expected) {
    if (node == null || node.isNull() || !node.isTextual()) {
      throw invalid(where, node, expected);
    }
    return node.textValue();
  }

  private static IllegalArgumentException invalid(
      String where, @Nullable JsonNode node, String expected) {
    String found = node == null ? "missing" : node.toString();
    return new IllegalArgumentException(where + " is " + found + "; it must be " + expected);
  }
}
