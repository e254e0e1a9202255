package org.jobqueue.core.work;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.process.HostResources;
import org.jobqueue.core.protocol.Admission.Verdict;
import org.jobqueue.core.protocol.LimitAcquisition;
import org.jobqueue.core.protocol.Limits;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.ResourcePool.Reservation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which jobs a worker can run at all, and which of them now. Thread-safe. */
final class WorkerAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerAdmission.class);

  private final QueueDirectory queue;
  private final ProcRegistry types;
  private final Optional<WorkerResources> offer;
  private final Limits limits;
  private final FailureWatch failures;
  private final FreeSpace space;
  private @Nullable ResourcePool resources;

  /**
   * What a worker admits.
   *
   * @param offer what it offers to jobs; empty for what is found on this machine
   * @param failures knows what this host fails at
   * @param space knows whether there is room for the files of an attempt
   */
  WorkerAdmission(
      QueueDirectory queue,
      ProcRegistry types,
      Optional<WorkerResources> offer,
      FailureWatch failures,
      FreeSpace space) {
    this.failures = failures;
    this.space = space;
    this.queue = queue;
    this.types = types;
    this.offer = offer;
    this.limits = new Limits(queue);
  }

  /** Whether the worker has what the job needs, in use or not. */
  boolean mayRun(JobDefinition job) {
    Requirements needs = job.options().requirements();
    return types.find(job.type(), job.typeVersion()).isPresent()
        && (needsNothing(needs) || ResourceLack.of(resources().offer(), needs).isEmpty());
  }

  /** Most often it is that very object, and {@code equals} of a record is slow the first time. */
  private static boolean needsNothing(Requirements needs) {
    return Objects.equals(needs, Requirements.NONE);
  }

  /** A job that only has to be marked as done needs nothing but room for the mark. */
  Verdict admitNothing() {
    return space.isEnough() ? Verdict.NOW : Verdict.LATER;
  }

  /**
   * Reserves what the job needs for a worker of that name.
   *
   * @param receiver gets what is reserved, with the answer {@link Verdict#NOW}
   */
  Verdict allot(String worker, JobDefinition job, Consumer<Allotment> receiver) {
    Requirements needs = job.options().requirements();
    if (!mayRun(job)) {
      return Verdict.NEVER;
    }
    if (!space.isEnough()) {
      return Verdict.LATER;
    }
    if (!failures.mayTake(job.type())) {
      return Verdict.NOT_AS_THINGS_ARE;
    }
    if (needsNothing(needs)) {
      return Verdict.NOW;
    }
    Optional<Reservation> reserved = resources().tryReserve(job.node().id(), needs);
    if (reserved.isEmpty()) {
      return Verdict.LATER;
    }
    Reservation here = reserved.get();
    if (needs.limits().isEmpty()) {
      receiver.accept(new Allotment(here.cores(), here.gpus(), here::release));
      return Verdict.NOW;
    }
    Verdict verdict =
        acquire(
            worker,
            job,
            held ->
                receiver.accept(
                    new Allotment(
                        here.cores(),
                        here.gpus(),
                        () -> {
                          held.release();
                          here.release();
                        })));
    if (verdict != Verdict.NOW) {
      here.release();
    }
    return verdict;
  }

  private Verdict acquire(
      String worker, JobDefinition job, Consumer<LimitAcquisition.Held> receiver) {
    try {
      LimitAcquisition result =
          limits.tryAcquire(worker, job.node().id(), job.options().requirements().limits());
      if (result instanceof LimitAcquisition.Held held) {
        receiver.accept(held);
        return Verdict.NOW;
      }
      LOG.debug("job {} has to wait: {}", job.node().id(), result);
      return result instanceof LimitAcquisition.Full ? Verdict.LATER : Verdict.NOT_AS_THINGS_ARE;
    } catch (IOException e) {
      LOG.warn("the limits that job {} needs cannot be read or written", job.node().id(), e);
      return Verdict.LATER;
    }
  }

  /** Gives back tokens of limits that the file system refused to take before. */
  void giveBackLost() {
    if (!limits.giveBackLost()) {
      LOG.debug("some tokens of limits cannot be given back yet");
    }
  }

  /** What the worker offers; looked for when it is asked for, since that takes a moment. */
  synchronized ResourcePool resources() {
    ResourcePool present = resources;
    if (present == null) {
      String host = queue.environment().processes().self().host();
      present =
          new ResourcePool(
              offer.orElseGet(() -> HostResources.found(host)), queue.environment().ticker());
      resources = present;
    }
    return present;
  }
}
