package org.jobqueue.testkit.invariant;

import static org.jobqueue.api.JobState.CANCELLED;
import static org.jobqueue.api.JobState.FAILED;
import static org.jobqueue.api.JobState.RUNNING;
import static org.jobqueue.api.JobState.WAITING;

import java.util.function.Predicate;
import org.jobqueue.core.format.IntentName.Operation;
import org.jobqueue.core.format.RegisterName;

/**
 * What a register counts, from one name to the next, and whether it says that the job is skipped.
 */
final class Counters {
  private Counters() {}

  /** Whether attempts, failures and losses changed as they may. */
  static boolean areKept(Predicate<Operation> behalf, RegisterName from, RegisterName to) {
    boolean attempts =
        to.state() == RUNNING
            ? to.attempt() == from.attempt() + 1
            : to.attempt() >= from.attempt(); // a repair counts claims that were lost
    return attempts
        && (is(to, from.failures(), from.losses(), from.transients())
            || isFreshStart(behalf, from, to)
            || isEndOfAttempt(from, to));
  }

  private static boolean is(RegisterName to, int failures, int losses, int transients) {
    return to.failures() == failures && to.losses() == losses && to.transients() == transients;
  }

  private static boolean isFreshStart(
      Predicate<Operation> behalf, RegisterName from, RegisterName to) {
    return to.state() == WAITING
        && is(to, 0, 0, 0)
        && (from.state() == FAILED || from.state() == CANCELLED || behalf.test(Operation.SKIP));
  }

  private static boolean isEndOfAttempt(RegisterName from, RegisterName to) {
    if (from.state() != RUNNING || (to.state() != WAITING && to.state() != FAILED)) {
      return false;
    }
    int failures = from.failures();
    int losses = from.losses();
    int transients = from.transients();
    boolean own = to.by().equals(from.by());
    // A worker that could not end an attempt gives it back as others would after its death.
    return is(to, failures, losses + 1, transients)
        || (own
            && (is(to, failures + 1, 0, 0)
                || is(to, failures, losses + 1, transients + 1)
                || is(to, failures, 0, transients + 1)));
  }

  /**
   * Whether the next name says that the job is to be skipped if it was skipped, not if it was
   * retried, and else like the present one. A chunk learns it from its block when it is claimed.
   */
  static boolean isSkipKept(
      Predicate<Operation> behalf, boolean chunk, RegisterName from, RegisterName to) {
    if (to.state() == WAITING && behalf.test(Operation.SKIP)) {
      return to.skip();
    }
    if (to.state() == WAITING && behalf.test(Operation.RETRY)) {
      return !to.skip();
    }
    boolean retried = from.state() == FAILED || from.state() == CANCELLED;
    return to.skip() == from.skip()
        || (to.skip() ? chunk && to.state() == RUNNING : retried && to.state() == WAITING);
  }
}
