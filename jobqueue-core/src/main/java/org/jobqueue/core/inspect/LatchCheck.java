package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jobqueue.api.Damage;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.inspect.SubJobs.SubJob;
import org.jobqueue.core.protocol.Latches;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.QueueDirectory;

/** A job's latch, compared with the states of its sub-jobs. */
final class LatchCheck {
  private final QueueDirectory queue;
  private final Flight flight;
  private final Foreigners foreigners;
  private final Latches latches;
  private final LatchRestoration restoration;
  private final OutsideError errors;

  LatchCheck(QueueDirectory queue, Flight flight, Foreigners foreigners) {
    this.queue = queue;
    this.flight = flight;
    this.foreigners = foreigners;
    this.latches = new Latches(queue);
    this.restoration = new LatchRestoration(queue);
    this.errors = new OutsideError(queue);
  }

  /** True if the job may run as far as its latch and its sub-jobs are concerned. */
  boolean look(JobView job, JobDefinition definition, Consumer<Suspicion> out) throws IOException {
    boolean mayWait = job.mayWait();
    if (definition.subJobs().isEmpty() && !job.latched()) {
      return true;
    }
    Optional<List<String>> tokens = job.latched() ? tokens(job, out) : Optional.empty();
    SubJobs subJobs = SubJobs.of(queue, definition, mayWait || tokens.isPresent());
    lookAtStates(job, subJobs, out);
    if (tokens.isPresent()) {
      lookAtTokens(job, definition, subJobs, tokens.get(), out);
    }
    if (mayWait) {
      lookForMissing(job, definition, subJobs, tokens, out);
    }
    return tokens.isEmpty() && subJobs.allDone();
  }

  private Optional<List<String>> tokens(JobView job, Consumer<Suspicion> out) throws IOException {
    Path latch = queue.layout().latch(job.id());
    try {
      return Optional.of(queue.files().list(latch));
    } catch (NotDirectoryException e) {
      out.accept(foreigners.at(latch, Optional.of(job.id())));
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of(List.of()); // opened between two looks: its opener issues the ticket
    }
  }

  /** What is missing, and what ran too early. */
  private void lookAtStates(JobView job, SubJobs subJobs, Consumer<Suspicion> out) {
    boolean waits = job.isIn(JobState.WAITING, JobState.HELD);
    boolean ran = job.isIn(JobState.RUNNING, JobState.DONE);
    for (SubJob subJob : subJobs.all()) {
      Path place = queue.layout().job(subJob.id());
      if (!subJob.exists() && (waits || ran)) {
        String message = "the sub-job " + subJob.id() + " is missing";
        out.accept(
            new Suspicion(
                Damage.MISSING_SUB_JOB,
                place,
                Optional.of(job.id()),
                job.registerText(),
                message + (waits ? " and lost: job " + job.id() + " fails" : ""),
                waits ? () -> errors.set(job.id(), message).isEmpty() : Repair.IMPOSSIBLE));
      } else if (ran && subJob.isCertainlyNotDone()) {
        out.accept(
            new Suspicion(
                Damage.SUB_JOB_NOT_DONE,
                place,
                Optional.of(job.id()),
                job.registerText(),
                "job " + job.id() + " ran although its sub-job " + subJob.id() + " is not done",
                Repair.IMPOSSIBLE));
      }
    }
  }

  private void lookAtTokens(
      JobView job,
      JobDefinition definition,
      SubJobs subJobs,
      List<String> tokens,
      Consumer<Suspicion> out)
      throws IOException {
    Map<Integer, SubJob> byOrder = subJobs.byOrder();
    boolean anyToken = false;
    for (String name : tokens) {
      if (!QueueLayout.isLatchToken(name)) {
        if (!Foreigners.isOfTheFileSystem(name)) {
          Path stray = queue.layout().latch(job.id()).resolve(name);
          out.accept(foreigners.at(stray, Optional.of(job.id())));
        }
        continue;
      }
      anyToken = true;
      int order = Integer.parseInt(name.substring(2));
      Optional<SubJob> owner = Optional.ofNullable(byOrder.get(order));
      if (owner.isPresent()) {
        lookAtToken(job, definition, owner.get(), order, out);
      } else if (!subJobs.mayHaveUnknownOrder()) {
        out.accept(unknownToken(job, definition, order));
      }
    }
    if (!anyToken && subJobs.allDone() && !flight.hasTicket(subJobs::contains)) {
      out.accept(emptyLatch(job, definition));
    }
  }

  private void lookAtToken(
      JobView job, JobDefinition definition, SubJob owner, int order, Consumer<Suspicion> out)
      throws IOException {
    JobId id = owner.id();
    if (owner.isDone() && !flight.hasTicket(id::equals)) {
      String message = "waits for its sub-job " + id + ", which is done";
      Suspicion stale = token(Damage.STALE_LATCH_TOKEN, job, definition, order, message);
      out.accept(stale.after(() -> queue.syncTransition(queue.layout().job(id))));
    }
  }

  private Suspicion unknownToken(JobView job, JobDefinition definition, int order) {
    String message = "waits for number " + order + " of its hierarchy, which is no sub-job of it";
    return token(Damage.UNKNOWN_LATCH_TOKEN, job, definition, order, message);
  }

  private Suspicion token(
      Damage kind, JobView job, JobDefinition definition, int order, String message) {
    return new Suspicion(
        kind,
        queue.layout().latch(job.id()).resolve(QueueLayout.latchToken(order)),
        Optional.of(job.id()),
        "",
        message,
        () -> {
          latches.release(definition.node(), order, priority(definition));
          return true;
        });
  }

  private Suspicion emptyLatch(JobView job, JobDefinition definition) {
    return new Suspicion(
        Damage.STALE_LATCH_TOKEN,
        queue.layout().latch(job.id()),
        Optional.of(job.id()),
        "",
        "has a latch although all of its sub-jobs are done",
        () -> {
          latches.openIfEmpty(definition.node(), priority(definition));
          return true;
        });
  }

  private void lookForMissing(
      JobView job,
      JobDefinition definition,
      SubJobs subJobs,
      Optional<List<String>> tokens,
      Consumer<Suspicion> out) {
    Set<String> present = new HashSet<>(tokens.orElse(List.of()));
    if (job.isIn(JobState.WAITING, JobState.HELD)) {
      lookForUnknown(job, subJobs, present, out);
    }
    List<SubJob> unguarded =
        subJobs.notDone().stream()
            .filter(s -> s.order().isPresent())
            .filter(s -> !hasToken(present, s))
            .toList();
    if (!unguarded.isEmpty()) {
      List<JobId> ids = unguarded.stream().map(SubJob::id).toList();
      out.accept(
          latchMissing(
              job,
              "could run although these sub-jobs are not done: " + shortened(ids),
              () -> restoration.isRestored(definition, job.register().orElseThrow(), unguarded)));
    }
  }

  /** A sub-job that has failed, and whose token nobody can name, since it lost its definition. */
  private void lookForUnknown(
      JobView job, SubJobs subJobs, Set<String> tokens, Consumer<Suspicion> out) {
    Set<String> unknown = new HashSet<>(tokens);
    subJobs.byOrder().keySet().forEach(order -> unknown.remove(QueueLayout.latchToken(order)));
    List<SubJob> lost = subJobs.all().stream().filter(SubJob::isLost).toList();
    if (unknown.stream().filter(QueueLayout::isLatchToken).count() < lost.size()) {
      List<JobId> ids = lost.stream().map(SubJob::id).toList();
      String message = "nothing holds it until these sub-jobs are done, and they cannot be run: ";
      String text = message + shortened(ids);
      out.accept(
          latchMissing(
              job,
              text + "; job " + job.id() + " fails",
              () -> errors.set(job.id(), text).isEmpty()));
    }
  }

  private Suspicion latchMissing(JobView job, String message, Repair repair) {
    return new Suspicion(
        Damage.LATCH_MISSING,
        queue.layout().latch(job.id()),
        Optional.of(job.id()),
        job.registerText(),
        message,
        repair);
  }

  private static boolean hasToken(Set<String> tokens, SubJob subJob) {
    return tokens.contains(QueueLayout.latchToken(subJob.order().orElseThrow()));
  }

  private static String shortened(List<JobId> ids) {
    return ids.size() <= 5 ? ids.toString() : ids.subList(0, 5) + " and " + (ids.size() - 5);
  }

  private int priority(JobDefinition definition) throws IOException {
    return Priorities.of(queue, definition).present();
  }
}
