package org.jobqueue.core.reconcile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobId;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.graph.RootNode;

/**
 * A new hierarchy of copies of some jobs of an old one. Of two copies one stands below the other if
 * that was so in the old hierarchy, at whatever depth.
 */
final class Requeue {
  static final String GROUP = "group";

  private final Map<JobId, Part> parts = new LinkedHashMap<>(); // in run order
  private final Map<JobId, Set<JobId>> reach = new HashMap<>();

  /** Starts a hierarchy. */
  @FunctionalInterface
  interface Roots {
    RootNode create(String type, Map<String, ?> parameters);
  }

  /** A job to be copied, as an ordinary job or as these blocks. */
  private record Part(JobDefinition definition, List<Optional<Block>> pieces, Set<JobId> below) {}

  /** Passes a job of the old hierarchy, in run order, that is not to be copied. */
  void pass(JobId id, List<JobId> subJobs) {
    reach.put(id, below(subJobs));
  }

  /** Takes a job of the old hierarchy, in run order, that is to be copied. */
  void copy(JobDefinition definition, List<JobId> subJobs, List<Optional<Block>> pieces) {
    JobId id = definition.node().id();
    parts.put(id, new Part(definition, pieces, below(subJobs)));
    reach.put(id, Set.of(id));
  }

  /** The copies that come first below some jobs. */
  private Set<JobId> below(List<JobId> subJobs) {
    if (subJobs.size() == 1) {
      return reach.getOrDefault(subJobs.get(0), Set.of());
    }
    Set<JobId> below = new LinkedHashSet<>();
    subJobs.forEach(subJob -> below.addAll(reach.getOrDefault(subJob, Set.of())));
    return below.isEmpty() ? Set.of() : Collections.unmodifiableSet(below);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Builds the hierarchy, not activated yet.
   *
   * @param top the job from which the old hierarchy was walked; it need not be copied
   */
  RootNode build(Roots roots, JobDefinition top) {
    Set<JobId> tops = new LinkedHashSet<>(parts.keySet());
    parts.values().forEach(part -> tops.removeAll(part.below()));
    List<JobId> ordered = List.copyOf(tops);
    Part first = parts.get(ordered.get(0));
    boolean single = ordered.size() == 1 && first != null && first.pieces().size() == 1;
    Building building = new Building();
    if (single && first != null) {
      JobDefinition definition = first.definition();
      building.root = roots.create(definition.type(), definition.parameters());
      building.take(ordered.get(0), List.of(building.root));
    } else {
      building.root = roots.create(GROUP, Map.of());
      building.root.setLabel("missing files of " + top.label());
      building.root.setOrigin(building.root, Copies.originOf(top));
      building.attach(building.root, ordered);
    }
    building.finish();
    return building.root;
  }

  /** From the top down, each level from left to right, so that siblings keep their order. */
  private final class Building {
    @SuppressWarnings("NullAway.Init") // set at once
    private RootNode root;

    private final Map<JobId, List<Job>> made = new HashMap<>();
    private final Deque<JobId> open = new ArrayDeque<>();

    void finish() {
      while (!open.isEmpty()) {
        JobId id = open.remove();
        Part part = requirePart(id);
        for (Job job : made.getOrDefault(id, List.of())) {
          attach(job, part.below());
        }
      }
    }

    void attach(Job parent, Iterable<JobId> below) {
      for (JobId id : below) {
        List<Job> copies = made.get(id);
        if (copies == null) {
          Part part = requirePart(id);
          List<Job> created = new ArrayList<>();
          for (int i = 0; i < part.pieces().size(); i++) {
            JobDefinition definition = part.definition();
            created.add(parent.createJob(definition.type(), definition.parameters()));
          }
          take(id, created);
        } else {
          copies.forEach(parent::addDependency);
        }
      }
    }

    void take(JobId id, List<? extends Job> copies) {
      Part part = requirePart(id);
      made.put(id, List.copyOf(copies));
      open.add(id);
      for (int i = 0; i < copies.size(); i++) {
        Job copy = copies.get(i);
        copy.setLabel(part.definition().label());
        copy.setOptions(part.definition().options());
        part.pieces().get(i).ifPresent(block -> copy.setFrames(block.frames(), block.chunkSize()));
        root.setOrigin(copy, Copies.originOf(part.definition()));
      }
    }

    private Part requirePart(JobId id) {
      Part part = parts.get(id);
      if (part == null) {
        throw new IllegalArgumentException("job " + id + " is not to be copied");
      }
      return part;
    }
  }
}
