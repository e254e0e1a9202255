package org.jobqueue.core.work;

import java.util.Optional;
import org.jobqueue.api.Requirements;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.process.HostResources;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jspecify.annotations.Nullable;

/** Which jobs a worker can run at all, and which of them now. Thread-safe. */
final class WorkerAdmission {
  private final QueueDirectory queue;
  private final ProcRegistry types;
  private final Optional<WorkerResources> offer;
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
  }

  /** Whether the worker has what the job needs, in use or not. */
  boolean mayRun(JobDefinition job) {
    Requirements needs = job.options().requirements();
    return types.find(job.type()).isPresent()
        && (needs.equals(Requirements.NONE)
            || ResourcePool.lack(resources().offer(), needs).isEmpty());
  }

  /** Reserves what the job needs; empty if that is in use. */
  Optional<Allotment> tryAllot(JobDefinition job) {
    Requirements needs = job.options().requirements();
    if (needs.equals(Requirements.NONE)) {
      return Optional.of(Allotment.NOTHING);
    }
    return resources()
        .tryReserve(job.node().id(), needs)
        .map(reserved -> new Allotment(reserved.cores(), reserved.gpus(), reserved::release));
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
