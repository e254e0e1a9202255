package org.jobqueue.procs.render;

import java.util.List;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;

/**
 * Whose fault it is when a renderer fails. A scene that cannot be found is not among them: it may
 * be only this machine that does not see it.
 */
final class ErrorRules {
  /** The same for all: a full disk will be emptied, a server will come back. */
  static final List<ErrorRule> COMMON =
      List.of(
          ErrorRule.onOutput(
              ErrorClass.TRANSIENT,
              "(?i)no space left on device|is the disk full\\?|disk quota exceeded"),
          ErrorRule.onOutput(ErrorClass.TRANSIENT, "(?i)stale (nfs )?file handle"),
          ErrorRule.onOutput(
              ErrorClass.WORKER,
              "(?i)cannot open shared object file|no CUDA-capable device|CUDA driver version is"
                  + " insufficient"));

  private ErrorRules() {}

  /** A licence that another job has now. */
  static ErrorRule licence(String pattern) {
    return ErrorRule.onOutput(ErrorClass.TRANSIENT, pattern);
  }

  /** What no other attempt can mend. */
  static ErrorRule fatal(String pattern) {
    return ErrorRule.onOutput(ErrorClass.FATAL, pattern);
  }
}
