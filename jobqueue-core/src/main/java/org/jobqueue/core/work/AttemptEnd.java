package org.jobqueue.core.work;

import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.core.format.AttemptResult;

/**
 * How a procedure ended.
 *
 * @param kind whether it succeeded, failed or was stopped
 * @param start when it started
 * @param end when it ended
 * @param error what went wrong
 */
record AttemptEnd(Kind kind, Instant start, Instant end, Optional<JobError> error) {
  enum Kind {
    SUCCEEDED,
    FAILED,
    /** It was to be stopped, and gave up. */
    STOPPED
  }

  AttemptResult result() {
    JobAttempt.Outcome outcome =
        kind == Kind.SUCCEEDED ? JobAttempt.Outcome.SUCCEEDED : JobAttempt.Outcome.FAILED;
    return new AttemptResult(outcome, start, end, error);
  }
}
