package org.jobqueue.core.queue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.JobAttempt;
import org.jobqueue.api.JobError;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobRoot;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.JobSummary;
import org.jobqueue.api.NoSuchJobException;
import org.jobqueue.core.format.AttemptResult;
import org.jobqueue.core.format.AttemptStatus;
import org.jobqueue.core.format.JobDefinition;
import org.jobqueue.core.format.PriorityName;
import org.jobqueue.core.format.RegisterName;
import org.jobqueue.core.fs.FileTooLargeException;
import org.jobqueue.core.protocol.Backoff;
import org.jobqueue.core.protocol.QueueDirectory;
import org.jobqueue.core.protocol.Registers;
import org.jobqueue.core.protocol.StateView;
import org.jobqueue.core.work.Failures;

/** Reads what a job is and where it stands, for people. */
final class JobReader {
  private static final Pattern TOKEN = Pattern.compile("(.+)_(\\d{1,18})_[^_]+");

  private final QueueDirectory queue;
  private final Registers registers;
  private final AttemptReader attempts;
  private final WaitingProgress progress;

  JobReader(QueueDirectory queue) {
    this.queue = queue;
    this.registers = new Registers(queue);
    this.attempts = new AttemptReader(queue);
    this.progress = new WaitingProgress(queue);
  }

  /** The definition of a job. */
  JobDefinition definition(JobId id) {
    try {
      return queue.definition(id);
    } catch (JobDefinition.DamagedException e) {
      throw damaged(id, String.valueOf(e.getMessage()), e);
    } catch (FileTooLargeException e) {
      throw damaged(id, "the definition job.json " + e.getReason(), e);
    } catch (NoSuchFileException | NotDirectoryException e) {
      JobState state = state(id);
      if (state == JobState.DELETED || state == JobState.BUILDING) {
        throw new NoSuchJobException(id, "there is no job " + id);
      }
      throw damaged(id, "the definition job.json is missing", e);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().definition(id), e);
    }
  }

  private static DamagedJobException damaged(JobId id, String what, IOException cause) {
    return new DamagedJobException(id, "job " + id + " is damaged: " + what, cause);
  }

  /** The present priority of a job's hierarchy. */
  int presentPriority(JobId id) {
    int submitted = definition(id).priority();
    return look(id.root()).priority().map(PriorityName::priority).orElse(submitted);
  }

  /** The present priority; that of a job which asks for none if it cannot be read. */
  int priority(JobId id) {
    try {
      return presentPriority(id);
    } catch (DamagedJobException | NoSuchJobException e) {
      return JobRoot.DEFAULT_PRIORITY;
    }
  }

  /** Until when a job that failed is left alone; empty if it is not, or if that is over. */
  Optional<Instant> waitsUntil(JobDefinition definition) {
    return look(definition.node().id())
        .register()
        .filter(register -> register.state() == JobState.WAITING)
        .flatMap(register -> Backoff.until(register, definition.options().retry()))
        .filter(until -> until.isAfter(queue.now()))
        .map(until -> until.truncatedTo(ChronoUnit.SECONDS));
  }

  /** What went wrong in the last attempt. */
  Optional<JobError> lastError(JobId id) {
    List<JobAttempt> all = attempts.attempts(id);
    return all.isEmpty() ? Optional.empty() : all.get(all.size() - 1).error();
  }

  /** The register of a job; empty if it is gone or has lost it. */
  Optional<RegisterName> register(JobId id) {
    return look(id).register();
  }

  /** Whether the job is to count as done without being run. */
  boolean isToBeSkipped(JobId id) {
    return look(id).skipped();
  }

  /** How far jobs are that wait for others. */
  WaitingProgress progress() {
    return progress;
  }

  /** Whether the queue has the job: committed, and not being removed. */
  boolean exists(JobId id) {
    JobState root = state(id.root());
    if (root == JobState.BUILDING || root == JobState.DELETED) {
      return false;
    }
    return id.isRoot() || state(id) != JobState.DELETED;
  }

  JobState state(JobId id) {
    StateView view = look(id);
    return view.register().map(RegisterName::state).orElseGet(() -> stateWithoutRegister(id, view));
  }

  private StateView look(JobId id) {
    try {
      return registers.look(id);
    } catch (NotDirectoryException e) {
      return new StateView(Optional.empty(), false, false);
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(id), e);
    }
  }

  private JobState stateWithoutRegister(JobId id, StateView view) {
    if (id.isChunk()) {
      return stateOfUnopened(id);
    }
    try {
      boolean damaged =
          view.exists() && registers.hasDefinition(id) && !registers.isCertainlyGone(id);
      return damaged ? JobState.QUARANTINED : JobState.DELETED;
    } catch (IOException e) {
      throw Failures.reading(queue.layout().job(id), e);
    }
  }

  /** A chunk that no worker has come to is in the state of its block. */
  private JobState stateOfUnopened(JobId chunk) {
    JobState block = state(chunk.block());
    if (block == JobState.DELETED || block == JobState.BUILDING) {
      return block;
    }
    try {
      JobDefinition unused = queue.definition(chunk);
      return block;
    } catch (NoSuchFileException e) {
      return JobState.DELETED; // there is no such chunk
    } catch (IOException e) {
      return JobState.QUARANTINED;
    }
  }

  /** What a listing shows: one look, and the definition read once. */
  JobSummary summary(JobId id) {
    JobDefinition definition = definition(id);
    StateView view = look(id);
    Optional<PriorityName> changed = id.isRoot() ? view.priority() : look(id.root()).priority();
    return new JobSummary(
        id,
        definition.type(),
        definition.typeVersion(),
        definition.label(),
        changed.map(PriorityName::priority).orElse(definition.priority()),
        definition.attempts(),
        definition.submitTime(),
        definition.frames(),
        status(id, view, () -> Optional.of(definition)));
  }

  /** State, owner, times, progress and error in one look. */
  JobStatus status(JobId id) {
    return status(id, look(id), () -> readable(id));
  }

  private Optional<JobDefinition> readable(JobId id) {
    try {
      return Optional.of(definition(id));
    } catch (DamagedJobException | NoSuchJobException e) {
      return Optional.empty();
    }
  }

  private JobStatus status(JobId id, StateView view, Supplier<Optional<JobDefinition>> definition) {
    Optional<RegisterName> register = view.register();
    if (register.isEmpty()) {
      return withoutRegister(state(id));
    }
    RegisterName present = register.get();
    AttemptStatus said = said(id, view, present, definition);
    Optional<AttemptResult> outside = outsideError(id, present);
    Optional<AttemptResult> attempt =
        outside.isPresent() ? Optional.empty() : attemptResult(id, present);
    Optional<AttemptResult> result = outside.or(() -> attempt);
    Optional<String> worker = worker(present);
    boolean blocked =
        present.state() == JobState.WAITING && view.blocked() && (view.latched() || view.chunked());
    return new JobStatus(
        blocked ? JobState.BLOCKED : present.state(),
        present.attempt(),
        worker,
        worker.flatMap(name -> part(name, 1)),
        worker
            .flatMap(name -> part(name, 2))
            .map(pid -> OptionalLong.of(Long.parseLong(pid)))
            .orElse(OptionalLong.empty()),
        present.state() == JobState.RUNNING
            ? Optional.of(present.time())
            : attempt.map(AttemptResult::start),
        result.map(AttemptResult::end),
        progress(present.state(), said),
        Optional.ofNullable(said.status()),
        present.state().isError() ? result.flatMap(AttemptResult::error) : Optional.empty());
  }

  /** What the attempt says, or how far others are that the job waits for. */
  private AttemptStatus said(
      JobId id,
      StateView view,
      RegisterName present,
      Supplier<Optional<JobDefinition>> definition) {
    if (view.chunked() && !view.latched()) {
      return definition
          .get()
          .filter(JobDefinition::hasChunks)
          .map(progress::ofChunks)
          .orElse(AttemptStatus.NOTHING);
    }
    if (view.latched()) {
      return definition.get().map(progress::ofSubJobs).orElse(AttemptStatus.NOTHING);
    }
    return worker(present).isPresent() ? attempts.status(id, present) : AttemptStatus.NOTHING;
  }

  private static JobStatus withoutRegister(JobState state) {
    Optional<JobError> error =
        state == JobState.QUARANTINED
            ? Optional.of(JobError.of("the job has lost its state file"))
            : Optional.empty();
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
        error);
  }

  private static OptionalInt progress(JobState state, AttemptStatus said) {
    if (state == JobState.DONE) {
      return OptionalInt.of(100);
    }
    Integer percent = said.progress();
    return percent == null ? OptionalInt.empty() : OptionalInt.of(percent);
  }

  /** The end of the attempt that led to the present state. */
  private Optional<AttemptResult> attemptResult(JobId id, RegisterName present) {
    return switch (present.state()) {
      case DONE -> Optional.of(AttemptResult.ofDone(present));
      case FAILED ->
          attempts.result(
              queue
                  .layout()
                  .attempt(id, present.attempt(), present.by())
                  .resolve(AttemptResult.FILE));
      default -> Optional.empty();
    };
  }

  /** The error that led to the present state without an attempt. */
  private Optional<AttemptResult> outsideError(JobId id, RegisterName present) {
    return present.state() == JobState.FAILED
        ? attempts.result(queue.layout().error(id, present))
        : Optional.empty();
  }

  private static Optional<String> worker(RegisterName register) {
    return switch (register.state()) {
      case RUNNING, DONE -> Optional.of(register.by());
      case FAILED -> register.attempt() > 0 ? Optional.of(register.by()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> part(String token, int group) {
    Matcher matcher = TOKEN.matcher(token);
    return matcher.matches() ? Optional.ofNullable(matcher.group(group)) : Optional.empty();
  }
}
