package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jobqueue.api.ArchivedJob;
import org.jobqueue.api.CheckListener;
import org.jobqueue.api.CheckOptions;
import org.jobqueue.api.CheckResult;
import org.jobqueue.api.Garbage;
import org.jobqueue.api.GarbageOptions;
import org.jobqueue.api.GarbageResult;
import org.jobqueue.api.HostBlock;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobQueue;
import org.jobqueue.api.JobTypeInfo;
import org.jobqueue.api.LimitScope;
import org.jobqueue.api.LimitStatus;
import org.jobqueue.api.PluginProblem;
import org.jobqueue.api.QueueLoad;
import org.jobqueue.api.QueueOptions;
import org.jobqueue.api.Reconciliation;
import org.jobqueue.api.Retention;
import org.jobqueue.api.Worker;
import org.jobqueue.api.WorkerOptions;
import org.jobqueue.api.WorkerResources;
import org.jobqueue.api.WorkerStatus;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventType;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.event.ListenerRegistration;
import org.jobqueue.core.graph.JobSpec;
import org.jobqueue.core.graph.RootNode;
import org.jobqueue.core.graph.SubmissionPlan;
import org.jobqueue.core.history.HistoryReader;
import org.jobqueue.core.hook.Listeners;
import org.jobqueue.core.plugin.ProcRegistry;
import org.jobqueue.core.plugin.RegisteredType;
import org.jobqueue.core.plugin.TypeKey;
import org.jobqueue.core.process.HostResources;
import org.jobqueue.core.protocol.HostBlocks;
import org.jobqueue.core.protocol.Occurrence;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Removal;
import org.jobqueue.core.protocol.Submission;
import org.jobqueue.core.work.Failures;
import org.jobqueue.core.work.NextJob;
import org.jobqueue.core.work.QueueWorker;

/** A queue in a directory. */
final class FileSystemJobQueue implements JobQueue {
  private final QueueDirectory queue;
  private final ProcRegistry types;
  private final JobReader reader;
  private final Explanation explanation;
  private final Submission submission;
  private final Removal removal;
  private final NextJob nextJob;
  private final Listeners listeners;

  FileSystemJobQueue(QueueDirectory queue, ProcRegistry types, Listeners listeners) {
    this.queue = queue;
    this.listeners = listeners;
    this.types = types;
    this.reader = new JobReader(queue);
    this.explanation =
        new Explanation(
            reader,
            new LimitExplanation(queue),
            new WorkerExplanation(queue, types),
            new Doers(queue));
    this.submission = new Submission(queue);
    this.removal = new Removal(queue);
    this.nextJob = new NextJob(queue, types);
  }

  @Override
  public Optional<Path> location() {
    return Optional.of(queue.layout().location());
  }

  @Override
  public QueueOptions options() {
    return queue.options();
  }

  @Override
  public RootNode createJobRoot(String type, Map<String, ?> parameters) {
    return new RootNode(
        spec(type, parameters), this::spec, queue.options().jobDefaults(), this::submit);
  }

  private JobSpec spec(String name, Map<String, ?> parameters) {
    RegisteredType type = types.require(name);
    Map<String, Object> complete = type.normalise(parameters, defaultsFor(type));
    return new JobSpec(type.name(), type.version(), complete, type.create(complete, queue::here));
  }

  /** Those of just this version go before those of the type. */
  private Map<String, Object> defaultsFor(RegisteredType type) {
    Map<String, Map<String, Object>> all = queue.options().parameterDefaults();
    Map<String, Object> ofName = all.getOrDefault(type.name(), Map.of());
    return all.getOrDefault(new TypeKey(type.name(), type.version()).toString(), ofName);
  }

  private JobHandle submit(RootNode root) {
    SubmissionPlan plan = SubmissionPlan.of(root, queue.options().keepJobsInRepository());
    try {
      JobId id = submission.submit(plan);
      int jobs = plan.jobs().size();
      queue
          .events()
          .happened(
              Occurrence.of(EventType.SUBMITTED, id, true)
                  .label(plan.jobs().get(jobs - 1).label())
                  .count(jobs));
      return handle(id);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  @Override
  public List<JobHandle> listJobs() {
    record Ordered(JobHandle handle, int priority) {}
    List<Ordered> all = new ArrayList<>();
    try (Stream<JobHandle> jobs = jobs()) {
      jobs.forEach(job -> all.add(new Ordered(job, reader.priority(job.id()))));
    }
    return all.stream()
        .sorted(Comparator.comparingInt((Ordered job) -> -job.priority()))
        .map(Ordered::handle)
        .toList();
  }

  @Override
  public Stream<JobHandle> jobs() {
    return new RootListing(queue).stream().map(this::handle);
  }

  @Override
  public Optional<JobHandle> findJob(JobId id) {
    return reader.exists(id) ? Optional.of(handle(id)) : Optional.empty();
  }

  private JobHandle handle(JobId id) {
    return new FileSystemJobHandle(queue, reader, explanation, id);
  }

  @Override
  public void deleteJobs(Collection<? extends JobHandle> jobs) {
    for (JobHandle job : jobs) {
      if (!job.id().isRoot()) {
        throw new InvalidHierarchyException(
            "job " + job.id() + " is a sub-job; delete its top-level job " + job.id().root());
      }
    }
    for (JobHandle job : jobs) {
      try {
        removal.delete(job.id());
        queue.events().happened(Occurrence.of(EventType.DELETED, job.id(), true));
      } catch (IOException e) {
        throw Failures.writing(queue.layout().location(), e);
      }
    }
  }

  @Override
  public boolean runNextAvailableJob(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries is " + retries + "; it must be 0 or more");
    }
    try {
      return nextJob.run(retries);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  @Override
  public List<WorkerStatus> workers() {
    return new WorkerReader(queue).all();
  }

  @Override
  public List<HostBlock> hostBlocks() {
    try {
      return new HostBlocks(queue).all();
    } catch (IOException e) {
      throw Failures.reading(queue.layout().hosts(), e);
    }
  }

  @Override
  public boolean unblock(String host, String type) {
    try {
      return new HostBlocks(queue).remove(host, type);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  @Override
  public WorkerResources localResources() {
    return HostResources.found(queue.environment().processes().self().host());
  }

  @Override
  public Worker newWorker(WorkerOptions options) {
    long logLimit = options.logLimit().orElse(queue.logLimit());
    return new QueueWorker(queue.withLogLimit(logLimit), types, options);
  }

  @Override
  public Stream<JobEvent> events(EventQuery query) {
    HistoryReader history = readEvents(query);
    return Stream.iterate(history.next(), Objects::nonNull, unused -> history.next())
        .map(Objects::requireNonNull);
  }

  @Override
  public HistoryReader readEvents(EventQuery query) {
    return new HistoryReader(queue.environment(), queue.layout(), query);
  }

  @Override
  public ListenerRegistration addListener(JobListener listener) {
    return listeners.add(listener);
  }

  @Override
  public QueueLoad load(int limit) {
    return new LoadReader(queue, limit).read();
  }

  @Override
  public CheckResult check(CheckOptions options, CheckListener listener) {
    return FileSystemJobQueues.check(queue.layout(), queue.environment(), options, listener);
  }

  @Override
  public void setLimit(String name, int count, LimitScope scope) {
    new LimitAccess(queue).set(name, count, scope);
  }

  @Override
  public List<LimitStatus> limits() {
    return new LimitAccess(queue).list();
  }

  @Override
  public boolean removeLimit(String name) {
    return new LimitAccess(queue).isRemoved(name);
  }

  @Override
  public ArchivedJob archive(JobId root, Optional<Path> target) {
    return new Housekeeping(queue).archive(root, target);
  }

  @Override
  public JobHandle restore(Path archive) {
    return handle(new Housekeeping(queue).restore(archive));
  }

  @Override
  public Retention retention() {
    return new Housekeeping(queue).retention();
  }

  @Override
  public GarbageResult collectGarbage(GarbageOptions options, Consumer<Garbage> listener) {
    return new Housekeeping(queue).collect(options, listener);
  }

  @Override
  public Reconciliation reconcile(JobHandle job, boolean dryRun) {
    return new Reconciling(queue, reader, this::createJobRoot).reconcile(job.id(), dryRun);
  }

  @Override
  public List<JobTypeInfo> jobTypes() {
    return types.types();
  }

  @Override
  public List<PluginProblem> pluginProblems() {
    return types.problems();
  }

  @Override
  public String toString() {
    return "queue " + queue.layout().location();
  }
}
