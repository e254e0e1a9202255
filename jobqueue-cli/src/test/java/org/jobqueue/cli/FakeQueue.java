package org.jobqueue.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Finding;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.InvalidParameterException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobQueueException;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.QueueUnusableException;
import org.jobqueue.api.Retention;
import org.jobqueue.api.UnknownJobTypeException;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.api.spi.JobQueueProvider;

/** A queue in memory that is also its own provider. */
final class FakeQueue implements JobQueue, JobQueueProvider {
  final List<WorkerStatus> workerList = new ArrayList<>();
  final List<HostBlock> blocks = new ArrayList<>();
  final Path location;
  final List<FakeHandle> jobs = new ArrayList<>();
  final List<FakeJob> activated = new ArrayList<>();
  final List<PluginProblem> problems = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();
  final List<JobTypeInfo> types = new ArrayList<>();
  final List<LimitStatus> limits = new ArrayList<>();
  QueueOptions options = QueueOptions.defaults();
  Optional<RuntimeException> failure = Optional.empty();
  Function<WorkerOptions, Worker> workers = o -> new FakeWorker();

  FakeQueue(Path location) {
    this.location = location;
    types.add(
        new JobTypeInfo(
            "command",
            1,
            "command",
            "Runs a command. Nothing is asked of it but exit code 0.",
            List.of(
                parameter("argv", "list of text", true, true),
                parameter("directory", "path", false, false),
                parameter("inputs", "list of path", false, false),
                parameter("shell", "true or false", false, false)),
            "{\"type\": \"object\"}"));
    types.add(
        new JobTypeInfo(
            "blender",
            3,
            "render",
            "Renders frames with Blender.",
            List.of(
                parameter("scene", "path", true, false),
                parameter("frame", "integer", true, false),
                parameter("quality", "one of draft, final", false, false),
                parameter("camera", "text", false, false)),
            "{\"type\": \"object\"}"));
  }

  static JobTypeInfo.Parameter parameter(
      String name, String type, boolean required, boolean positional) {
    Optional<String> value = name.equals("shell") ? Optional.of("false") : Optional.empty();
    return new JobTypeInfo.Parameter(name, type, required, value, "The " + name + ".", positional);
  }

  FakeHandle add(String label, JobState state) {
    FakeHandle job = new FakeHandle(JobId.ofRoot(jobs.size() + 1), label, state);
    jobs.add(job);
    return job;
  }

  /** Refuses what a real queue refuses, in fewer words. */
  void check(String type, Map<String, ?> parameters) {
    JobTypeInfo info =
        types.stream()
            .filter(t -> t.name().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnknownJobTypeException(
                        type, types.stream().map(JobTypeInfo::name).toList(), null));
    for (String name : parameters.keySet()) {
      if (info.parameters().stream().noneMatch(p -> p.name().equals(name))) {
        throw new InvalidParameterException(type, name, "is unknown");
      }
    }
  }

  @Override
  public JobQueue create(Path directory, QueueOptions settings) {
    if (Files.exists(directory.resolve("queue.json"))) {
      throw new QueueUnusableException(
          QueueUnusableException.Reason.NOT_EMPTY, directory, directory + " is not empty");
    }
    options = settings;
    return this;
  }

  @Override
  public JobQueue open(Path directory) {
    if (!directory.equals(location)) {
      throw new QueueUnusableException(
          QueueUnusableException.Reason.MISSING, directory, "there is no directory " + directory);
    }
    failure.ifPresent(
        e -> {
          throw e;
        });
    return this;
  }

  @Override
  public Optional<Path> location() {
    return Optional.of(location);
  }

  @Override
  public QueueOptions options() {
    return options;
  }

  @Override
  public JobRoot createJobRoot(String type, Map<String, ?> parameters) {
    return new FakeJob(this, null, type, parameters);
  }

  @Override
  public List<JobHandle> listJobs() {
    return List.copyOf(jobs);
  }

  @Override
  public Stream<JobHandle> jobs() {
    return jobs.stream().map(job -> job);
  }

  @Override
  public Optional<JobHandle> findJob(JobId id) {
    return jobs.stream().flatMap(JobHandle::tree).filter(job -> job.id().equals(id)).findFirst();
  }

  @Override
  public void deleteJobs(Collection<? extends JobHandle> handles) {
    if (handles.stream().anyMatch(job -> !job.id().isRoot())) {
      throw new InvalidHierarchyException("a sub-job cannot be deleted; delete its top-level job");
    }
    jobs.removeAll(handles);
  }

  @Override
  public boolean runNextAvailableJob(int retries) {
    throw new JobQueueException("not in this fake");
  }

  @Override
  public List<WorkerStatus> workers() {
    return workerList;
  }

  @Override
  public List<HostBlock> hostBlocks() {
    return blocks;
  }

  @Override
  public boolean unblock(String host, String type) {
    return blocks.removeIf(block -> block.host().equals(host) && block.type().equals(type));
  }

  @Override
  public WorkerResources localResources() {
    return new WorkerResources(4, 8L << 30, List.of(), Map.of(), Set.of("linux"));
  }

  @Override
  public Worker newWorker(WorkerOptions workerOptions) {
    return workers.apply(workerOptions);
  }

  @Override
  public CheckResult check(CheckOptions checkOptions, CheckListener listener) {
    findings.forEach(listener::found);
    return new CheckResult(jobs.size(), findings.size(), 0, 0, 0);
  }

  @Override
  public void setLimit(String name, int count, LimitScope scope) {
    throw new JobQueueException("not in this fake");
  }

  @Override
  public List<LimitStatus> limits() {
    return limits;
  }

  @Override
  public boolean removeLimit(String name) {
    return limits.removeIf(limit -> limit.name().equals(name));
  }

  @Override
  public ArchivedJob archive(JobId root, Optional<Path> target) {
    throw new JobQueueException("not in this fake");
  }

  @Override
  public JobHandle restore(Path archive) {
    throw new JobQueueException("not in this fake");
  }

  @Override
  public Retention retention() {
    return Retention.forever();
  }

  @Override
  public GarbageResult collectGarbage(GarbageOptions garbage, Consumer<Garbage> listener) {
    throw new JobQueueException("not in this fake");
  }

  @Override
  public List<JobTypeInfo> jobTypes() {
    return types;
  }

  @Override
  public List<PluginProblem> pluginProblems() {
    return problems;
  }
}
