package org.jobqueue.core.format;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobState;
import org.jobqueue.api.RetryPolicy;

/**
 * The register of a job: the one file in its directory whose name is the job's state.
 *
 * <p>Written {@code
 * s.<version>.<state>.<attempt>.<failures>.<losses>[.<transients>][.skip].<by>.<millis>[.<took>]},
 * without {@code transients} if there are none. A transition renames the present name to the next
 * one; the version goes up by exactly one, and {@code by} and {@code millis} make the new name one
 * that only its maker could have made.
 *
 * @param version counts transitions
 * @param state where the job stands
 * @param attempt how often the job was claimed
 * @param failures how many attempts failed, as far as they count
 * @param losses how many workers in a row died with the job
 * @param transients how many attempts in a row failed for a reason that is not the task's
 * @param skip true if the job is to count as done without being run, or did so
 * @param by who made this transition
 * @param millis when, in milliseconds since 1970 by the clock of its maker; for people only
 * @param took only of a job that is done: how many milliseconds before {@code millis} the attempt
 *     that counts began; for people only
 */
public record RegisterName(
    long version,
    JobState state,
    int attempt,
    int failures,
    int losses,
    int transients,
    boolean skip,
    String by,
    long millis,
    OptionalLong took) {
  /** How many lost workers in a row fail a job. */
  public static final int LOSS_LIMIT = 5;

  private static final Pattern FORM =
      Pattern.compile(
          "s\\.(\\d{1,18})\\.([a-z]{4,12})\\.(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})"
              + "(?:\\.(\\d{1,9}))?(\\.skip)?\\.([A-Za-z0-9_-]{1,80})\\.(\\d{1,18})(?:\\.(\\d{1,18}))?");

  /**
   * Of two names of one job, which should not be, the greater one counts: the newer version, or in
   * the same version the state that is nearer to an end. Everybody decides alike.
   */
  public static final Comparator<RegisterName> PRECEDENCE =
      Comparator.comparingLong(RegisterName::version)
          .thenComparingInt(name -> rank(name.state()))
          .thenComparing(RegisterName::toString);

  /** A name without transient failures, of a job that is to be run. */
  public RegisterName(
      long version, JobState state, int attempt, int failures, int losses, String by, long millis) {
    this(version, state, attempt, failures, losses, 0, false, by, millis, OptionalLong.empty());
  }

  private static int rank(JobState state) {
    return switch (state) {
      case BUILDING, QUARANTINED -> 0;
      case WAITING, BLOCKED -> 1;
      case RUNNING -> 2;
      case HELD -> 3;
      case FAILED -> 4;
      case CANCELLED -> 5;
      case DONE -> 6;
      case DELETED -> 7;
    };
  }

  /** The first name of a top-level job, while it is written. */
  public static RegisterName building(String by, Instant now) {
    return new RegisterName(0, JobState.BUILDING, 0, 0, 0, by, now.toEpochMilli());
  }

  /**
   * The first name of a sub-job and of a job that is alone, and the one in which the root of a
   * hierarchy is committed.
   */
  public static RegisterName firstWaiting(String by, Instant now) {
    return new RegisterName(1, JobState.WAITING, 0, 0, 0, by, now.toEpochMilli());
  }

  /** The name of a job that can never be committed; the only one that several may make. */
  public static RegisterName barred() {
    return new RegisterName(2, JobState.DELETED, 0, 0, 0, "barred", 0);
  }

  /** Whether nothing has happened to the job yet. */
  public boolean isFirstWaiting() {
    return version == 1 && state == JobState.WAITING;
  }

  /** What this name means as long as there is no definition: no name that lies anywhere. */
  public RegisterName whileBuilt() {
    return new RegisterName(version, JobState.BUILDING, attempt, failures, losses, by, millis);
  }

  /** Reads a name; empty if it is something else. */
  public static Optional<RegisterName> parse(String name) {
    if (!name.startsWith("s.")) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return stateOf(matcher.group(2))
        .filter(state -> matcher.group(10) == null || state == JobState.DONE)
        .map(
            state ->
                new RegisterName(
                    Long.parseLong(matcher.group(1)),
                    state,
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(5)),
                    matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6)),
                    matcher.group(7) != null,
                    matcher.group(8),
                    Long.parseLong(matcher.group(9)),
                    matcher.group(10) == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(matcher.group(10)))));
  }

  /** The same job in the next version with another state. */
  public RegisterName next(JobState newState, String newBy, Instant now) {
    return new RegisterName(
        version + 1,
        newState,
        attempt,
        failures,
        losses,
        transients,
        skip,
        newBy,
        now.toEpochMilli(),
        OptionalLong.empty());
  }

  /** The next version in which {@code worker} runs the job. */
  public RegisterName claimed(String worker, Instant now) {
    return new RegisterName(
        version + 1,
        JobState.RUNNING,
        attempt + 1,
        failures,
        losses,
        transients,
        skip,
        worker,
        now.toEpochMilli(),
        OptionalLong.empty());
  }

  /** The next version after an attempt that began at {@code start} and succeeded. */
  public RegisterName done(Instant start, Instant now) {
    long end = now.toEpochMilli();
    return new RegisterName(
        version + 1,
        JobState.DONE,
        attempt,
        failures,
        losses,
        transients,
        skip,
        by,
        end,
        OptionalLong.of(Math.max(0, end - start.toEpochMilli())));
  }

  /** A job that waits in a later version, at least {@code lowest}. */
  public RegisterName waitingIn(long lowest, String newBy, Instant now) {
    return new RegisterName(
        Math.max(version + 1, lowest),
        JobState.WAITING,
        attempt,
        failures,
        losses,
        transients,
        skip,
        newBy,
        now.toEpochMilli(),
        OptionalLong.empty());
  }

  /** The next version after an attempt that failed by the fault of {@code errorClass}. */
  public RegisterName failedAttempt(ErrorClass errorClass, RetryPolicy policy, Instant now) {
    return switch (errorClass) {
      case TASK -> failed(failures + 1 < policy.attempts(), failures + 1, 0, 0, now);
      case FATAL -> failed(false, failures + 1, 0, 0, now);
      case WORKER -> failed(losses + 1 < LOSS_LIMIT, failures, losses + 1, transients + 1, now);
      case TRANSIENT ->
          failed(transients < policy.transientTries(), failures, 0, transients + 1, now);
    };
  }

  private RegisterName failed(
      boolean again, int newFailures, int newLosses, int newTransients, Instant now) {
    JobState next = again ? JobState.WAITING : JobState.FAILED;
    return new RegisterName(
        version + 1,
        next,
        attempt,
        newFailures,
        newLosses,
        newTransients,
        skip,
        by,
        now.toEpochMilli(),
        OptionalLong.empty());
  }

  /** The next version after the worker that ran the job died. */
  public RegisterName lostWorker(String reaper, Instant now) {
    JobState next = losses + 1 < LOSS_LIMIT ? JobState.WAITING : JobState.FAILED;
    return new RegisterName(
        version + 1,
        next,
        attempt,
        failures,
        losses + 1,
        transients,
        skip,
        reaper,
        now.toEpochMilli(),
        OptionalLong.empty());
  }

  /**
   * A later version of a job that stands still, which counts claims that the register has lost;
   * high enough for so many claims and their ends.
   */
  public RegisterName counting(int attempts, String newBy, Instant now) {
    long enough = 2 + 2L * attempts;
    return new RegisterName(
        Math.max(version + 1, enough),
        state,
        attempts,
        failures,
        losses,
        transients,
        skip,
        newBy,
        now.toEpochMilli(),
        took);
  }

  /** The next version of a job that is to be tried again as if it had never been tried. */
  public RegisterName retried(String newBy, Instant now) {
    return new RegisterName(
        version + 1, JobState.WAITING, attempt, 0, 0, newBy, now.toEpochMilli());
  }

  /** The next version of a job that is to count as done when its turn comes, without being run. */
  public RegisterName skipped(String newBy, Instant now) {
    return retried(newBy, now).asSkipped();
  }

  /** The same name of a job that is to count as done without being run. */
  public RegisterName asSkipped() {
    return new RegisterName(
        version, state, attempt, failures, losses, transients, true, by, millis, took);
  }

  /** When the transition was made, by the clock of its maker. */
  public Instant time() {
    return Instant.ofEpochMilli(millis);
  }

  /** The file name. */
  @Override
  public String toString() {
    return "s."
        + version
        + '.'
        + state.name().toLowerCase(Locale.ROOT)
        + '.'
        + attempt
        + '.'
        + failures
        + '.'
        + losses
        + '.'
        + (transients == 0 ? "" : transients + ".")
        + (skip ? "skip." : "")
        + by
        + '.'
        + millis
        + (took.isPresent() ? "." + took.getAsLong() : "");
  }

  private static Optional<JobState> stateOf(String text) {
    try {
      return Optional.of(JobState.valueOf(text.toUpperCase(Locale.ROOT)))
          .filter(state -> state != JobState.BLOCKED);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
