package org.jobqueue.api.path;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory with its names.
 *
 * @param names on each platform all full paths by which it is known there; the first of them is the
 *     one that others are translated to. A platform that does not have the directory is left out
 */
public record PathRule(Map<Platform, List<String>> names) {
  /**
   * Copies the map and checks it.
   *
   * @throws IllegalArgumentException if a name is not a full path of its platform, or there are
   *     less than two names
   */
  public PathRule {
    Map<Platform, List<String>> copy = new EnumMap<>(Platform.class);
    names.forEach((platform, paths) -> copy.put(platform, List.copyOf(paths)));
    names = Map.copyOf(copy);
    copy.forEach((platform, paths) -> paths.forEach(path -> requireFullPath(platform, path)));
    int count = copy.values().stream().mapToInt(List::size).sum();
    if (count < 2) {
      throw new IllegalArgumentException(
          "a directory needs two names or more, and there "
              + (count == 1 ? "is only one: " + copy.values() : "are none"));
    }
  }

  private static void requireFullPath(Platform platform, String path) {
    if (!platform.isFullPath(path)) {
      throw new IllegalArgumentException("'" + path + "' is not a full path of " + platform.text());
    }
  }

  /** What the directory is called on a platform; empty if it is not known there. */
  public Optional<String> name(Platform platform) {
    return names.getOrDefault(platform, List.of()).stream().findFirst();
  }
}
