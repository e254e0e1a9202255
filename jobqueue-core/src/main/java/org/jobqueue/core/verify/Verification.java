package org.jobqueue.core.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jobqueue.api.JobId;
import org.jobqueue.api.QueueVerification;
import org.jobqueue.api.Violation;
import org.jobqueue.api.Violation.Rule;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.Ticket;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.verify.RootLook.Seen;

/**
 * Verifies a queue by its files.
 *
 * <p>Others may work on it meanwhile, so that one look at several files may see what never was at
 * one moment. A violation counts only if several looks at the same hierarchy, with whatever is
 * under way, find the very same one; names are single-use, so what moved on does not look the same.
 *
 * <p>For one thread, once.
 */
public final class Verification {
  private static final int LOOKS_AT_REST = 2;
  private static final int LOOKS = 4;

  private final QueueReads queue;
  private final Runnable pause;
  private final Consumer<Violation> listener;
  private final RootLook rootLook;
  private final ReadyTickets ready;
  private final Tally tally = new Tally();
  private Flight flight;
  private long violations;
  private long tickets;
  private long gone;
  private long highest;

  /** Finds violations; called again for another look. */
  @FunctionalInterface
  private interface Look {
    List<Violation> take() throws IOException;
  }

  /**
   * A verification of a queue.
   *
   * @param files the file system; only read
   * @param layout where the queue lies
   * @param pause waits a moment between two looks at a queue with workers
   * @param listener is told each violation as it is found
   */
  public Verification(
      QueueFiles files, QueueLayout layout, Runnable pause, Consumer<Violation> listener) {
    this.queue = new QueueReads(files, layout);
    this.pause = pause;
    this.listener = listener;
    this.rootLook = new RootLook(queue);
    this.ready = new ReadyTickets(queue);
    this.flight =
        new Flight(Collections.emptyMap(), Collections.emptyMap(), Collections.emptySet());
  }

  /**
   * Looks at everything once, and again at what seems to be wrong.
   *
   * @throws IOException if the directories that hold everything else cannot be read; trouble with
   *     one hierarchy is a violation
   */
  public QueueVerification run() throws IOException {
    Flight before = Flight.read(queue);
    flight = before;
    jobs();
    readyTickets();
    for (JobId job : new TreeSet<>(before.tickets().keySet())) {
      confirmed(() -> strangerInFlight(job));
    }
    confirmed(this::setAside);
    Flight after = Flight.read(queue);
    return new QueueVerification(
        tally.hierarchies,
        tally.jobs,
        tally.states,
        tally.attempts,
        highest,
        gone,
        tally.deleting,
        tally.uncommitted,
        tickets,
        after.heartbeats().size(),
        !before.equals(after),
        violations);
  }

  /** Reports what all looks find. */
  private void confirmed(Look look) throws IOException {
    List<Violation> found = new ArrayList<>(look.take());
    boolean atRest = flight.heartbeats().isEmpty() && flight.intents().isEmpty();
    int looks = atRest ? LOOKS_AT_REST : LOOKS;
    for (int i = 1; i < looks && !found.isEmpty(); i++) {
      if (!atRest) {
        pause.run();
      }
      flight = Flight.read(queue);
      found.retainAll(look.take());
    }
    violations += found.size();
    found.forEach(listener);
  }

  private void jobs() throws IOException {
    List<Long> buckets;
    try {
      buckets = buckets();
    } catch (NoSuchFileException | NotDirectoryException e) {
      confirmed(() -> List.of(new Violation(Rule.UNREADABLE, "jobs", "the directory is missing")));
      return;
    }
    for (long number : buckets) {
      flight = Flight.read(queue);
      Bucket bucket = Bucket.read(queue, number);
      for (long used : bucket.used()) {
        if (used > highest + 1) {
          long first = highest + 1;
          confirmed(() -> missing(first, used - 1));
        }
        highest = Math.max(highest, used);
        if (bucket.jobs().contains(used)) {
          hierarchy(used, bucket.gone().contains(used));
        } else {
          gone++;
        }
      }
    }
  }

  private List<Long> buckets() throws IOException {
    return queue.files().list(queue.layout().jobs()).stream()
        .flatMap(name -> QueueLayout.bucketNumber(name).stream().boxed())
        .sorted()
        .toList();
  }

  private void hierarchy(long number, boolean isGone) throws IOException {
    Seen[] last = {rootLook.look(number, isGone, flight)};
    List<Violation> first = last[0].violations();
    boolean[] again = {false};
    confirmed(
        () -> {
          if (!again[0]) {
            again[0] = true;
            return first;
          }
          Bucket bucket = Bucket.read(queue, number / QueueLayout.JOBS_PER_BUCKET);
          boolean nowGone = bucket.gone().contains(number);
          if (!bucket.jobs().contains(number) && nowGone) {
            return List.of(); // deleted meanwhile
          }
          last[0] = rootLook.look(number, nowGone, flight);
          return last[0].violations();
        });
    tally.add(last[0].tally());
  }

  /** The numbers of a range that are neither there nor marked as gone, as ranges. */
  private List<Violation> missing(long first, long last) throws IOException {
    NavigableSet<Long> used = new TreeSet<>();
    for (long bucket : buckets()) {
      if (bucket >= first / QueueLayout.JOBS_PER_BUCKET
          && bucket <= last / QueueLayout.JOBS_PER_BUCKET) {
        used.addAll(Bucket.read(queue, bucket).used());
      }
    }
    used.add(last + 1);
    List<Violation> found = new ArrayList<>();
    long next = first;
    for (long number : used.subSet(first, true, last + 1, true)) {
      if (number > next) {
        String range = next == number - 1 ? "" + next : next + " to " + (number - 1);
        found.add(
            new Violation(
                Rule.NUMBER, range, "neither a job nor the mark of a deleted one is there"));
      }
      next = number + 1;
    }
    return found;
  }

  private void readyTickets() throws IOException {
    long[] known = {-1}; // tickets of one hierarchy lie together
    ready.forEach(
        ticket -> {
          tickets++;
          long number = ticket.node().id().number();
          if (number == known[0]) {
            return;
          }
          if (isCommittedOrGone(number)) {
            known[0] = number;
            return;
          }
          confirmed(
              () ->
                  ready.isThere(ticket) && !isCommittedOrGone(number)
                      ? List.of(stranger(ticket))
                      : List.of());
        });
  }

  private List<Violation> strangerInFlight(JobId job) throws IOException {
    if (flight.ticketsOf(job).isEmpty() || isCommittedOrGone(job.number())) {
      return List.of();
    }
    return List.of(stranger(flight.ticketsOf(job).get(0).ticket().ticket()));
  }

  private static Violation stranger(Ticket ticket) {
    JobId id = ticket.node().id();
    return new Violation(
        Rule.TICKET, id.toString(), "there is a ticket " + ticket + ", but no such job");
  }

  /** Superfluous tickets of deleted jobs are legal, tickets before the commit are not. */
  private boolean isCommittedOrGone(long number) throws IOException {
    return rootLook.isCommitted(JobId.ofRoot(number))
        || Bucket.read(queue, number / QueueLayout.JOBS_PER_BUCKET).gone().contains(number);
  }

  private List<Violation> setAside() throws IOException {
    List<Violation> found = new ArrayList<>();
    for (String name : queue.names(queue.layout().quarantine())) {
      Ticket.parse(name)
          .ifPresent(
              ticket ->
                  found.add(
                      new Violation(
                          Rule.QUARANTINE,
                          "quarantine/" + name,
                          "job " + ticket.node().id() + " had no readable state")));
    }
    return found;
  }
}
