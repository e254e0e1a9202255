package org.jobqueue.core.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jobqueue.api.JobId;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.JobDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it has a time, a number and a writer. Immutable; each method that sets
 * something returns a copy.
 */
public final class Occurrence {
  private static final int LONGEST_LABEL = 200;
  private static final int LONGEST_MESSAGE = 1000;

  private final EventType type;
  private final @Nullable JobId job;
  private final boolean recursive;
  private final @Nullable String label;
  private final int attempt;
  private final @Nullable String worker;
  private final @Nullable Duration took;
  private final long count;
  private final @Nullable String message;

  private Occurrence(
      EventType type,
      @Nullable JobId job,
      boolean recursive,
      @Nullable String label,
      int attempt,
      @Nullable String worker,
      @Nullable Duration took,
      long count,
      @Nullable String message) {
    this.type = type;
    this.job = job;
    this.recursive = recursive;
    this.label = label;
    this.attempt = attempt;
    this.worker = worker;
    this.took = took;
    this.count = count;
    this.message = message;
  }

  /** Something that concerns a job, and all below it if {@code recursive}. */
  public static Occurrence of(EventType type, JobId job, boolean recursive) {
    return new Occurrence(type, job, recursive, null, 0, null, null, -1, null);
  }

  /** Something that concerns a worker. */
  public static Occurrence ofWorker(EventType type, String worker) {
    return new Occurrence(type, null, false, null, 0, worker, null, -1, null);
  }

  /** Something that concerns an attempt. */
  public static Occurrence ofAttempt(EventType type, Claim claim) {
    JobDefinition definition = claim.definition();
    return of(type, definition.node().id(), false)
        .attempt(claim.running().attempt(), claim.running().by())
        .label(definition.label());
  }

  /** The attempt it concerns. */
  public Occurrence attempt(int number, String by) {
    return new Occurrence(type, job, recursive, label, number, by, took, count, message);
  }

  /** The label of the job, cut if it is very long. */
  public Occurrence label(String text) {
    String cut = cut(text, LONGEST_LABEL);
    return new Occurrence(type, job, recursive, cut, attempt, worker, took, count, message);
  }

  /** How long it took. */
  public Occurrence took(Duration time) {
    return new Occurrence(type, job, recursive, label, attempt, worker, time, count, message);
  }

  /** How many jobs it concerns. */
  public Occurrence count(long jobs) {
    return new Occurrence(type, job, recursive, label, attempt, worker, took, jobs, message);
  }

  /** What people should know of it, cut if it is very long. */
  public Occurrence message(String text) {
    String cut = cut(text, LONGEST_MESSAGE);
    return new Occurrence(type, job, recursive, label, attempt, worker, took, count, cut);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }

  /** The event that tells of it. */
  public JobEvent at(Instant time, String writer, long sequence, String by) {
    return new JobEvent(
        time,
        writer,
        sequence,
        type,
        Optional.ofNullable(job),
        recursive,
        Optional.ofNullable(label),
        attempt == 0 ? OptionalInt.empty() : OptionalInt.of(attempt),
        Optional.ofNullable(worker),
        by,
        Optional.ofNullable(took),
        count < 0 ? OptionalLong.empty() : OptionalLong.of(count),
        Optional.ofNullable(message));
  }
}
