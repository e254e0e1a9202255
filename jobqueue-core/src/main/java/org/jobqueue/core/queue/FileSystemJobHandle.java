package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobExplanation;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStateException;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.JobSummary;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.api.TreeProgress;
import org.jobqueue.core.format.IntentName;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.protocol.Control;
import org.jobqueue.core.protocol.OutsideError;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.work.Failures;

/** A job in the queue: an id, and everything else read when asked for. */
final class FileSystemJobHandle implements JobHandle {
  private final QueueDirectory queue;
  private final JobReader reader;
  private final Explanation explanation;
  private final JobId id;

  FileSystemJobHandle(QueueDirectory queue, JobReader reader, Explanation explanation, JobId id) {
    this.queue = queue;
    this.reader = reader;
    this.explanation = explanation;
    this.id = id;
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public Path location() {
    return queue.layout().job(id);
  }

  @Override
  public long number() {
    if (id.isChunk()) {
      return id.frame().orElseThrow();
    }
    String name = String.valueOf(location().getFileName());
    return QueueLayout.jobNumber(name).orElseThrow();
  }

  @Override
  public String type() {
    return reader.definition(id).type();
  }

  @Override
  public String label() {
    return reader.definition(id).label();
  }

  @Override
  public Map<String, Object> parameters() {
    return reader.definition(id).parameters();
  }

  @Override
  public int priority() {
    return reader.presentPriority(id);
  }

  @Override
  public JobOptions options() {
    return reader.definition(id).options();
  }

  @Override
  public int attemptLimit() {
    return reader.definition(id).attempts();
  }

  @Override
  public Optional<FrameRange> frames() {
    return reader.definition(id).frames();
  }

  @Override
  public Instant submitTime() {
    return reader.definition(id).submitTime();
  }

  @Override
  public JobSummary summary() {
    return reader.summary(id);
  }

  @Override
  public JobStatus status() {
    return reader.status(id);
  }

  @Override
  public List<JobHandle> listSubJobs() {
    JobDefinition definition = reader.definition(id);
    List<JobHandle> all = new ArrayList<>();
    definition.subJobs().forEach(local -> all.add(handle(new JobId(id.number(), local))));
    if (definition.hasChunks()) {
      reader.progress().chunks(definition).forEach(chunk -> all.add(handle(chunk)));
    }
    return List.copyOf(all);
  }

  @Override
  public Stream<JobHandle> tree() {
    return JobTree.stream(queue, id).map(this::handle);
  }

  private JobHandle handle(JobId other) {
    return new FileSystemJobHandle(queue, reader, explanation, other);
  }

  @Override
  public boolean hasError(boolean recursive) {
    if (!recursive) {
      return reader.state(id).isError();
    }
    try (Stream<JobId> tree = JobTree.stream(queue, id)) {
      return tree.anyMatch(job -> reader.state(job).isError());
    }
  }

  @Override
  public void setError(String message) {
    try {
      Optional<JobState> state = new OutsideError(queue).set(id, message);
      if (state.filter(JobState.DELETED::equals).isPresent()) {
        throw new NoSuchJobException(id, "there is no job " + id);
      }
      if (state.isPresent()) {
        String name = state.get().name().toLowerCase(Locale.ROOT);
        throw new JobStateException(id, "job " + id + " is " + name + " and cannot fail any more");
      }
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  @Override
  public JobChanges cancel(boolean recursive) {
    return change(IntentName.Operation.CANCEL, recursive);
  }

  @Override
  public JobChanges retry(boolean recursive) {
    return change(IntentName.Operation.RETRY, recursive);
  }

  @Override
  public JobChanges hold(boolean recursive) {
    return change(IntentName.Operation.HOLD, recursive);
  }

  @Override
  public JobChanges release(boolean recursive) {
    return change(IntentName.Operation.RELEASE, recursive);
  }

  @Override
  public JobChanges skip(boolean recursive) {
    return change(IntentName.Operation.SKIP, recursive);
  }

  private JobChanges change(IntentName.Operation operation, boolean recursive) {
    requireExisting();
    try {
      return new Control(queue).change(operation, id, recursive);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  @Override
  public void setPriority(int priority) {
    if (priority < JobRoot.LOWEST_PRIORITY || priority > JobRoot.HIGHEST_PRIORITY) {
      throw new IllegalArgumentException("priority is " + priority + "; it must be 0 to 999");
    }
    if (!id.isRoot()) {
      throw new InvalidHierarchyException(
          "job " + id + " is a sub-job; only its top-level job " + id.root() + " has a priority");
    }
    requireExisting();
    try {
      new Control(queue).setPriority(id, priority);
    } catch (IOException e) {
      throw Failures.writing(queue.layout().location(), e);
    }
  }

  private void requireExisting() {
    if (!reader.exists(id)) {
      throw new NoSuchJobException(id, "there is no job " + id);
    }
  }

  @Override
  public List<JobAttempt> attempts() {
    return new AttemptReader(queue).attempts(id);
  }

  @Override
  public Optional<JobFiles> files() {
    return new AttemptReader(queue).files(id);
  }

  @Override
  public TreeProgress treeProgress() {
    return TreeEstimate.of(queue, id);
  }

  @Override
  public JobExplanation explain() {
    return explanation.explain(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileSystemJobHandle that
        && id.equals(that.id)
        && queue.layout().equals(that.queue.layout());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "job " + id + " in " + queue.layout().location();
  }
}
