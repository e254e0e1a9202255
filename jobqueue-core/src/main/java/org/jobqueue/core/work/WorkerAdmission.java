package org.jobqueue.core.work;

import java.io.IOException;
import java.util.Optional;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.process.HostResources;
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
  private @Nullable ResourcePool resources;

  /**
   * What a worker admits.
   *
   * @param offer what it offers to jobs; empty for what is found on this machine
   */
  WorkerAdmission(QueueDirectory queue, ProcRegistry types, Optional<WorkerResources> offer) {
    this.queue = queue;
    this.types = types;
    this.offer = offer;
    this.limits = new Limits(queue);
  }

  /** Whether the worker has what the job needs, in use or not. */
  boolean mayRun(JobDefinition job) {
    Requirements needs = job.options().requirements();
    return types.find(job.type()).isPresent()
        && (needs.equals(Requirements.NONE)
            || ResourcePool.lack(resources().offer(), needs).isEmpty());
  }

  /** Reserves what the job needs for a worker of that name; empty if that is in use. */
  Optional<Allotment> tryAllot(String worker, JobDefinition job) {
    Requirements needs = job.options().requirements();
    if (needs.equals(Requirements.NONE)) {
      return Optional.of(Allotment.NOTHING);
    }
    Optional<Reservation> reserved = resources().tryReserve(job.node().id(), needs);
    if (reserved.isEmpty()) {
      return Optional.empty();
    }
    Reservation here = reserved.get();
    if (needs.limits().isEmpty()) {
      return Optional.of(new Allotment(here.cores(), here.gpus(), here::release));
    }
    Optional<LimitAcquisition.Held> held = tryAcquire(worker, job);
    if (held.isEmpty()) {
      here.release();
      return Optional.empty();
    }
    return Optional.of(
        new Allotment(
            here.cores(),
            here.gpus(),
            () -> {
              held.get().release();
              here.release();
            }));
  }

  private Optional<LimitAcquisition.Held> tryAcquire(String worker, JobDefinition job) {
    try {
      LimitAcquisition result =
          limits.tryAcquire(worker, job.node().id(), job.options().requirements().limits());
      if (result instanceof LimitAcquisition.Held held) {
        return Optional.of(held);
      }
      LOG.debug("job {} has to wait: {}", job.node().id(), result);
    } catch (IOException e) {
      LOG.warn("the limits that job {} needs cannot be read or written", job.node().id(), e);
    }
    return Optional.empty();
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
