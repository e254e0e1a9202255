package org.jobqueue.api;

import java.util.Locale;

/**
 * Something in the files of a queue that cannot be if nothing was lost and every job was run once,
 * in order.
 *
 * @param rule which rule it breaks
 * @param subject the job, or the path within the queue
 * @param message what was found, one line for people
 */
public record Violation(Rule rule, String subject, String message) {
  /** What is proved of every job; {@code docs/format.md} says more of each. */
  public enum Rule {
    /** A job has exactly one register. */
    REGISTER,
    /** Version, attempt, failures and losses of a register fit together. */
    ARITHMETIC,
    /** A job that is done has the directory of the attempt that counts, and that succeeded. */
    COMMIT,
    /** Each attempt has one directory, and was claimed. */
    ATTEMPT,
    /** A job that failed says why. */
    REASON,
    /** No job was claimed before all of its sub-jobs were done. */
    ORDER,
    /** Nor did it start before they ended, by the clock of the host where both ran. */
    TIME,
    /** A latch has the tokens of the sub-jobs that are not done, and goes with the last. */
    LATCH,
    /** Tickets name jobs and versions that are or were there. */
    TICKET,
    /** A job that can run has a ticket, or somebody who has to issue one. */
    LOST,
    /** A job that runs has a ticket in flight, by which it is given back if its worker dies. */
    RECORD,
    /** A job has the readable definition of its place. */
    DEFINITION,
    /** A hierarchy is complete, and its definitions agree. */
    HIERARCHY,
    /** Links to sub-jobs are there and lead to the right job. */
    LINK,
    /** No number is missing. */
    NUMBER,
    /** A number is that of a job or of a deleted one, not both. */
    GONE,
    /** What was begun is complete, or somebody has announced it. */
    UNFINISHED,
    /** No ticket was set aside. */
    QUARANTINE,
    /** Everything that matters can be read. */
    UNREADABLE;

    /** The name as it is printed. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The rule, the subject and the message in one line. */
  @Override
  public String toString() {
    return rule.text() + "  " + subject + ": " + message;
  }
}
