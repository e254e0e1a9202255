package org.jobqueue.api;

import java.util.List;

/**
 * How a job is to be run, whatever its type.
 *
 * @param retry what becomes of it when an attempt fails
 * @param timeLimits how long an attempt may take
 * @param outputs the files that it has to leave; those that its procedure declares come on top
 * @param skipExisting true if nothing is run where all of these files are there already
 * @param requirements what it needs while it runs
 */
public record JobOptions(
    RetryPolicy retry,
    TimeLimits timeLimits,
    List<ExpectedFile> outputs,
    boolean skipExisting,
    Requirements requirements) {

  /** One attempt without limits, requirements or outputs. */
  public static final JobOptions DEFAULTS =
      new JobOptions(RetryPolicy.defaults(), TimeLimits.NONE, List.of(), false, Requirements.NONE);

  /** Copies the list. */
  public JobOptions {
    outputs = List.copyOf(outputs);
  }

  /** A copy with another {@link #retry()}. */
  public JobOptions withRetry(RetryPolicy value) {
    return new JobOptions(value, timeLimits, outputs, skipExisting, requirements);
  }

  /** A copy with other {@link #timeLimits()}. */
  public JobOptions withTimeLimits(TimeLimits value) {
    return new JobOptions(retry, value, outputs, skipExisting, requirements);
  }

  /** A copy with other {@link #outputs()}. */
  public JobOptions withOutputs(List<ExpectedFile> value) {
    return new JobOptions(retry, timeLimits, value, skipExisting, requirements);
  }

  /** A copy with another {@link #skipExisting()}. */
  public JobOptions withSkipExisting(boolean value) {
    return new JobOptions(retry, timeLimits, outputs, value, requirements);
  }

  /** A copy with other {@link #requirements()}. */
  public JobOptions withRequirements(Requirements value) {
    return new JobOptions(retry, timeLimits, outputs, skipExisting, value);
  }
}
