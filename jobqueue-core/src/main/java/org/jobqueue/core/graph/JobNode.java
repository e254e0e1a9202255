package org.jobqueue.core.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jobqueue.api.ExpectedFile;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.core.format.Block;
import org.jspecify.annotations.Nullable;

/** A sub-job under construction. */
class JobNode implements Job {
  private final RootNode root;
  private final JobSpec spec;
  private final Set<JobNode> subJobs = new LinkedHashSet<>();
  private String label;
  private JobOptions options;
  private @Nullable Block block;
  private @Nullable JobId origin;

  /** A node of the hierarchy of {@code root}; null for the root itself. */
  JobNode(@Nullable RootNode root, JobSpec spec, JobOptions options) {
    this.root = root == null ? (RootNode) this : root;
    this.spec = spec;
    this.label = spec.proc().label();
    this.options = options;
  }

  JobSpec spec() {
    return spec;
  }

  /** The direct sub-jobs, in the order in which they were added. */
  Set<JobNode> nodes() {
    return subJobs;
  }

  @Override
  public final String type() {
    return spec.type();
  }

  @Override
  public final String label() {
    return label;
  }

  @Override
  public Job setLabel(String newLabel) {
    root.requireOpen();
    label = newLabel;
    return this;
  }

  @Override
  public final JobOptions options() {
    return options;
  }

  @Override
  public Job setOptions(JobOptions newOptions) {
    root.requireOpen();
    options = newOptions;
    return this;
  }

  private List<ExpectedFile> declared() {
    try {
      return spec.proc().expectedFiles(frames());
    } catch (IllegalArgumentException e) {
      throw new InvalidHierarchyException("job '" + label + "': " + e.getMessage(), e);
    }
  }

  /**
   * How the job is run, with the files that its procedure declares.
   *
   * @throws InvalidHierarchyException if they do not fit the job
   */
  JobOptions completeOptions() {
    Set<ExpectedFile> outputs = new LinkedHashSet<>(declared());
    outputs.addAll(options.outputs());
    if (outputs.isEmpty() && options.skipExisting()) {
      throw new InvalidHierarchyException(
          "job '" + label + "' is to skip what exists, but says of no file that it expects it");
    }
    for (ExpectedFile output : outputs) {
      if (output.ofEachFrame() && block == null) {
        throw new InvalidHierarchyException(
            "job '" + label + "' has no frames, but expects the file " + output.path());
      }
    }
    return outputs.isEmpty() ? options : options.withOutputs(List.copyOf(outputs));
  }

  @Override
  public final Optional<FrameRange> frames() {
    return Optional.ofNullable(block).map(Block::frames);
  }

  @Override
  public final int chunkSize() {
    return block == null ? 1 : block.chunkSize();
  }

  /** The frames and how they are cut; empty for an ordinary job. */
  Optional<Block> block() {
    return Optional.ofNullable(block);
  }

  /** The job whose files this one is to make again. */
  Optional<JobId> origin() {
    return Optional.ofNullable(origin);
  }

  void setOrigin(JobId job) {
    root.requireOpen();
    origin = job;
  }

  @Override
  public Job setFrames(FrameRange frames, int chunkSize) {
    root.requireOpen();
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize is " + chunkSize + "; it must be 1 or more");
    }
    if (frames.chunkCount(chunkSize) > Block.MOST_CHUNKS) {
      throw new IllegalArgumentException(
          "'" + frames + "' has more than " + Block.MOST_CHUNKS + " chunks; use larger ones");
    }
    block = new Block(frames, chunkSize);
    return this;
  }

  @Override
  public final RootNode root() {
    return root;
  }

  @Override
  public final List<Job> subJobs() {
    return List.copyOf(subJobs);
  }

  @Override
  public final Job createJob(String type, Map<String, ?> parameters) {
    root.requireOpen();
    JobNode node = root.newNode(type, parameters);
    subJobs.add(node);
    return node;
  }

  @Override
  public final Job addDependency(Job other) {
    root.requireOpen();
    if (other == this) {
      throw new InvalidHierarchyException("job '" + label + "' cannot depend on itself");
    }
    if (other instanceof RootNode) {
      throw new InvalidHierarchyException(
          "job '"
              + label
              + "' cannot depend on '"
              + other.label()
              + "', which is a top-level job; only sub-jobs can be shared");
    }
    if (!(other instanceof JobNode node) || node.root != root) {
      throw new InvalidHierarchyException(
          "job '"
              + label
              + "' cannot depend on '"
              + other.label()
              + "', which belongs to another hierarchy");
    }
    subJobs.add(node);
    return this;
  }

  @Override
  public String toString() {
    return type() + " '" + label + "'";
  }
}
