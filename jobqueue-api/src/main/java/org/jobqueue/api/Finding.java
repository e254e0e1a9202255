package org.jobqueue.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that a check of a queue found.
 *
 * @param kind what is wrong
 * @param where the file or directory, absolute
 * @param job the job it concerns; empty if it concerns none
 * @param message for people: what was found and what follows from it
 * @param outcome what became of it
 */
public record Finding(
    Damage kind, Path where, Optional<JobId> job, String message, Outcome outcome) {
  /** What became of a finding. */
  public enum Outcome {
    /** Nothing was changed. */
    REPORTED,
    /** It was mended. */
    REPAIRED,
    /** It cannot be mended, or not by this process. */
    CANNOT
  }
}
