package org.jobqueue.core.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;

/**
 * The direct sub-jobs of a job, looked at after the job itself: one that is not done now was not
 * done then.
 *
 * @param all in their order
 */
record SubJobs(List<SubJob> all) {
  /**
   * One of them.
   *
   * @param id its name
   * @param exists whether it has a directory
   * @param register its state
   * @param order its turn; empty if it was not asked for or cannot be read
   */
  record SubJob(JobId id, boolean exists, Optional<RegisterName> register, OptionalInt order) {
    boolean isDone() {
      return register.filter(r -> r.state() == JobState.DONE).isPresent();
    }

    /** True if it can never be done. */
    boolean isLost() {
      return order.isEmpty() && register.filter(r -> r.state() == JobState.FAILED).isPresent();
    }

    boolean isCertainlyNotDone() {
      return register.isPresent() && !isDone();
    }
  }

  /** Looks at the sub-jobs of a job. */
  static SubJobs of(QueueDirectory queue, JobDefinition job, boolean withOrder) throws IOException {
    Registers registers = new Registers(queue);
    List<SubJob> all = new ArrayList<>(job.subJobs().size());
    for (String local : job.subJobs()) {
      JobId id = new JobId(job.number(), local);
      StateView view = registers.look(id);
      boolean exists = view.exists() || isListed(queue, id);
      OptionalInt order = withOrder ? order(queue, id) : OptionalInt.empty();
      all.add(new SubJob(id, exists, view.register(), order));
    }
    return new SubJobs(all);
  }

  /** A name that this machine asked for in vain once is found by listing what is above it. */
  private static boolean isListed(QueueDirectory queue, JobId id) throws IOException {
    Path directory = queue.layout().job(id);
    String name = String.valueOf(directory.getFileName());
    return queue.listOrEmpty(QueueLayout.directoryOf(directory)).contains(name);
  }

  private static OptionalInt order(QueueDirectory queue, JobId id) {
    try {
      return OptionalInt.of(queue.definition(id).order());
    } catch (IOException e) {
      return OptionalInt.empty(); // said when that job is looked at
    }
  }

  /** Those that are not done for certain. */
  List<SubJob> notDone() {
    return all.stream().filter(SubJob::isCertainlyNotDone).toList();
  }

  /** Whether all of them are done. */
  boolean allDone() {
    return all.stream().allMatch(SubJob::isDone);
  }

  /** Those whose turn is known, by that. */
  Map<Integer, SubJob> byOrder() {
    Map<Integer, SubJob> byOrder = new HashMap<>();
    for (SubJob subJob : all) {
      subJob.order().ifPresent(order -> byOrder.put(order, subJob));
    }
    return byOrder;
  }

  /** Whether a token that belongs to none of them could still be that of one that is not done. */
  boolean mayHaveUnknownOrder() {
    return all.stream().anyMatch(s -> s.order().isEmpty() && !s.isDone());
  }

  /** Whether a job is one of them. */
  boolean contains(JobId id) {
    return all.stream().anyMatch(s -> s.id().equals(id));
  }
}
