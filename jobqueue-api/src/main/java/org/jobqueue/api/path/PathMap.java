package org.jobqueue.api.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Directories that have other names on other platforms: {@code P:\} where another has {@code
 * /mnt/projects}. A path is translated by the rule with the longest name that it lies in, compared
 * name by name as the platform of that name does; everything behind keeps its case and gets the
 * separators of the platform that it is for. A path that no rule has, one of the platform that it
 * is for, and one that leads out of the directory by {@code ..} stay as they are.
 *
 * @param rules in any order; of two equally long names one of the platform asked for goes first,
 *     then the earlier rule
 */
public record PathMap(List<PathRule> rules) {
  /** Nothing is translated. */
  public static final PathMap NONE = new PathMap(List.of());

  private static final Pattern VARIABLE_WITH_DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

  /** Copies the list. */
  public PathMap {
    rules = List.copyOf(rules);
  }

  /**
   * A rule that has a path.
   *
   * @param rule the rule
   * @param platform the platform whose name of the directory the path begins with
   * @param name that name
   */
  public record Match(PathRule rule, Platform platform, String name) {}

  /** What was found, with the parts of both paths. */
  private record Found(Match match, PlatformPath directory, PlatformPath path) {
    int depth() {
      return directory.names().size();
    }
  }

  /** The rule that a path is translated by, for {@code to}; empty if none has it. */
  public Optional<Match> match(String path, Platform to) {
    return find(path, to).map(Found::match);
  }

  /** What the path is called on a platform. */
  public String translate(String path, Platform to) {
    return find(path, to)
        .filter(found -> found.match().platform() != to)
        .flatMap(found -> translated(found, to))
        .orElse(path);
  }

  /**
   * The value of an environment variable: a path, or a list of paths as in {@code PATH} of any
   * platform. Everything else stays as it is.
   */
  public String translateVariable(String value, Platform to) {
    char separator = value.indexOf(';') >= 0 ? ';' : ':';
    if (rules.isEmpty()
        || value.indexOf(separator) < 0
        || (separator == ':' && VARIABLE_WITH_DRIVE.matcher(value).matches())) {
      return translate(value, to);
    }
    List<String> paths = Arrays.asList(Pattern.compile(String.valueOf(separator)).split(value, -1));
    if (!paths.stream().allMatch(PathMap::isFullPathOrEmpty)) {
      return value;
    }
    List<String> translated = paths.stream().map(path -> translate(path, to)).toList();
    return translated.equals(paths)
        ? value
        : translated.stream().collect(Collectors.joining(String.valueOf(to.listSeparator())));
  }

  private static boolean isFullPathOrEmpty(String path) {
    return path.isEmpty() || Platform.LINUX.isFullPath(path) || Platform.WINDOWS.isFullPath(path);
  }

  private static Optional<String> translated(Found found, Platform to) {
    return found
        .match()
        .rule()
        .name(to)
        .flatMap(name -> PlatformPath.parse(to, name))
        .map(directory -> directory.with(found.path(), found.depth()).toString());
  }

  private Optional<Found> find(String path, Platform to) {
    @Nullable Found best = null;
    for (PathRule rule : rules) {
      for (Found found : candidates(rule, path)) {
        if (best == null || isBetter(found, best, to)) {
          best = found;
        }
      }
    }
    return Optional.ofNullable(best).filter(found -> !found.path().leavesBelow(found.depth()));
  }

  private static boolean isBetter(Found found, Found best, Platform to) {
    return found.depth() > best.depth()
        || (found.depth() == best.depth()
            && found.match().platform() == to
            && best.match().platform() != to);
  }

  private static List<Found> candidates(PathRule rule, String path) {
    List<Found> candidates = new ArrayList<>();
    for (Platform platform : Platform.values()) {
      Optional<PlatformPath> parsed = PlatformPath.parse(platform, path);
      for (String name : rule.names().getOrDefault(platform, List.of())) {
        Optional<PlatformPath> directory = PlatformPath.parse(platform, name);
        if (parsed.isPresent() && directory.isPresent() && directory.get().contains(parsed.get())) {
          candidates.add(new Found(new Match(rule, platform, name), directory.get(), parsed.get()));
        }
      }
    }
    return candidates;
  }
}
