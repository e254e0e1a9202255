package org.jobqueue.core.queue;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.plugin.TypeKey;
import org.jobqueue.core.protocol.Environment;
import org.jobqueue.core.protocol.HostBlocks;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;
import org.jobqueue.core.work.ResourceLack;

/** Says of each worker why it does not run a job that is ready. */
final class WorkerExplanation {
  private final QueueDirectory queue;
  private final ProcRegistry types;
  private final WorkerReader workers;

  WorkerExplanation(QueueDirectory queue, ProcRegistry types) {
    this.queue = queue;
    this.types = types;
    this.workers = new WorkerReader(queue);
  }

  /**
   * The reasons.
   *
   * @param summary one sentence for all
   * @param each a sentence for each worker
   */
  record Reasons(String summary, List<String> each) {}

  /** A reason, and whether it goes away by itself. */
  private record Reason(String text, boolean passes) {}

  Reasons of(JobDefinition job) {
    List<HostBlock> blocks = blocks();
    List<String> each = new ArrayList<>();
    Optional<String> common = Optional.empty();
    boolean anyCan = false;
    for (WorkerStatus worker : workers.all()) {
      Reason reason = reason(worker, job, blocks);
      each.add(worker.name() + ": " + reason.text());
      anyCan |= reason.passes();
      common = common.or(() -> Optional.of(reason.text()));
    }
    if (each.isEmpty()) {
      return new Reasons("it waits for a worker, and there is none" + unknownHere(job), each);
    }
    if (anyCan) {
      return new Reasons("it waits for a free worker", each);
    }
    String one = each.size() == 1 ? "the only worker" : "none of the " + each.size() + " workers";
    return new Reasons(
        "it waits for a worker that takes it; "
            + one
            + (each.size() == 1 ? " does not: " : " does, the first because ")
            + common.orElseThrow(),
        each);
  }

  private String unknownHere(JobDefinition job) {
    return types.find(job.type(), job.typeVersion()).isPresent()
        ? ""
        : "; it has to know the type '" + typeOf(job) + "', which no plugin here has";
  }

  /** With the version where there are several. */
  private String typeOf(JobDefinition job) {
    return job.typeVersion() == 1 && types.find(job.type()).isEmpty()
        ? job.type()
        : new TypeKey(job.type(), job.typeVersion()).toString();
  }

  private static Optional<Reason> lackOfType(WorkerStatus worker, JobDefinition job) {
    List<Integer> versions = worker.types().getOrDefault(job.type(), List.of());
    if (versions.contains(job.typeVersion())) {
      return Optional.empty();
    }
    String lack =
        versions.isEmpty()
            ? "it does not know the type '" + job.type() + "'"
            : "it has not version "
                + job.typeVersion()
                + " of the type '"
                + job.type()
                + "', only "
                + versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return Optional.of(new Reason(lack, false));
  }

  private static Reason reason(WorkerStatus worker, JobDefinition job, List<HostBlock> blocks) {
    if (worker.state() == WorkerStatus.State.DEAD) {
      return new Reason("it is dead", false);
    }
    if (worker.state() == WorkerStatus.State.DRAINING) {
      return new Reason("it takes no more jobs", false);
    }
    if (worker.resources().isEmpty()) {
      return new Reason("it lives for one job only", true);
    }
    Optional<Reason> unknown = lackOfType(worker, job);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    WorkerResources offer = worker.resources().get();
    Optional<String> lack = ResourceLack.of(offer, job.options().requirements());
    if (lack.isPresent()) {
      return new Reason(lack.get(), false);
    }
    Optional<HostBlock> block =
        blocks.stream()
            .filter(b -> Environment.isOfHost(worker.name(), b.host()))
            .filter(b -> b.type().equals(job.type()))
            .findFirst();
    if (block.isPresent()) {
      return new Reason(
          "its host takes no jobs of this type until "
              + block.get().until().truncatedTo(ChronoUnit.SECONDS)
              + ": "
              + block.get().reason(),
          false);
    }
    int slots = worker.slots().orElse(1);
    return worker.running().size() >= slots
        ? new Reason(
            slots == 1
                ? "it is busy with " + worker.running().get(0)
                : "all of its " + slots + " slots are busy",
            true)
        : new Reason("it may take it any moment", true);
  }

  private List<HostBlock> blocks() {
    try {
      return new HostBlocks(queue).all();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().hosts(), e);
    }
  }
}
