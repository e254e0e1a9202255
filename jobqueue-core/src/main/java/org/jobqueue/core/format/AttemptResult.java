package org.jobqueue.core.format;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. Of the one that counts of a job that is done, the register says it; of
 * others it is the content of {@code result.json} in their directory, of one that failed written
 * before the register moves on. Also the content of the error file of a transition that no attempt
 * made.
 *
 * @param outcome whether the procedure succeeded
 * @param start when the attempt started, by the clock of its host
 * @param end when it ended
 * @param error what went wrong
 */
public record AttemptResult(
    JobAttempt.Outcome outcome, Instant start, Instant end, Optional<JobError> error) {
  /** The file name. */
  public static final String FILE = "result.json";

  /** The largest file that is read, in bytes. */
  public static final int SIZE_LIMIT = 1 << 20;

  private static final int TEXT_LIMIT = 100_000;

  private record Raw(
      @Nullable String outcome,
      @Nullable String start,
      @Nullable String end,
      @Nullable String error,
      @Nullable Integer exitCode,
      @Nullable String traceback,
      @Nullable String errorClass) {}

  /** An error without an attempt, at one moment. */
  public static AttemptResult ofError(JobError error, Instant now) {
    return new AttemptResult(JobAttempt.Outcome.FAILED, now, now, Optional.of(error));
  }

  /** What the register of a job that is done says of the attempt that counts. */
  public static AttemptResult ofDone(RegisterName done) {
    Instant end = done.time();
    Instant start = end.minusMillis(done.took().orElse(0));
    return new AttemptResult(JobAttempt.Outcome.SUCCEEDED, start, end, Optional.empty());
  }

  /** The content of the file. */
  public byte[] toBytes() {
    return Json.write(
        new Raw(
            outcome.name().toLowerCase(Locale.ROOT),
            start.toString(),
            end.toString(),
            error.map(e -> limited(e.message())).orElse(null),
            error.flatMap(JobError::exitCode).orElse(null),
            error.flatMap(JobError::traceback).map(AttemptResult::limited).orElse(null),
            error
                .map(JobError::errorClass)
                .filter(errorClass -> errorClass != ErrorClass.TASK)
                .map(errorClass -> errorClass.name().toLowerCase(Locale.ROOT))
                .orElse(null)));
  }

  /**
   * Reads the content of the file.
   *
   * @throws IOException if it is no result
   */
  public static AttemptResult parse(byte[] content) throws IOException {
    Raw raw = Json.read(content, Raw.class);
    if (raw.outcome() == null || raw.start() == null || raw.end() == null) {
      throw new IOException("the result lacks fields");
    }
    try {
      Optional<JobError> error =
          Optional.ofNullable(raw.error())
              .map(
                  message ->
                      new JobError(
                          message,
                          Optional.ofNullable(raw.exitCode()),
                          Optional.ofNullable(raw.traceback()),
                          errorClass(raw.errorClass())));
      return new AttemptResult(
          JobAttempt.Outcome.valueOf(raw.outcome().toUpperCase(Locale.ROOT)),
          Instant.parse(raw.start()),
          Instant.parse(raw.end()),
          error);
    } catch (RuntimeException e) {
      throw new IOException("the result cannot be read: " + e.getMessage(), e);
    }
  }

  private static ErrorClass errorClass(@Nullable String name) {
    return name == null ? ErrorClass.TASK : ErrorClass.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static String limited(String text) {
    return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "…";
  }
}
