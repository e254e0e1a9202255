package org.jobqueue.core.script;

import java.util.List;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * All that the lines of a command mean: of the rules that say something of the same kind, the first
 * that applies counts.
 */
record OutputRules(List<OutputRule> rules) {
  /**
   * What one line says.
   *
   * @param progress as text
   * @param status the status line
   * @param error what went wrong
   * @param errorClass whose fault that is
   */
  record Meaning(
      Optional<String> progress,
      Optional<String> status,
      Optional<String> error,
      ErrorClass errorClass) {}

  Meaning of(String line) {
    String progress = null;
    String status = null;
    String error = null;
    ErrorClass errorClass = ErrorClass.TASK;
    for (OutputRule rule : rules) {
      Optional<Filling> found = rule.apply(line);
      if (found.isEmpty()) {
        continue;
      }
      if (rule.ignore()) {
        break;
      }
      progress = progress == null ? fillOrNull(rule.progress(), found.get()) : progress;
      status = status == null ? fillOrNull(rule.status(), found.get()) : status;
      if (error == null && rule.error().isPresent()) {
        error = fillOrNull(rule.error(), found.get());
        errorClass = rule.errorClass();
      }
    }
    return new Meaning(
        Optional.ofNullable(progress),
        Optional.ofNullable(status),
        Optional.ofNullable(error),
        errorClass);
  }

  private static @Nullable String fillOrNull(Optional<Template> template, Filling found) {
    return template.flatMap(text -> text.fill(found)).map(String::strip).orElse(null);
  }
}
