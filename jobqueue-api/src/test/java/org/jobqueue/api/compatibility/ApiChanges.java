package org.jobqueue.api.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is different between two dumps.
 *
 * @param gone lines that are not there any more, since the thing has gone or changed
 * @param burdens new lines that ask something new of code which implements a type or uses an
 *     annotation
 * @param additions other new lines
 */
record ApiChanges(List<String> gone, List<String> burdens, List<String> additions) {
  private static final Pattern ABSTRACT =
      Pattern.compile("(\\S+) method (?:protected )?abstract (.*)");

  /**
   * Compares two dumps.
   *
   * @param implemented the types that others implement, to which no abstract method may be added
   */
  static ApiChanges between(
      SortedSet<String> before, SortedSet<String> after, Set<String> implemented) {
    SortedSet<String> gone = new TreeSet<>(before);
    gone.removeAll(after);
    SortedSet<String> fresh = new TreeSet<>(after);
    fresh.removeAll(before);
    List<String> burdens = new ArrayList<>();
    List<String> additions = new ArrayList<>();
    for (String line : fresh) {
      (isBurden(line, before, implemented) ? burdens : additions).add(line);
    }
    return new ApiChanges(List.copyOf(gone), burdens, additions);
  }

  private static boolean isBurden(String line, SortedSet<String> before, Set<String> implemented) {
    Matcher method = ABSTRACT.matcher(line);
    if (!method.matches()) {
      return false;
    }
    String type = method.group(1);
    boolean annotation = before.contains(type + " is annotation");
    boolean existed = before.stream().anyMatch(known -> known.startsWith(type + " is "));
    return annotation
        ? !method.group(2).contains(" default ")
        : existed && implemented.contains(type);
  }

  boolean isNone() {
    return gone.isEmpty() && burdens.isEmpty() && additions.isEmpty();
  }

  boolean breaks() {
    return !gone.isEmpty() || !burdens.isEmpty();
  }

  /** The changes as in a diff. */
  String listed() {
    List<String> lines = new ArrayList<>();
    gone.forEach(line -> lines.add("  - " + line));
    burdens.forEach(line -> lines.add("  + " + line + "   (those who have one must add this)"));
    additions.forEach(line -> lines.add("  + " + line));
    return String.join("\n", lines);
  }
}
