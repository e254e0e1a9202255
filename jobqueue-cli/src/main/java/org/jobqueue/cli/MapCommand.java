package org.jobqueue.cli;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jobqueue.api.path.PathMap;
import org.jobqueue.api.path.PathRule;
import org.jobqueue.api.path.Platform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what directories are called on other platforms, and what becomes of a path. */
@Command(
    name = "map",
    description = {
      "Shows the path map of the queue: directories that have other names on other platforms, and",
      "what a path is called on each of them. The rules are in 'pathMap' of queue.json."
    })
final class MapCommand implements Runnable {
  private final QueueLocator queues;
  private final Console console;

  @Option(
      names = "--check",
      paramLabel = "PATH",
      description = "Say which rule has this path, and what it is called on each platform.")
  @Nullable String path;

  @Option(names = "--json", description = "Print JSON; see docs/json.md.")
  boolean json;

  @Inject
  MapCommand(QueueLocator queues, Console console) {
    this.queues = queues;
    this.console = console;
  }

  @Override
  public void run() {
    PathMap map = queues.open().options().pathMap();
    String wanted = path;
    if (wanted == null) {
      list(map);
    } else if (json) {
      JsonOutput.print(console, out -> out.object(() -> write(out, map, wanted)));
    } else {
      check(map, wanted);
    }
  }

  private void list(PathMap map) {
    if (json) {
      JsonOutput.print(
          console,
          out -> out.array(() -> map.rules().forEach(rule -> out.object(() -> write(out, rule)))));
      return;
    }
    if (map.rules().isEmpty()) {
      console.line(
          "there are no rules; each path is used as it is. See 'pathMap' in docs/format.md");
      return;
    }
    int number = 0;
    for (PathRule rule : map.rules()) {
      console.line("rule " + ++number);
      for (Platform platform : Platform.values()) {
        for (String name : names(rule, platform)) {
          console.line(field(platform, name));
        }
      }
    }
  }

  private void check(PathMap map, String wanted) {
    Platform here = Platform.current();
    Optional<PathMap.Match> match = map.match(wanted, here);
    console.line(
        match
            .map(
                found ->
                    "rule "
                        + (map.rules().indexOf(found.rule()) + 1)
                        + ": it is below "
                        + Printable.line(found.name())
                        + " of "
                        + found.platform().text())
            .orElse("no rule has this path; it is used as it is"));
    for (Platform platform : Platform.values()) {
      console.line(
          match.filter(found -> isUnknown(found, platform)).isPresent()
              ? field(platform, "unknown there: the rule has no name for it")
              : field(platform, map.translate(wanted, platform)));
    }
    console.line(existence(map.translate(wanted, here)));
  }

  private static boolean isUnknown(PathMap.Match match, Platform platform) {
    return match.rule().name(platform).isEmpty();
  }

  private static String existence(String path) {
    return exists(path)
        ? "on this host there is " + Printable.line(path)
        : "on this host there is no " + Printable.line(path);
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String field(Platform platform, String text) {
    return String.format(Locale.ROOT, "  %-8s %s", platform.text(), Printable.line(text));
  }

  private static List<String> names(PathRule rule, Platform platform) {
    return rule.names().getOrDefault(platform, List.of());
  }

  private static void write(JsonOutput out, PathRule rule) {
    for (Platform platform : Platform.values()) {
      if (!names(rule, platform).isEmpty()) {
        out.field(platform.text(), names(rule, platform));
      }
    }
  }

  private static void write(JsonOutput out, PathMap map, String wanted) {
    Optional<PathMap.Match> match = map.match(wanted, Platform.current());
    out.field("path", wanted);
    out.field("rule", match.map(found -> map.rules().indexOf(found.rule()) + 1));
    for (Platform platform : Platform.values()) {
      if (match.filter(found -> isUnknown(found, platform)).isEmpty()) {
        out.field(platform.text(), map.translate(wanted, platform));
      }
    }
    out.field("exists", exists(map.translate(wanted, Platform.current())));
  }
}
