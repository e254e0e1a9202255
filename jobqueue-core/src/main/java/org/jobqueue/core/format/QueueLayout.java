package org.jobqueue.core.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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

  /** The directory of a job's sub-jobs, so that its own stays small however many there are. */
  public static final String SUB_JOBS = "sub";

  /** The directory for the files of a job's procedure. */
  public static final String FILES = "files";

  /** The immutable definition of a job. */
  public static final String DEFINITION = "job.json";

  /** The latch of a job: a token per sub-job that is not done. */
  public static final String LATCH = "deps";

  /** The mark of a job that waits for one that has failed; for listings. */
  public static final String BLOCKED = "blocked";

  /** The latch of a block: tokens of the chunks that are not done. */
  public static final String CHUNK_LATCH = "chunks";

  /** The directory of a block's chunks, which branches by frames. */
  public static final String FRAMES = "frames";

  private static final int FRAMES_PER_BUCKET = 100;
  private static final int CHUNK_TICKETS_PER_BUCKET = 1000;
  private static final Pattern FRAME = Pattern.compile("frame(0|-?[1-9]\\d{0,9})");
  private static final Pattern JOB = Pattern.compile("job(\\d{1,18})");
  private static final Pattern GONE_MARK = Pattern.compile("gone\\.(\\d{1,18})");
  private static final Pattern BLOCK_TICKETS = Pattern.compile("\\d{1,18}n(\\d{1,9})");
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

  /** What is known of single hosts; missing as long as there is nothing. */
  public Path hosts() {
    return location.resolve("hosts");
  }

  /** The operations of several steps under way. */
  public Path intents() {
    return location.resolve("intents");
  }

  /** The tickets of jobs too damaged to have a state. */
  public Path quarantine() {
    return location.resolve("quarantine");
  }

  /** What happened, for people; made when there is something to write. */
  public Path history() {
    return location.resolve("history");
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

  /** The directory of a job: its definition, its register, and all else that is its own. */
  public Path job(JobId id) {
    OptionalInt frame = id.frame();
    if (frame.isPresent()) {
      int bucket = Math.floorDiv(frame.getAsInt(), FRAMES_PER_BUCKET);
      return frames(id.block()).resolve("" + bucket).resolve("frame" + frame.getAsInt());
    }
    Path root = jobBucket(id.number()).resolve("job" + id.number());
    if (id.isRoot()) {
      return root;
    }
    return root.resolve(pathWithinRoot(id.local()));
  }

  /** The path of a job's directory relative to that of its root, with {@code /}. */
  public static String pathWithinRoot(String local) {
    return local.startsWith("r")
        ? REPOSITORY + "/job" + local.substring(1)
        : SUB_JOBS + "/job" + local.replace("/", "/" + SUB_JOBS + "/job");
  }

  /** The directory of a job's sub-jobs, and of links to those that lie elsewhere. */
  public Path subJobs(JobId id) {
    return job(id).resolve(SUB_JOBS);
  }

  /** Where a job has its sub-job of an index, or a link to it. */
  public Path subJob(JobId id, int index) {
    return subJobs(id).resolve("job" + index);
  }

  /** The directory for the files of a job's procedure; missing as long as there are none. */
  public Path files(JobId id) {
    return job(id).resolve(FILES);
  }

  /** Whether the names in a directory are those of a job: it has a definition or a register. */
  public static boolean isJob(List<String> names) {
    return names.contains(DEFINITION)
        || names.stream().anyMatch(name -> RegisterName.parse(name).isPresent());
  }

  /** The directory of the chunks of a block. */
  public Path frames(JobId block) {
    return job(block).resolve(FRAMES);
  }

  /** The directories in which that of a chunk lies, up to that of its block. */
  public List<Path> above(JobId chunk) {
    return List.of(directoryOf(job(chunk)), frames(chunk.block()), job(chunk.block()));
  }

  /** The frame in the name of a chunk's directory; empty for other names. */
  public static OptionalInt frame(String name) {
    Matcher matcher = FRAME.matcher(name);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    long frame = Long.parseLong(matcher.group(1));
    return frame == (int) frame ? OptionalInt.of((int) frame) : OptionalInt.empty();
  }

  /** The number of a directory of chunks; empty for other names. */
  public static OptionalInt frameBucket(String name) {
    return name.matches("0|-?[1-9]\\d{0,7}")
        ? OptionalInt.of(Integer.parseInt(name))
        : OptionalInt.empty();
  }

  /** The latch of a block with chunks that are not done. */
  public Path chunkLatch(JobId block) {
    return job(block).resolve(CHUNK_LATCH);
  }

  /** The definition of a job. */
  public Path definition(JobId id) {
    return job(id).resolve(DEFINITION);
  }

  /** The latch of a job with sub-jobs that are not done. */
  public Path latch(JobId id) {
    return job(id).resolve(LATCH);
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
    return job(id).resolve("error-" + register.version() + "-" + register.by() + ".json");
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
    if (ticket.chunks().isPresent()) {
      NodeRef node = ticket.node();
      long thousands = ticket.chunks().get().first() / CHUNK_TICKETS_PER_BUCKET;
      return ticketBucketOfJob(ticket, ticketsOfHierarchy(ticket))
          .resolve(node.id().number() + "n" + node.order())
          .resolve(Long.toString(thousands));
    }
    return ticket.node().total() == 1
        ? ticketBucketOfRoot(ticket)
        : ticketBucketOfJob(ticket, ticketsOfHierarchy(ticket));
  }

  private static Path ticketBucketOfJob(Ticket ticket, Path own) {
    int total = ticket.node().total();
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

  /** The order of the block whose tickets are in a directory; empty for other names. */
  public static OptionalInt blockOrder(String name) {
    Matcher matcher = BLOCK_TICKETS.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** True if the name is that of a directory of tickets in another one. */
  public static boolean isTicketBucket(String name) {
    return name.matches("\\d{1,18}") || blockOrder(name).isPresent();
  }

  /** The directory of all tickets of a hierarchy of more than one job, or with blocks. */
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
