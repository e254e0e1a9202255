package org.jobqueue.api;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that goes, or would go.
 *
 * @param kind what becomes of it
 * @param path where it lies; absolute
 * @param job the top-level job, if it is one or belongs to one
 * @param bytes how large its files are together
 * @param archive the archive of the job, if one was made
 * @param problem why it could not go and is still there; empty if all is well
 */
public record Garbage(
    Kind kind,
    Path path,
    Optional<JobId> job,
    long bytes,
    Optional<Path> archive,
    Optional<String> problem) {
  /** What becomes of it. */
  public enum Kind {
    /** A finished job is deleted. */
    DELETED,
    /** A finished job is archived, then deleted. */
    ARCHIVED,
    /** The logs of a failed job are removed. */
    LOGS,
    /** What was set aside, thrown away or noted long ago is removed. */
    REMOVED;

    /** As people and programs read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
