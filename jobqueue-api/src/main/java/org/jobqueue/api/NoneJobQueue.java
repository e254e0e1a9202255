package org.jobqueue.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.api.event.JobListener;
import org.jobqueue.api.event.ListenerRegistration;

/** The queue without a directory. */
final class NoneJobQueue implements JobQueue {
  static final JobQueue INSTANCE = new NoneJobQueue();

  private NoneJobQueue() {}

  @Override
  public Optional<Path> location() {
    return Optional.empty();
  }

  @Override
  public QueueOptions options() {
    return QueueOptions.defaults();
  }

  @Override
  public JobRoot createJobRoot(String type, Map<String, ?> parameters) {
    throw noDirectory("receive jobs");
  }

  @Override
  public List<JobHandle> listJobs() {
    return List.of();
  }

  @Override
  public Stream<JobHandle> jobs() {
    return Stream.empty();
  }

  @Override
  public Optional<JobHandle> findJob(JobId id) {
    return Optional.empty();
  }

  @Override
  public void deleteJobs(Collection<? extends JobHandle> jobs) {
    if (!jobs.isEmpty()) {
      throw noDirectory("delete jobs");
    }
  }

  @Override
  public boolean runNextAvailableJob(int retries) {
    return false;
  }

  @Override
  public List<WorkerStatus> workers() {
    return List.of();
  }

  @Override
  public List<HostBlock> hostBlocks() {
    return List.of();
  }

  @Override
  public boolean unblock(String host, String type) {
    return false;
  }

  @Override
  public WorkerResources localResources() {
    return new WorkerResources(0, 0, List.of(), Map.of(), Set.of());
  }

  @Override
  public Worker newWorker(WorkerOptions options) {
    throw noDirectory("have workers");
  }

  /** Nothing ever happens. */
  @Override
  public EventReader readEvents(EventQuery query) {
    return new EventReader() {
      @Override
      public long poll(Predicate<? super JobEvent> consumer) {
        return 0;
      }

      @Override
      public long skippedLines() {
        return 0;
      }

      @Override
      public List<String> problems() {
        return List.of();
      }
    };
  }

  @Override
  public ListenerRegistration addListener(JobListener listener) {
    return new ListenerRegistration() {
      @Override
      public long lost() {
        return 0;
      }

      @Override
      public long failed() {
        return 0;
      }

      @Override
      public boolean await(Duration longest) {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public CheckResult check(CheckOptions options, CheckListener listener) {
    return new CheckResult(0, 0, 0, 0, 0);
  }

  @Override
  public void setLimit(String name, int count, LimitScope scope) {
    throw noDirectory("have limits");
  }

  @Override
  public List<LimitStatus> limits() {
    return List.of();
  }

  @Override
  public boolean removeLimit(String name) {
    return false;
  }

  @Override
  public ArchivedJob archive(JobId root, Optional<Path> target) {
    throw noDirectory("have archives");
  }

  @Override
  public JobHandle restore(Path archive) {
    throw noDirectory("receive jobs");
  }

  @Override
  public Reconciliation reconcile(JobHandle job, boolean dryRun) {
    throw noDirectory("receive jobs");
  }

  @Override
  public Retention retention() {
    return Retention.forever();
  }

  @Override
  public GarbageResult collectGarbage(GarbageOptions options, Consumer<Garbage> listener) {
    return new GarbageResult(0, 0, 0, 0);
  }

  @Override
  public List<JobTypeInfo> jobTypes() {
    return List.of();
  }

  @Override
  public List<PluginProblem> pluginProblems() {
    return List.of();
  }

  private static QueueUnusableException noDirectory(String what) {
    return new QueueUnusableException(
        QueueUnusableException.Reason.NONE,
        null,
        "the none-queue has no directory and cannot " + what);
  }
}
