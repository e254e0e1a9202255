package org.jobqueue.api.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A full path in its parts.
 *
 * @param platform how it is written
 * @param names from the top down; the first one of Windows is {@code P:} or {@code \\server}
 * @param directory true if it ends with a separator
 */
record PlatformPath(Platform platform, List<String> names, boolean directory) {
  /** Drive or server, perhaps behind the prefix that allows long paths. */
  private static final Pattern WINDOWS_ROOT =
      Pattern.compile(
          "(?:[\\\\/]{2}[?][\\\\/])?([A-Za-z]:)(?=[\\\\/]|$)"
              + "|(?:[\\\\/]{2}[?][\\\\/](?i:UNC)[\\\\/]|[\\\\/]{2})([^\\\\/?.:*][^\\\\/?:*]*)");

  private static final Pattern WINDOWS_SEPARATORS = Pattern.compile("[\\\\/]+");
  private static final Pattern SEPARATORS = Pattern.compile("/+");

  /**
   * Two of them, and not more, mean something else: a server to Windows, "beside it" to Blender.
   */
  private static final Pattern DOUBLE_SLASH = Pattern.compile("//(?!/)");

  /** Reads a path; empty if it is none of this platform, or not a full one. */
  static Optional<PlatformPath> parse(Platform platform, String text) {
    return platform == Platform.WINDOWS ? ofWindows(text) : ofOthers(platform, text);
  }

  private static Optional<PlatformPath> ofOthers(Platform platform, String text) {
    return text.startsWith("/") && !DOUBLE_SLASH.matcher(text).lookingAt()
        ? Optional.of(
            new PlatformPath(
                platform, parts(SEPARATORS, text), text.length() > 1 && text.endsWith("/")))
        : Optional.empty();
  }

  private static Optional<PlatformPath> ofWindows(String text) {
    Matcher root = WINDOWS_ROOT.matcher(text);
    if (!root.lookingAt()) {
      return Optional.empty();
    }
    String rest = text.substring(root.end());
    List<String> names = new ArrayList<>();
    names.add(root.group(1) == null ? "\\\\" + root.group(2) : root.group(1));
    names.addAll(parts(WINDOWS_SEPARATORS, rest));
    boolean directory = names.size() > 1 && (rest.endsWith("/") || rest.endsWith("\\"));
    return Optional.of(new PlatformPath(Platform.WINDOWS, names, directory));
  }

  private static List<String> parts(Pattern separators, String text) {
    return separators.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
  }

  /** Whether this is the other one or a directory above it, by the rules of this platform. */
  boolean contains(PlatformPath other) {
    if (names.size() > other.names.size()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!platform.isSame(names.get(i), other.names.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code ..} leads out of the directory of the first so many names. */
  boolean leavesBelow(int depth) {
    int level = 0;
    for (String name : names.subList(depth, names.size())) {
      if (name.equals("..")) {
        level--;
      } else if (!name.equals(".")) {
        level++;
      }
      if (level < 0) {
        return true;
      }
    }
    return false;
  }

  /** The place of another path in this directory, when the first so many names of it are this. */
  PlatformPath with(PlatformPath other, int depth) {
    List<String> all = Stream.concat(names.stream(), other.names.stream().skip(depth)).toList();
    return new PlatformPath(platform, all, other.directory);
  }

  @Override
  public String toString() {
    boolean windows = platform == Platform.WINDOWS;
    String separator = windows ? "\\" : "/";
    String joined = (windows ? "" : "/") + String.join(separator, names);
    boolean bareDrive = windows && names.size() == 1 && joined.endsWith(":");
    return bareDrive || (directory && !names.isEmpty()) ? joined + separator : joined;
  }
}
