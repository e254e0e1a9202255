package org.jobqueue.core.format;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.JobId;

/**
 * The right to try to run a job: a file in {@code ready/}, whose name says all that is needed to
 * find the job and to issue the ticket again.
 *
 * <p>Written {@code j12.n3of25.0-1.p500.v1}: job {@code 12/0/1}, number 3 of 25 in the order of its
 * hierarchy, priority 500, for version 1 of its register. The root's place is written {@code root}.
 *
 * <p>The ticket of a block of frames that has chunks to run ends with their range, as in {@code
 * j12.n3of25.0-1.p500.v1.c0-99}. Its version tells it from earlier ones for the same chunks, and
 * nothing else.
 *
 * @param node the job
 * @param priority of the hierarchy
 * @param version the version of the waiting register it is good for
 * @param chunks those that may have to run, of a block; empty for the job itself
 */
public record Ticket(NodeRef node, int priority, long version, Optional<ChunkRange> chunks) {
  private static final Pattern FORM =
      Pattern.compile(
          "j(\\d{1,18})\\.n(\\d{1,9})of(\\d{1,9})\\.(root|r\\d{1,9}|\\d{1,9}(?:-\\d{1,9})*)"
              + "\\.p(\\d{1,3})\\.v(\\d{1,18})(?:\\.c(\\d{1,9}-\\d{1,9}))?");

  /** The order in which one worker takes tickets. */
  public static final Comparator<Ticket> RUN_ORDER =
      Comparator.comparingInt((Ticket t) -> -t.priority())
          .thenComparingLong(t -> t.node().id().number())
          .thenComparingInt(t -> t.node().order())
          .thenComparingLong(t -> t.chunks().map(ChunkRange::first).orElse(Long.MAX_VALUE))
          .thenComparingLong(Ticket::version);

  /** A ticket for a job itself. */
  public Ticket(NodeRef node, int priority, long version) {
    this(node, priority, version, Optional.empty());
  }

  /** Reads a name; empty if it is something else. */
  public static Optional<Ticket> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int order = Integer.parseInt(matcher.group(2));
    int total = Integer.parseInt(matcher.group(3));
    if (order >= total) {
      return Optional.empty();
    }
    String range = matcher.group(7);
    Optional<ChunkRange> chunks = range == null ? Optional.empty() : ChunkRange.parse(range);
    if (range != null && chunks.isEmpty()) {
      return Optional.empty();
    }
    String local = localPart(matcher.group(4));
    JobId id = new JobId(Long.parseLong(matcher.group(1)), local);
    return Optional.of(
        new Ticket(
            new NodeRef(id, order, total),
            Integer.parseInt(matcher.group(5)),
            Long.parseLong(matcher.group(6)),
            chunks));
  }

  /** The place of a job within its hierarchy as names have it: {@code root} or {@code 0-1}. */
  static String place(JobId id) {
    // A frame before 0 has a sign, which is not that between two places.
    return id.isRoot() ? "root" : id.local().replace("f-", "fm").replace('/', '-');
  }

  /** The local part of the job at a place. */
  static String localPart(String place) {
    return place.equals("root") ? "" : place.replace('-', '/').replace("fm", "f-");
  }

  /** A ticket for the same job in another version. */
  public Ticket withVersion(long newVersion) {
    return new Ticket(node, priority, newVersion, chunks);
  }

  /** A ticket for chunks of the same block. */
  public Ticket withChunks(ChunkRange newChunks) {
    return new Ticket(node, priority, version, Optional.of(newChunks));
  }

  /** A ticket for the same version at another priority. */
  public Ticket withPriority(int newPriority) {
    return newPriority == priority ? this : new Ticket(node, newPriority, version, chunks);
  }

  /** The file name. */
  @Override
  public String toString() {
    return "j"
        + node.id().number()
        + ".n"
        + node.order()
        + "of"
        + node.total()
        + '.'
        + place(node.id())
        + ".p"
        + priority
        + ".v"
        + version
        + chunks.map(range -> ".c" + range).orElse("");
  }
}
