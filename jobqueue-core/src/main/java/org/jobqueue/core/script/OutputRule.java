package org.jobqueue.core.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.ErrorClass;

/**
 * What a line that the command prints means.
 *
 * @param pattern that is found in such lines
 * @param groups the names of its groups
 * @param ignore true if such a line means nothing, whatever later rules say
 * @param progress how much is done
 * @param status the status line
 * @param error what went wrong
 * @param errorClass whose fault that is
 */
record OutputRule(
    Pattern pattern,
    Set<String> groups,
    boolean ignore,
    Optional<Template> progress,
    Optional<Template> status,
    Optional<Template> error,
    ErrorClass errorClass) {

  /** The values of the groups in a line; empty if the rule does not apply to it. */
  Optional<Filling> apply(String line) {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.find()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String group : groups) {
      String value = matcher.group(group);
      if (value != null) {
        values.put(group, value);
      }
    }
    return Optional.of(Filling.of(values));
  }
}
