package org.jobqueue.core.format;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jobqueue.api.JobId;

/**
 * An operation of several steps that somebody has begun: a file in {@code intents/}. Whoever sees
 * the same name for longer than the lease completes or undoes the operation; the name says all that
 * takes.
 *
 * <p>Written {@code submit.12.<by>.<beat>}, {@code cancel.12.0-1.all.<by>.<beat>} for the job
 * 12/0/1 and all below it, {@code hold.12.root.one.<by>.<beat>} for the job 12 alone, and {@code
 * priority.12.p700.<by>.<beat>}; {@code issue.12.0-1.all.<by>.<beat>} for the tickets of what
 * another makes wait; {@code submit.12.one.<by>.<beat>} for a job that is alone.
 *
 * @param operation what was begun
 * @param number the top-level job
 * @param scope which jobs of it, or which priority; empty for deletions, archives, and submissions
 *     but that of one job whose definition is the content of the file
 * @param by who began it
 * @param beat raised by its owner while it works
 */
public record IntentName(Operation operation, long number, String scope, String by, long beat) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(submit|delete|archive)\\.(\\d{1,18})"
              + "|(cancel|retry|hold|release|skip|issue)\\.(\\d{1,18})"
              + "\\.((?:root|(?:r\\d{1,9}|\\d{1,9}(?:-\\d{1,9})*)(?:-fm?\\d{1,10})?|fm?\\d{1,10})"
              + "\\.(?:all|one))"
              + "|(priority)\\.(\\d{1,18})\\.(p\\d{1,3})"
              + "|(submit)\\.(\\d{1,18})\\.(one))"
              + "\\.([A-Za-z0-9_-]{1,80})\\.(\\d{1,18})");
  private static final int[] FORMS = {1, 3, 6, 9}; // the first group of each
  private static final int BY = 12;
  private static final String JOB = "one";
  private static final String ALL = ".all";
  private static final String ONE = ".one";

  /** What can be begun. */
  public enum Operation {
    /** A hierarchy is written. */
    SUBMIT,
    /** A hierarchy is removed. */
    DELETE,
    /** A hierarchy that has an archive is removed, unless it was changed. */
    ARCHIVE,
    /** Jobs are given up. */
    CANCEL,
    /** Jobs that failed or were cancelled wait again. */
    RETRY,
    /** Jobs are kept from being run. */
    HOLD,
    /** Jobs that are held wait again. */
    RELEASE,
    /** Jobs are to count as done without being run. */
    SKIP,
    /** The priority of a hierarchy changes. */
    PRIORITY,
    /** Jobs that wait have to have their tickets, whatever becomes of who changed them. */
    ISSUE;

    /** True for those that are about jobs in the queue and may be repeated. */
    public boolean isControl() {
      return this != SUBMIT && this != DELETE && this != ARCHIVE;
    }

    /** True for those of which the later one prevails over the earlier. */
    public boolean isOrdered() {
      return isControl() && this != ISSUE;
    }

    /** True for those after which jobs may wait that did not before. */
    public boolean wakes() {
      return this == RETRY || this == RELEASE || this == SKIP;
    }
  }

  /** The intent to submit, delete or archive a hierarchy. */
  public IntentName(Operation operation, long number, String by, long beat) {
    this(operation, number, "", by, beat);
  }

  /** The intent to submit a job that is alone. */
  public static IntentName forJob(long number, String by) {
    return new IntentName(Operation.SUBMIT, number, JOB, by, 0);
  }

  /** Whether a job is submitted that is alone: the file is to become its ticket. */
  public boolean isForJob() {
    return operation == Operation.SUBMIT && scope.equals(JOB);
  }

  /** The same for whoever goes on with it. */
  public IntentName takenOver(String newBy) {
    return new IntentName(operation, number, newBy, 0);
  }

  /** The intent to issue the tickets of the jobs that this one makes wait. */
  public IntentName toIssue(String newBy) {
    return new IntentName(Operation.ISSUE, number, scope, newBy, 0);
  }

  /** The intent to change a job, or it and all jobs below it. */
  public static IntentName forJobs(Operation operation, JobId job, boolean recursive, String by) {
    String scope = Ticket.place(job) + (recursive ? ALL : ONE);
    return new IntentName(operation, job.number(), scope, by, 0);
  }

  /** The intent to change the priority of a hierarchy. */
  public static IntentName forPriority(JobId root, int priority, String by) {
    return new IntentName(Operation.PRIORITY, root.number(), "p" + priority, by, 0);
  }

  /** Reads a name; empty if it is something else. */
  public static Optional<IntentName> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int form = IntStream.of(FORMS).filter(n -> matcher.group(n) != null).findFirst().orElseThrow();
    String scope = form == 1 ? "" : matcher.group(form + 2);
    return Optional.of(
        new IntentName(
            Operation.valueOf(matcher.group(form).toUpperCase(Locale.ROOT)),
            Long.parseLong(matcher.group(form + 1)),
            scope,
            matcher.group(BY),
            Long.parseLong(matcher.group(BY + 1))));
  }

  /** The job that is to be changed; of a submission, deletion or priority the top-level job. */
  public JobId job() {
    boolean root = !operation.isControl() || operation == Operation.PRIORITY;
    String local = root ? "" : Ticket.localPart(scope.substring(0, scope.length() - ALL.length()));
    return new JobId(number, local);
  }

  /** Whether all jobs below are to be changed as well. */
  public boolean recursive() {
    return !scope.endsWith(ONE);
  }

  /** The new priority of an intent to change it. */
  public int priority() {
    if (operation != Operation.PRIORITY) {
      throw new IllegalStateException(this + " has no priority");
    }
    return Integer.parseInt(scope.substring(1));
  }

  /** True if the other name is of the same intent, with whatever beat. */
  public boolean isSame(IntentName other) {
    return withBeat(0).equals(other.withBeat(0));
  }

  /** The name after the next beat. */
  public IntentName nextBeat() {
    return withBeat(beat + 1);
  }

  private IntentName withBeat(long newBeat) {
    return new IntentName(operation, number, scope, by, newBeat);
  }

  /** The file name. */
  @Override
  public String toString() {
    return operation.name().toLowerCase(Locale.ROOT)
        + '.'
        + number
        + (scope.isEmpty() ? "" : '.' + scope)
        + '.'
        + by
        + '.'
        + beat;
  }
}
