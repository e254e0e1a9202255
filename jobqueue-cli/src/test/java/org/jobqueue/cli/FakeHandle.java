package org.jobqueue.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.InvalidHierarchyException;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobChanges;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobExplanation;
import org.jobqueue.api.JobFiles;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobOptions;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.JobSummary;

/** A job in a {@link FakeQueue}, in whatever state a test gives it. */
final class FakeHandle implements JobHandle {
  List<String> explanations = List.of();
  static final Instant SUBMITTED = Instant.parse("2026-03-04T05:06:07Z");

  final JobId id;
  final List<JobHandle> subJobs = new ArrayList<>();
  final List<JobAttempt> attempts = new ArrayList<>();
  Path location;
  String type = "command";
  String label;
  Map<String, Object> parameters = Map.of();
  int priority = 500;
  int attemptLimit = 1;
  JobOptions options = JobOptions.DEFAULTS;
  String why = "it waits for a free worker";
  Optional<JobFiles> files = Optional.empty();
  Optional<String> damage = Optional.empty();
  JobStatus status;
  final List<String> operations = new ArrayList<>();
  JobChanges changes = new JobChanges(0, Map.of());

  FakeHandle(JobId id, String label, JobState state) {
    this.id = id;
    this.label = label;
    this.location = Path.of("/queue/job" + id.toString().replace("/", "/job"));
    this.status = status(state);
  }

  /** A status with nothing but a state. */
  static JobStatus status(JobState state) {
    return new JobStatus(
        state,
        0,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The status of a job that a worker runs. */
  static JobStatus running(int progress, String statusLine) {
    return new JobStatus(
        JobState.RUNNING,
        1,
        Optional.of("w1"),
        Optional.of("farm7"),
        OptionalLong.of(4711),
        Optional.of(SUBMITTED.plusSeconds(10)),
        Optional.empty(),
        OptionalInt.of(progress),
        Optional.of(statusLine),
        Optional.empty());
  }

  /** The status of a job that failed. */
  static JobStatus failed(JobError error) {
    return new JobStatus(
        JobState.FAILED,
        2,
        Optional.of("w1"),
        Optional.of("farm7"),
        OptionalLong.of(4711),
        Optional.of(SUBMITTED.plusSeconds(10)),
        Optional.of(SUBMITTED.plusSeconds(75)),
        OptionalInt.of(30),
        Optional.empty(),
        Optional.of(error));
  }

  FakeHandle addSubJob(int number, String subLabel, JobState state) {
    String local = id.isRoot() ? "" + number : id.local() + "/" + number;
    FakeHandle job = new FakeHandle(new JobId(id.number(), local), subLabel, state);
    subJobs.add(job);
    return job;
  }

  /** Gives the job an attempt whose files are in {@code directory}. */
  void addAttempt(int number, Path directory, Optional<JobAttempt.Outcome> outcome) {
    attempts.add(
        new JobAttempt(
            number,
            "w" + number,
            directory,
            outcome,
            outcome.equals(Optional.of(JobAttempt.Outcome.SUCCEEDED)),
            Optional.of(SUBMITTED),
            outcome.map(o -> SUBMITTED.plusSeconds(3)),
            Optional.empty()));
    files =
        Optional.of(
            new JobFiles(
                directory,
                directory.resolve("stdout.txt"),
                directory.resolve("stderr.txt"),
                directory.resolve("status.json"),
                directory.resolve("result.json")));
  }

  private void requireSound() {
    damage.ifPresent(
        message -> {
          throw new DamagedJobException(id, message, null);
        });
  }

  @Override
  public JobId id() {
    return id;
  }

  @Override
  public Path location() {
    return location;
  }

  @Override
  public long number() {
    return id.number();
  }

  @Override
  public String type() {
    requireSound();
    return type;
  }

  @Override
  public String label() {
    requireSound();
    return label;
  }

  @Override
  public Map<String, Object> parameters() {
    requireSound();
    return parameters;
  }

  @Override
  public int priority() {
    requireSound();
    return priority;
  }

  @Override
  public JobOptions options() {
    return options;
  }

  @Override
  public int attemptLimit() {
    requireSound();
    return attemptLimit;
  }

  @Override
  public Optional<FrameRange> frames() {
    return Optional.empty();
  }

  @Override
  public Instant submitTime() {
    requireSound();
    return SUBMITTED;
  }

  @Override
  public JobSummary summary() {
    return new JobSummary(
        id(), type(), 1, label(), priority(), attemptLimit(), submitTime(), frames(), status());
  }

  @Override
  public JobStatus status() {
    return status;
  }

  @Override
  public List<JobHandle> listSubJobs() {
    requireSound();
    return subJobs;
  }

  @Override
  public Stream<JobHandle> tree() {
    return Stream.concat(subJobs.stream().flatMap(JobHandle::tree), Stream.of(this));
  }

  @Override
  public boolean hasError(boolean recursive) {
    return state().isError();
  }

  @Override
  public void setError(String message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobChanges cancel(boolean recursive) {
    return change("cancel", recursive);
  }

  @Override
  public JobChanges retry(boolean recursive) {
    return change("retry", recursive);
  }

  @Override
  public JobChanges skip(boolean recursive) {
    return change("skip", recursive);
  }

  @Override
  public JobChanges hold(boolean recursive) {
    return change("hold", recursive);
  }

  @Override
  public JobChanges release(boolean recursive) {
    return change("release", recursive);
  }

  private JobChanges change(String operation, boolean recursive) {
    operations.add(operation + (recursive ? " all" : " one"));
    return changes;
  }

  @Override
  public void setPriority(int newPriority) {
    if (!id.isRoot()) {
      throw new InvalidHierarchyException("job " + id + " is a sub-job");
    }
    priority = newPriority;
  }

  @Override
  public List<JobAttempt> attempts() {
    return attempts;
  }

  @Override
  public Optional<JobFiles> files() {
    return files;
  }

  @Override
  public JobExplanation explain() {
    return new JobExplanation(why, explanations);
  }
}
