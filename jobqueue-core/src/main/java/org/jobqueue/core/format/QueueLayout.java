package org.jobqueue.core.format;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobId;

/**
 * Where everything lies within the directory of a queue.
 *
 * @param location the directory, absolute
 */
public record QueueLayout(Path location) {
  /** Jobs per directory below {@code jobs/}. */
  public static final int JOBS_PER_BUCKET = 1000;

  /** The directory of the jobs of a hierarchy that are not nested. */
  public static final String REPOSITORY = "repository";

  /** Names of the directory of a job's own state. */
  public static final String STATE_DIRECTORY = ".jq";

  /** The immutable definition in the state directory. */
  public static final String DEFINITION = "job.json";

  /** The latch in the state directory: a token per sub-job that is not done. */
  public static final String LATCH = "deps";

  private static final Pattern JOB = Pattern.compile("job(\\d{1,18})");
  private static final Pattern GONE_MARK = Pattern.compile("gone\\.(\\d{1,18})");
  private static final int TICKETS_PER_BUCKET = 100;

  /** Format version, id and settings of the queue. */
  public Path configuration() {
    return location.resolve("queue.json");
  }

  /** The job procedures of this queue. */
  public Path procs() {
    return location.resolve("procs");
  }

  /** All jobs. */
  public Path jobs() {
    return location.resolve("jobs");
  }

  /** The tickets of jobs that can run. */
  public Path ready() {
    return location.resolve("ready");
  }

  /** The tickets in flight, by worker. */
  public Path run() {
    return location.resolve("run");
  }

  /** The heartbeats. */
  public Path workers() {
    return location.resolve("workers");
  }

  /** The operations of several steps under way. */
  public Path intents() {
    return location.resolve("intents");
  }

  /** The tickets of jobs too damaged to have a state. */
  public Path quarantine() {
    return location.resolve("quarantine");
  }

  /** The directories a queue starts with. */
  public Path[] directories() {
    return new Path[] {procs(), jobs(), ready(), run(), workers(), intents(), quarantine()};
  }

  /** The directory that holds a top-level job and its neighbours. */
  public Path jobBucket(long number) {
    return jobs().resolve(padded(number / JOBS_PER_BUCKET, 6));
  }

  /** The number of a bucket below {@code jobs/}; empty for other names. */
  public static OptionalLong bucketNumber(String name) {
    return name.matches("\\d{6,15}") ? OptionalLong.of(Long.parseLong(name)) : OptionalLong.empty();
  }

  /** The directory of a job. */
  public Path job(JobId id) {
    Path root = jobBucket(id.number()).resolve("job" + id.number());
    if (id.isRoot()) {
      return root;
    }
    if (id.local().startsWith("r")) {
      return root.resolve(REPOSITORY).resolve("job" + id.local().substring(1));
    }
    return root.resolve("job" + id.local().replace("/", "/job"));
  }

  /** The path of a job's directory relative to that of its root, with {@code /}. */
  public static String pathWithinRoot(String local) {
    return local.startsWith("r")
        ? REPOSITORY + "/job" + local.substring(1)
        : "job" + local.replace("/", "/job");
  }

  /** The state directory of a job. */
  public Path state(JobId id) {
    return job(id).resolve(STATE_DIRECTORY);
  }

  /** The definition of a job. */
  public Path definition(JobId id) {
    return state(id).resolve(DEFINITION);
  }

  /** The latch of a job with sub-jobs that are not done. */
  public Path latch(JobId id) {
    return state(id).resolve(LATCH);
  }

  /** The name of the latch token of a sub-job. */
  public static String latchToken(int order) {
    return "d." + order;
  }

  /** True if the name is that of a latch token. */
  public static boolean isLatchToken(String name) {
    return name.matches("d\\.\\d{1,9}");
  }

  /** The error of a transition that no attempt made. */
  public Path error(JobId id, RegisterName register) {
    return state(id).resolve("error-" + register.version() + "-" + register.by() + ".json");
  }

  /** The directory of an attempt. */
  public Path attempt(JobId id, int number, String worker) {
    return job(id).resolve("attempt-" + number + "-" + worker);
  }

  /** The number of a job from the name of its directory; empty for other names. */
  public static OptionalLong jobNumber(String name) {
    Matcher matcher = JOB.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** The mark that a number has been used by a job that was deleted since. */
  public Path goneMark(long number) {
    return jobBucket(number).resolve("gone." + number);
  }

  /** The number in a gone mark; empty for other names. */
  public static OptionalLong goneNumber(String name) {
    Matcher matcher = GONE_MARK.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /**
   * The directory of a ticket. Directories have at most a few hundred names whatever the number of
   * jobs: they branch by digits of the job number and, for large hierarchies, by digits of the
   * order in the hierarchy.
   */
  public Path ticketBucket(Ticket ticket) {
    Path bucket = ticketBucketOfRoot(ticket);
    int total = ticket.node().total();
    if (total == 1) {
      return bucket;
    }
    Path own = bucket.resolve(Long.toString(ticket.node().id().number()));
    if (total <= TICKETS_PER_BUCKET) {
      return own;
    }
    int hundreds = ticket.node().order() / TICKETS_PER_BUCKET;
    if (total <= TICKETS_PER_BUCKET * TICKETS_PER_BUCKET) {
      return own.resolve(padded(hundreds, 2));
    }
    return own.resolve(padded(hundreds / TICKETS_PER_BUCKET, 5))
        .resolve(padded(hundreds % TICKETS_PER_BUCKET, 2));
  }

  private Path ticketBucketOfRoot(Ticket ticket) {
    long hundreds = ticket.node().id().number() / TICKETS_PER_BUCKET;
    return ready()
        .resolve("p" + padded(ticket.priority(), 3))
        .resolve(padded(hundreds / TICKETS_PER_BUCKET, 8))
        .resolve(padded(hundreds % TICKETS_PER_BUCKET, 2));
  }

  /** The directory of all tickets of a hierarchy of more than one job. */
  public Path ticketsOfHierarchy(Ticket any) {
    return ticketBucketOfRoot(any).resolve(Long.toString(any.node().id().number()));
  }

  /** The priority of a directory below {@code ready/}; empty for other names. */
  public static Optional<Integer> priority(String name) {
    return name.matches("p\\d{3}")
        ? Optional.of(Integer.parseInt(name.substring(1)))
        : Optional.empty();
  }

  /** The tickets that a worker has in flight. */
  public Path runDirectory(String worker) {
    return run().resolve(worker);
  }

  /** The directory with a worker's heartbeat. */
  public Path worker(String worker) {
    return workers().resolve(worker);
  }

  /** The directory that holds a path of the queue. */
  public static Path directoryOf(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path within a queue has a parent");
  }

  /** A number with leading zeros; String.format would take longer than the file system. */
  private static String padded(long value, int digits) {
    String text = Long.toString(value);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
