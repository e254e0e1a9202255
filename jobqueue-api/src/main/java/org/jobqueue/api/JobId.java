package org.jobqueue.api;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a job within its queue, unique for the life of the queue.
 *
 * <p>Written {@code 12} for a top-level job, {@code 12/0/3} for sub-job 3 of sub-job 0 of job 12,
 * and {@code 12/r7} for a sub-job that lies in the repository directory of its root. The text form
 * is also the path to the job: {@code 12/0/3} lies in {@code job12/sub/job0/sub/job3}. A chunk of a
 * block of frames is named after its first frame: {@code 12/0/f101}, or {@code 12/f-5} if the
 * top-level job is the block.
 *
 * @param number the number of the top-level job, 0 or greater
 * @param local where the job lies within its root: empty for the root itself, otherwise {@code
 *     0/3}, {@code r7}, or one of these or nothing with the frame of a chunk
 */
public record JobId(long number, String local) implements Comparable<JobId>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String CHUNK = "f(?:0|-?[1-9]\\d{0,9})";
  private static final String LOCAL_FORM =
      "(?:\\d{1,9}(?:/\\d{1,9})*|r\\d{1,9})(?:/" + CHUNK + ")?|" + CHUNK;
  private static final Pattern FORM =
      Pattern.compile("(?:job)?(\\d{1,18})(?:/(" + LOCAL_FORM + "))?");
  private static final long HIGHEST_NUMBER = 999_999_999_999_999_999L; // 18 digits
  private static final int LONGEST_LOCAL = 2_000; // longer ones exhaust the stack of the matcher
  private static final Pattern LOCAL = Pattern.compile("|" + LOCAL_FORM);

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if the number is negative or {@code local} malformed
   */
  public JobId {
    if (number < 0
        || number > HIGHEST_NUMBER
        || local.length() > LONGEST_LOCAL
        || !LOCAL.matcher(local).matches()
        || !isFrame(frameText(local))) {
      throw new IllegalArgumentException("not a job id: " + number + "/" + local);
    }
  }

  // By hand, since those of a record are made at run time, and a fresh process needs these at once.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobId that && number == that.number && local.equals(that.local);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(number) + local.hashCode();
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

  /** The digits after {@code f} in the local part; empty if it is not that of a chunk. */
  private static String frameText(String local) {
    int mark = local.lastIndexOf('f');
    return mark < 0 ? "" : local.substring(mark + 1);
  }

  /** Frames are Java integers. */
  private static boolean isFrame(String text) {
    if (text.length() < 10) {
      return true;
    }
    long frame = Long.parseLong(text);
    return frame >= Integer.MIN_VALUE && frame <= Integer.MAX_VALUE;
  }

  /** The first frame of a chunk; empty for a job that is none. */
  public OptionalInt frame() {
    String text = frameText(local);
    return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** True for a chunk of a block of frames. */
  public boolean isChunk() {
    return local.indexOf('f') >= 0;
  }

  /** The chunk of this block that begins with a frame. */
  public JobId chunk(int frame) {
    return new JobId(number, isRoot() ? "f" + frame : local + "/f" + frame);
  }

  /** The block that a chunk belongs to; this id itself for a job that is no chunk. */
  public JobId block() {
    return isChunk()
        ? new JobId(number, local.substring(0, Math.max(0, local.lastIndexOf('f') - 1)))
        : this;
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
