package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jobqueue.core.format.ChunkToken;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RunTicket;
import org.jobqueue.core.format.Ticket;

/**
 * Issues tickets and moves them between {@code ready/} and {@code run/}.
 *
 * <p>A ticket is a hint: a superfluous one costs the time to find that out, and is dropped. A
 * missing one would cost a job, so whoever drops the ticket of a job that waits in a newer version
 * issues one for that version first.
 */
public final class Tickets {
  private static final int TRIES = 10;

  private final QueueDirectory queue;
  private final Priorities priorities;

  /** The tickets of a queue. */
  public Tickets(QueueDirectory queue) {
    this.queue = queue;
    this.priorities = new Priorities(queue);
  }

  /**
   * Issues a ticket at the present priority of its hierarchy, whatever that of the ticket; one that
   * is there already is as good.
   */
  public void issue(Ticket ticket) throws IOException {
    issueAsIs(priorities.present(ticket));
  }

  /**
   * The same after a look at the job, which tells the priority if it is the root. For a block of
   * which chunks are not done, tickets for those are issued instead.
   */
  public void issue(Ticket ticket, StateView job) throws IOException {
    Ticket own = present(ticket, job);
    List<ChunkToken> chunks =
        job.chunked() && ticket.chunks().isEmpty()
            ? ChunkToken.among(queue.listOrEmpty(queue.layout().chunkLatch(ticket.node().id())))
            : List.of();
    for (ChunkToken token : chunks) {
      issueAsIs(own.withChunks(token.chunks()));
    }
    if (chunks.isEmpty()) {
      issueAsIs(own);
    }
  }

  /** Removes the ticket of a version that the job has left; a worker may have taken it. */
  void withdraw(Ticket ticket, StateView job) throws IOException {
    queue.deleteFileIfExists(readyPath(present(ticket, job)));
  }

  private Ticket present(Ticket ticket, StateView job) throws IOException {
    return ticket.node().id().isRoot() && ticket.chunks().isEmpty()
        ? job.priority().map(p -> ticket.withPriority(p.priority())).orElse(ticket)
        : priorities.present(ticket);
  }

  /** Issues a ticket whose priority is the present one. */
  void issueAsIs(Ticket ticket) throws IOException {
    queue.createWithDirectories(readyPath(ticket));
  }

  /**
   * Issues the first ticket of a job, as another name of its definition if that is possible, which
   * is cheaper than a file.
   */
  void issueFirst(JobDefinition job) throws IOException {
    Path ready = readyPath(job.firstTicket(1));
    Path definition = queue.layout().definition(job.node().id());
    try {
      if (queue.files().tryLink(definition, ready)) {
        return;
      }
    } catch (FileAlreadyExistsException e) {
      return; // issued by another, or by this very call
    } catch (NoSuchFileException e) {
      // no such directory yet, or the job has been deleted already
    }
    queue.createWithDirectories(ready);
  }

  /**
   * Lets an intent become a ticket, which withdraws the one and issues the other.
   *
   * @return false if the intent is not there: others have taken it over, or this was done and the
   *     reply lost; or if it is listed and cannot be renamed all the same
   */
  boolean isIssued(Ticket ticket, Intent intent) throws IOException {
    Path ready = readyPath(ticket);
    for (int i = 0; i < TRIES; i++) {
      try {
        queue.files().rename(intent.path(), ready);
        return true;
      } catch (NoSuchFileException e) {
        if (!intent.isListed()) {
          return false;
        }
        queue.createDirectories(QueueLayout.directoryOf(ready)); // workers remove empty ones
      }
    }
    return false;
  }

  /**
   * Takes a ticket into the worker's run directory.
   *
   * @return false if another worker was quicker, or if this one was declared dead and its run
   *     directory is gone, which it knows from then on
   */
  boolean tryTake(Ticket ticket, WorkerSession session, RunTicket target) throws IOException {
    Path inFlight = runPath(session.name(), target);
    try {
      queue.files().rename(readyPath(ticket), inFlight);
      return true;
    } catch (IOException e) {
      // Another was quicker, or the reply was lost; the number in the name makes it mine alone.
      List<String> taken;
      try {
        taken = queue.files().list(QueueLayout.directoryOf(inFlight));
      } catch (NoSuchFileException gone) {
        session.fence();
        return false;
      }
      if (taken.contains(target.toString())) {
        return true;
      }
      if (e instanceof NoSuchFileException) {
        return false;
      }
      throw e;
    }
  }

  /** Renames a ticket in flight; false if it was taken away: the worker was declared dead. */
  boolean isRenamed(String worker, RunTicket from, RunTicket to) throws IOException {
    try {
      queue.files().rename(runPath(worker, from), runPath(worker, to));
      return true;
    } catch (NoSuchFileException e) {
      return queue.listOrEmpty(queue.layout().runDirectory(worker)).contains(to.toString());
    }
  }

  /**
   * Puts a ticket back for others. It is issued anew rather than renamed: a machine that has seen
   * this ticket where it goes, as a name of the same file, would take the renaming for done.
   */
  void giveBack(String worker, RunTicket inFlight) throws IOException {
    issue(inFlight.ticket());
    drop(worker, inFlight);
  }

  /** Removes a ticket in flight that has served its purpose. */
  void drop(String worker, RunTicket inFlight) throws IOException {
    queue.deleteFileIfExists(runPath(worker, inFlight));
  }

  /** Sets aside the ticket of a job that has no readable state. */
  void quarantine(String worker, RunTicket inFlight) throws IOException {
    Path aside = queue.layout().quarantine().resolve(inFlight.ticket().toString());
    try {
      queue.files().rename(runPath(worker, inFlight), aside);
    } catch (NoSuchFileException e) {
      try {
        queue.files().createDirectory(queue.layout().quarantine());
        queue.files().rename(runPath(worker, inFlight), aside);
      } catch (NoSuchFileException | FileAlreadyExistsException again) {
        // Set aside already, by whoever declared this worker dead.
      }
    }
  }

  private Path readyPath(Ticket ticket) {
    return queue.layout().ticketBucket(ticket).resolve(ticket.toString());
  }

  private Path runPath(String worker, RunTicket inFlight) {
    return queue.layout().runDirectory(worker).resolve(inFlight.toString());
  }
}
