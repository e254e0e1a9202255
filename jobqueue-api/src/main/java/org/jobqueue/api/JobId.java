package org.jobqueue.api;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a job within its queue, unique for the life of the queue.
 *
 * <p>Written {@code 12} for a top-level job, {@code 12/0/3} for sub-job 3 of sub-job 0 of job 12,
 * and {@code 12/r7} for a sub-job that lies in the repository directory of its root. The text form
 * is also the path to the job: {@code 12/0/3} lies in {@code job12/job0/job3}.
 *
 * @param number the number of the top-level job, 0 or greater
 * @param local where the job lies within its root: empty for the root itself, otherwise {@code 0/3}
 *     or {@code r7}
 */
public record JobId(long number, String local) implements Comparable<JobId>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern FORM =
      Pattern.compile("(?:job)?(\\d{1,18})(?:/((?:\\d{1,9}(?:/\\d{1,9})*)|r\\d{1,9}))?");
  private static final long HIGHEST_NUMBER = 999_999_999_999_999_999L; // 18 digits
  private static final int LONGEST_LOCAL = 2_000; // longer ones exhaust the stack of the matcher
  private static final Pattern LOCAL = Pattern.compile("|\\d{1,9}(?:/\\d{1,9})*|r\\d{1,9}");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if the number is negative or {@code local} malformed
   */
  public JobId {
    if (number < 0
        || number > HIGHEST_NUMBER
        || local.length() > LONGEST_LOCAL
        || !LOCAL.matcher(local).matches()) {
      throw new IllegalArgumentException("not a job id: " + number + "/" + local);
    }
  }

  /** The id of a top-level job. */
  public static JobId ofRoot(long number) {
    return new JobId(number, "");
  }

  /**
   * Reads the text form; {@code job12} is accepted for {@code 12}.
   *
   * @throws IllegalArgumentException if the text is not a job id
   */
  public static JobId parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (text.length() > 2 * LONGEST_LOCAL || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a job id; expected a number such as 12, or 12/0/3 for a sub-job");
    }
    String local = matcher.group(2);
    return new JobId(Long.parseLong(matcher.group(1)), local == null ? "" : local);
  }

  /** True for a top-level job. */
  public boolean isRoot() {
    return local.isEmpty();
  }

  /** The id of the top-level job this one belongs to; this id itself if it is one. */
  public JobId root() {
    return isRoot() ? this : ofRoot(number);
  }

  /** Orders by number of the root, then by the text of the local part. */
  @Override
  public int compareTo(JobId other) {
    int byNumber = Long.compare(number, other.number);
    return byNumber != 0 ? byNumber : local.compareTo(other.local);
  }

  /** The text form, readable by {@link #parse}. */
  @Override
  public String toString() {
    return isRoot() ? Long.toString(number) : number + "/" + local;
  }
}
