package org.jobqueue.core.reconcile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobId;
import org.jobqueue.api.MissingFiles;
import org.jobqueue.api.Reconciliation;
import org.jobqueue.core.format.Block;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.protocol.HierarchyReader;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.reconcile.Copies.Care;
import org.jobqueue.core.reconcile.Copies.Cared;
import org.jspecify.annotations.Nullable;

/**
 * Compares the jobs of a hierarchy that are done with the files that they had to leave, and submits
 * copies of those that lack some. The old jobs are only read: the copies are an ordinary
 * submission. They name the jobs they are copies of, so that what is being made again already is
 * not submitted another time.
 */
public final class Reconciler {
  private final QueueDirectory queue;
  private final Supplier<Stream<JobId>> roots;
  private final List<Compared> jobs = new ArrayList<>(); // of the old hierarchy, in run order
  private long compared;
  private long skipped;

  /** A job of the old hierarchy; with a definition and positions only if it lacks files. */
  private record Compared(
      JobId id,
      List<JobId> subJobs,
      @Nullable JobDefinition definition,
      ExpectedOutputs outputs,
      List<Long> lacking) {}

  /** Starts a new hierarchy that is not submitted yet. */
  @FunctionalInterface
  public interface Roots {
    /** The root of a new hierarchy. */
    RootNode create(String type, Map<String, ?> parameters);
  }

  /**
   * One comparison.
   *
   * @param roots the top-level jobs in the queue; read only if something is missing
   */
  public Reconciler(QueueDirectory queue, Supplier<Stream<JobId>> roots) {
    this.queue = queue;
    this.roots = roots;
  }

  /**
   * Compares a job that is done and all jobs below it.
   *
   * @param priority of the new hierarchy
   * @param creator of it
   */
  public Reconciliation run(JobId top, int priority, Roots creator, boolean dryRun)
      throws IOException {
    if (top.isChunk()) {
      JobDefinition block = queue.definition(top.block());
      Block frames = Objects.requireNonNull(block.block());
      long from = block.ofChunk(top).chunkIndex() * frames.chunkSize();
      long to = Math.min(from + frames.chunkSize(), frames.frames().size());
      compare(top.block(), block, List.of(), from, to);
    } else {
      walk(top);
    }
    List<MissingFiles> missing = new ArrayList<>();
    Requeue requeue = new Requeue();
    if (jobs.stream().anyMatch(job -> !job.lacking().isEmpty())) {
      Copies copies = copies();
      for (Compared job : jobs) {
        sort(job, copies, missing, requeue);
      }
    }
    Optional<RootNode> root =
        requeue.isEmpty()
            ? Optional.empty()
            : Optional.of(requeue.build(creator::create, queue.definition(top)));
    root.ifPresent(node -> node.setPriority(priority));
    return new Reconciliation(
        compared, skipped, missing, dryRun ? Optional.empty() : root.map(RootNode::activate));
  }

  private void walk(JobId top) throws IOException {
    HierarchyReader walk = new HierarchyReader(queue, top);
    for (var step = walk.next(); step.isPresent(); step = walk.next()) {
      JobId id = step.get().id();
      Optional<JobDefinition> definition = step.get().definition();
      if (definition.isEmpty()) {
        continue; // damaged: nothing below it is reached either
      }
      List<JobId> subJobs =
          definition.get().subJobs().stream().map(local -> new JobId(id.number(), local)).toList();
      compare(id, definition.get(), subJobs, 0, Long.MAX_VALUE);
    }
  }

  private void compare(
      JobId id, JobDefinition definition, List<JobId> subJobs, long from, long limit)
      throws IOException {
    ExpectedOutputs outputs = new ExpectedOutputs(queue, definition);
    List<Long> lacking = new ArrayList<>();
    if (!definition.options().outputs().isEmpty()) {
      long to = Math.min(limit, outputs.count());
      for (long position = from; position < to; position++) {
        if (outputs.problem(position).isPresent()) {
          lacking.add(position);
        }
      }
      compared++;
      skipped += outputs.skipped();
    }
    jobs.add(new Compared(id, subJobs, lacking.isEmpty() ? null : definition, outputs, lacking));
  }

  private Copies copies() throws IOException {
    Set<JobId> origins = new HashSet<>();
    Set<JobId> ids = new HashSet<>();
    for (Compared job : jobs) {
      if (job.definition() != null) {
        origins.add(Copies.originOf(job.definition()));
        ids.add(job.id());
      }
    }
    try (Stream<JobId> all = roots.get()) {
      return Copies.find(queue, all, origins, ids);
    }
  }

  /** What is missing of a job is made by a new copy, or by one that is in the queue. */
  private static void sort(Compared job, Copies copies, List<MissingFiles> missing, Requeue requeue)
      throws IOException {
    JobDefinition definition = job.definition();
    if (definition == null) {
      requeue.pass(job.id(), job.subJobs());
      return;
    }
    Block block = definition.block();
    Map<Optional<JobId>, List<Long>> byCopy = new LinkedHashMap<>();
    for (long position : job.lacking()) {
      Optional<Integer> frame =
          block == null ? Optional.empty() : Optional.of(block.frames().frame(position));
      Cared cared = copies.care(Copies.originOf(definition), frame);
      if (cared.care() != Care.MADE) {
        byCopy.computeIfAbsent(cared.by(), unused -> new ArrayList<>()).add(position);
      }
    }
    for (var entry : byCopy.entrySet()) {
      List<Long> positions = entry.getValue();
      String problem =
          job.outputs().problem(positions.get(0)).orElse("an expected file was missing");
      for (Optional<FrameRange> frames : ranges(block, positions)) {
        missing.add(
            new MissingFiles(job.id(), definition.label(), frames, problem, entry.getKey()));
      }
    }
    List<Long> uncared = byCopy.getOrDefault(Optional.<JobId>empty(), List.of());
    if (uncared.isEmpty()) {
      requeue.pass(job.id(), job.subJobs());
    } else {
      requeue.copy(definition, job.subJobs(), blocks(block, uncared));
    }
  }

  private static List<Optional<FrameRange>> ranges(@Nullable Block block, List<Long> positions) {
    return block == null
        ? List.of(Optional.empty())
        : new FramePieces(block).ranges(positions).stream().map(Optional::of).toList();
  }

  private static List<Optional<Block>> blocks(@Nullable Block block, List<Long> positions) {
    return block == null
        ? List.of(Optional.empty())
        : new FramePieces(block).blocks(positions).stream().map(Optional::of).toList();
  }
}
