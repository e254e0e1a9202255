package org.jobqueue.core.reconcile;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.protocol.HierarchyReader;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;

/**
 * The jobs in the queue that were submitted to make files again. All copies of a job, and copies of
 * copies, have the job that made the files first as their origin.
 */
final class Copies {
  private final QueueDirectory queue;
  private final Map<JobId, List<Copy>> byOrigin = new HashMap<>();

  /** One of them: its files if it is done. */
  private record Copy(JobDefinition definition, boolean done, ExpectedOutputs outputs) {
    JobId id() {
      return definition.node().id();
    }

    /** Where a frame is, or 0 in a job without frames; empty if it is not to make that. */
    OptionalLong position(Optional<Integer> frame) {
      Block block = definition.block();
      if (block == null || frame.isEmpty()) {
        return block == null && frame.isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
      }
      return block.frames().indexOf(frame.get());
    }
  }

  /** What the copies of a job do about a frame of it. */
  enum Care {
    /** Nothing: it is missing. */
    NONE,
    /** One of them is to make it. */
    QUEUED,
    /** It is there after all, in the directory of one of them. */
    MADE
  }

  /** The care of one copy for a frame. */
  record Cared(Care care, Optional<JobId> by) {}

  private Copies(QueueDirectory queue) {
    this.queue = queue;
  }

  /** The job whose files a job is to make. */
  static JobId originOf(JobDefinition definition) {
    JobId origin = definition.origin();
    return origin == null ? definition.node().id() : origin;
  }

  /**
   * Finds the copies of some jobs.
   *
   * @param roots the top-level jobs of the queue
   * @param without jobs that are no copies in this sense: those that are looked at
   */
  static Copies find(
      QueueDirectory queue, Stream<JobId> roots, Set<JobId> origins, Set<JobId> without)
      throws IOException {
    Copies copies = new Copies(queue);
    Set<Long> numbers = Set.copyOf(origins.stream().map(JobId::number).distinct().toList());
    for (Iterator<JobId> all = roots.iterator(); all.hasNext(); ) {
      JobId root = all.next();
      Optional<JobId> origin = copies.originOf(root);
      if (origin.isPresent() && numbers.contains(origin.get().number())) {
        copies.add(root, origins, without);
      }
    }
    return copies;
  }

  private Optional<JobId> originOf(JobId root) throws IOException {
    try {
      return Optional.ofNullable(queue.definition(root).origin());
    } catch (JobDefinition.DamagedException | FileSystemException e) {
      return Optional.empty(); // gone meanwhile, or damaged: it will make nothing
    }
  }

  private void add(JobId root, Set<JobId> origins, Set<JobId> without) throws IOException {
    HierarchyReader walk = new HierarchyReader(queue, root);
    Registers registers = new Registers(queue);
    for (var step = walk.next(); step.isPresent(); step = walk.next()) {
      Optional<JobDefinition> definition = step.get().definition();
      if (definition.isEmpty()
          || definition.get().origin() == null
          || definition.get().options().outputs().isEmpty()
          || without.contains(step.get().id())) {
        continue;
      }
      JobId origin = originOf(definition.get());
      Optional<JobState> state =
          registers.look(step.get().id()).register().map(RegisterName::state);
      if (origins.contains(origin) && state.isPresent() && state.get() != JobState.DELETED) {
        byOrigin
            .computeIfAbsent(origin, unused -> new ArrayList<>())
            .add(
                new Copy(
                    definition.get(),
                    state.get() == JobState.DONE,
                    new ExpectedOutputs(queue, definition.get())));
      }
    }
  }

  /**
   * Whether somebody cares for what is missing.
   *
   * @param frame empty for a job without frames
   */
  Cared care(JobId origin, Optional<Integer> frame) throws IOException {
    Cared best = new Cared(Care.NONE, Optional.empty());
    for (Copy copy : byOrigin.getOrDefault(origin, List.of())) {
      OptionalLong position = copy.position(frame);
      if (position.isEmpty()) {
        continue;
      }
      if (!copy.done()) {
        best = new Cared(Care.QUEUED, Optional.of(copy.id()));
      } else if (copy.outputs().areThere(position.getAsLong())) {
        return new Cared(Care.MADE, Optional.of(copy.id()));
      }
    }
    return best;
  }
}
