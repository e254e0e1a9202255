package org.jobqueue.core.format;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.ErrorClass;
import org.jobqueue.api.ErrorRule;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.RetryPolicy;
import org.jobqueue.api.TimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * {@link JobOptions} as they are written, except for the number of attempts, which has a place of
 * its own. Of what is as usual nothing is written.
 */
record OptionsForm(
    @Nullable Retry retry,
    @Nullable Times timeLimits,
    @Nullable List<Output> outputs,
    @Nullable Boolean skipExisting,
    @Nullable Needs requirements) {

  private static final RetryPolicy USUAL = RetryPolicy.defaults();

  record Retry(
      @Nullable Integer transientTries,
      @Nullable Long delayMillis,
      @Nullable Long longestDelayMillis,
      @Nullable Boolean otherHost,
      @Nullable List<Rule> rules) {}

  record Rule(
      @Nullable String errorClass, @Nullable List<Integer> exitCodes, @Nullable String pattern) {}

  record Times(
      @Nullable Long startMillis,
      @Nullable Long totalMillis,
      @Nullable Long silenceMillis,
      @Nullable Long minimumMillis) {}

  record Output(@Nullable String path, @Nullable Long minimumSize, @Nullable String magic) {}

  record Needs(
      @Nullable Integer cores,
      @Nullable Long memory,
      @Nullable Integer gpus,
      @Nullable Map<String, Integer> amounts,
      @Nullable Set<String> tags,
      @Nullable Map<String, Integer> limits) {}

  /** Null for options that are as usual but for the number of attempts. */
  static @Nullable OptionsForm of(JobOptions options) {
    if (options.withRetry(USUAL).equals(JobOptions.DEFAULTS)
        && options.retry().withAttempts(1).equals(USUAL)) {
      return null;
    }
    return new OptionsForm(
        retry(options.retry()),
        times(options.timeLimits()),
        options.outputs().isEmpty()
            ? null
            : options.outputs().stream()
                .map(o -> new Output(o.path(), o.minimumSize(), o.magic().orElse(null)))
                .toList(),
        options.skipExisting() ? true : null,
        needs(options.requirements()));
  }

  private static @Nullable Retry retry(RetryPolicy retry) {
    if (retry.withAttempts(1).equals(USUAL)) {
      return null;
    }
    return new Retry(
        retry.transientTries(),
        retry.delay().toMillis(),
        retry.longestDelay().toMillis(),
        retry.otherHost(),
        retry.rules().stream()
            .map(
                rule ->
                    new Rule(
                        rule.errorClass().name().toLowerCase(Locale.ROOT),
                        rule.exitCodes(),
                        rule.pattern().orElse(null)))
            .toList());
  }

  private static @Nullable Times times(TimeLimits limits) {
    return limits.equals(TimeLimits.NONE)
        ? null
        : new Times(
            limits.start().map(Duration::toMillis).orElse(null),
            limits.total().map(Duration::toMillis).orElse(null),
            limits.silence().map(Duration::toMillis).orElse(null),
            limits.minimum().toMillis());
  }

  private static @Nullable Needs needs(Requirements needs) {
    return needs.equals(Requirements.NONE)
        ? null
        : new Needs(
            needs.cores(),
            needs.memory(),
            needs.gpus(),
            needs.amounts(),
            needs.tags(),
            needs.limits());
  }

  /**
   * The options that are written here.
   *
   * @param attempts the number of attempts, from its own place
   * @throws IllegalArgumentException if a value is not valid
   */
  static JobOptions read(@Nullable OptionsForm form, int attempts) {
    if (form == null) {
      return attempts == 1
          ? JobOptions.DEFAULTS
          : JobOptions.DEFAULTS.withRetry(USUAL.withAttempts(attempts));
    }
    return new JobOptions(
        retry(form.retry(), attempts),
        times(form.timeLimits()),
        or(form.outputs(), List.<Output>of()).stream().map(OptionsForm::output).toList(),
        or(form.skipExisting(), false),
        needs(form.requirements()));
  }

  private static RetryPolicy retry(@Nullable Retry retry, int attempts) {
    if (retry == null) {
      return USUAL.withAttempts(attempts);
    }
    return new RetryPolicy(
        attempts,
        or(retry.transientTries(), USUAL.transientTries()),
        Duration.ofMillis(or(retry.delayMillis(), USUAL.delay().toMillis())),
        Duration.ofMillis(or(retry.longestDelayMillis(), USUAL.longestDelay().toMillis())),
        or(retry.otherHost(), false),
        or(retry.rules(), List.<Rule>of()).stream().map(OptionsForm::rule).toList());
  }

  private static ErrorRule rule(Rule rule) {
    return new ErrorRule(
        ErrorClass.valueOf(String.valueOf(rule.errorClass()).toUpperCase(Locale.ROOT)),
        or(rule.exitCodes(), List.of()),
        Optional.ofNullable(rule.pattern()));
  }

  private static TimeLimits times(@Nullable Times times) {
    return times == null
        ? TimeLimits.NONE
        : new TimeLimits(
            Optional.ofNullable(times.startMillis()).map(Duration::ofMillis),
            Optional.ofNullable(times.totalMillis()).map(Duration::ofMillis),
            Optional.ofNullable(times.silenceMillis()).map(Duration::ofMillis),
            Duration.ofMillis(or(times.minimumMillis(), 0L)));
  }

  private static ExpectedFile output(Output output) {
    String path = output.path();
    return new ExpectedFile(
        path == null ? "" : path,
        or(output.minimumSize(), 1L),
        Optional.ofNullable(output.magic()));
  }

  private static Requirements needs(@Nullable Needs needs) {
    return needs == null
        ? Requirements.NONE
        : new Requirements(
            or(needs.cores(), 0),
            or(needs.memory(), 0L),
            or(needs.gpus(), 0),
            or(needs.amounts(), Map.of()),
            or(needs.tags(), Set.of()),
            or(needs.limits(), Map.of()));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
