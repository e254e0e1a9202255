package org.jobqueue.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to run a job. Every attempt has a directory of its own, which is never reused.
 *
 * @param number from 1
 * @param worker the worker that ran it
 * @param directory the attempt directory, working directory of the commands it ran
 * @param outcome how it ended; empty while it runs, or if its worker died
 * @param committed true for the one attempt whose result counts
 * @param startTime by the clock of the worker's host; empty if unknown
 * @param endTime empty while it runs, or if its worker died
 * @param error what went wrong
 */
public record JobAttempt(
    int number,
    String worker,
    Path directory,
    Optional<Outcome> outcome,
    boolean committed,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    Optional<JobError> error) {

  /** How an attempt ended, as far as the procedure is concerned. */
  public enum Outcome {
    /** The procedure returned without an error. */
    SUCCEEDED,
    /** The procedure threw or reported an error. */
    FAILED
  }
}
