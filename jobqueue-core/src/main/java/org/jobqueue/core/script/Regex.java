package org.jobqueue.core.script;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions in manifests. */
final class Regex {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  private Regex() {}

  static Pattern compile(Node node, String what) throws ManifestFault {
    String expression = node.scalar(what);
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw node.fault(
          "%s is not a regular expression: %s near character %d of %s"
              .formatted(what, e.getDescription(), e.getIndex() + 1, expression));
    }
  }

  /** The names of its groups. */
  static Set<String> groups(Pattern pattern) {
    Set<String> groups = new HashSet<>();
    Matcher candidates = GROUP.matcher(pattern.pattern());
    // What looks like a group may be escaped: an expression that is found in any text can be asked.
    Matcher found = Pattern.compile("|" + pattern.pattern()).matcher("");
    boolean unused = found.find();
    while (candidates.find()) {
      String name = candidates.group(1);
      if (isGroup(found, name)) {
        groups.add(name);
      }
    }
    return groups;
  }

  private static boolean isGroup(Matcher found, String name) {
    try {
      int unused = found.start(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
