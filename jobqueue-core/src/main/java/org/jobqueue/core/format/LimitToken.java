package org.jobqueue.core.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobId;

/**
 * Tokens of a limit that are held, or asked for: the name of an empty file, {@code
 * h.<amount>.<worker>.<job>.<nonce>}. It is made once, never renamed, and removed.
 *
 * @param amount how many tokens
 * @param worker the name of the worker
 * @param job the job for which; the top-level job if its name is too long
 * @param nonce makes the name one that nobody else ever makes
 */
public record LimitToken(int amount, String worker, JobId job, String nonce) {
  private static final int LONGEST_JOB = 100;
  private static final Pattern FORM =
      Pattern.compile(
          "h\\.([1-9]\\d{0,3})\\.([A-Za-z0-9_-]{1,80})\\.([0-9fr-]{1,100})\\.([0-9a-z]{1,20})");

  /** Cuts the id of a job that is too long for a file name. */
  public LimitToken {
    if (text(job).length() > LONGEST_JOB) {
      job = job.root();
    }
  }

  /** Reads a name; empty if it is something else. */
  public static Optional<LimitToken> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      JobId job = JobId.parse(matcher.group(3).replaceAll("(?<!f)-", "/"));
      int amount = Integer.parseInt(matcher.group(1));
      return Optional.of(new LimitToken(amount, matcher.group(2), job, matcher.group(4)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The host in the name of a worker. */
  public static String host(String worker) {
    int end = worker.indexOf('_');
    return end < 0 ? worker : worker.substring(0, end);
  }

  private static String text(JobId job) {
    return job.toString().replace('/', '-');
  }

  /** The file name. */
  @Override
  public String toString() {
    return "h." + amount + '.' + worker + '.' + text(job) + '.' + nonce;
  }
}
