package org.jobqueue.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.Job;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jspecify.annotations.Nullable;

/** A job under construction in a {@link FakeQueue}. */
final class FakeJob implements JobRoot {
  final FakeQueue queue;
  final FakeJob root;
  final String type;
  final Map<String, Object> parameters;
  final List<Job> subJobs = new ArrayList<>();
  String label;
  JobOptions options = JobOptions.DEFAULTS;
  @Nullable FrameRange frames;
  int chunkSize = 1;
  int priority = DEFAULT_PRIORITY;

  FakeJob(FakeQueue queue, @Nullable FakeJob parent, String type, Map<String, ?> parameters) {
    queue.check(type, parameters);
    this.queue = queue;
    this.root = parent == null ? this : parent.root;
    this.type = type;
    this.parameters = Map.copyOf(parameters);
    this.label = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Job setLabel(String text) {
    label = text;
    return this;
  }

  @Override
  public Optional<FrameRange> frames() {
    return Optional.ofNullable(frames);
  }

  @Override
  public int chunkSize() {
    return chunkSize;
  }

  @Override
  public Job setFrames(FrameRange range, int size) {
    frames = range;
    chunkSize = size;
    return this;
  }

  @Override
  public JobOptions options() {
    return options;
  }

  @Override
  public Job setOptions(JobOptions value) {
    options = value;
    return this;
  }

  @Override
  public JobRoot root() {
    return root;
  }

  @Override
  public List<Job> subJobs() {
    return subJobs;
  }

  @Override
  public Job createJob(String subType, Map<String, ?> values) {
    FakeJob job = new FakeJob(queue, this, subType, values);
    subJobs.add(job);
    return job;
  }

  @Override
  public Job addDependency(Job other) {
    if (other == this) {
      throw new InvalidHierarchyException("a job cannot depend on itself");
    }
    subJobs.add(other);
    return this;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public JobRoot setPriority(int value) {
    if (value < LOWEST_PRIORITY || value > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority is " + value + "; it must be 0 to 999");
    }
    priority = value;
    return this;
  }

  @Override
  public JobHandle activate() {
    FakeHandle handle = queue.add(label, JobState.WAITING);
    handle.type = type;
    handle.parameters = parameters;
    handle.priority = priority;
    handle.attemptLimit = attempts();
    handle.options = options;
    queue.activated.add(this);
    return handle;
  }

  /** The labels of the hierarchy in brackets, in the order of the sub-jobs. */
  String shape() {
    StringBuilder text = new StringBuilder(label);
    if (!subJobs.isEmpty()) {
      text.append('(');
      subJobs.forEach(job -> text.append(((FakeJob) job).shape()).append(' '));
      text.setCharAt(text.length() - 1, ')');
    }
    return text.toString();
  }
}
