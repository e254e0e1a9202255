package org.jobqueue.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jobqueue.api.DamagedJobException;
import org.jobqueue.api.FrameRange;
import org.jobqueue.api.JobHandle;
import org.jobqueue.api.JobId;
import org.jobqueue.api.JobState;
import org.jobqueue.api.JobStatus;
import org.jobqueue.api.JobSummary;
import org.jobqueue.api.NoSuchJobException;

/**
 * What one line of a listing shows of a job, read before anything of it is printed: the job may be
 * deleted by others at any time.
 *
 * @param definition empty if it cannot be read
 * @param damage why the definition cannot be read
 */
record JobFacts(
    JobId id,
    long number,
    Path location,
    JobStatus status,
    Optional<Definition> definition,
    Optional<String> damage) {

  /** What was fixed when the job was submitted. */
  record Definition(
      String type,
      int typeVersion,
      String label,
      int priority,
      int attemptLimit,
      Instant submitTime,
      Optional<FrameRange> frames) {}

  /** Reads a job; empty if it is gone. */
  static Optional<JobFacts> read(JobHandle job) {
    try {
      JobSummary summary = job.summary();
      Definition definition =
          new Definition(
              summary.type(),
              summary.typeVersion(),
              summary.label(),
              summary.priority(),
              summary.attemptLimit(),
              summary.submitTime(),
              summary.frames());
      return Optional.of(facts(job, summary.status(), Optional.of(definition), Optional.empty()));
    } catch (NoSuchJobException e) {
      return Optional.empty();
    } catch (DamagedJobException e) {
      return Optional.of(
          facts(job, job.status(), Optional.empty(), Optional.of(String.valueOf(e.getMessage()))));
    }
  }

  private static JobFacts facts(
      JobHandle job, JobStatus status, Optional<Definition> definition, Optional<String> damage) {
    return new JobFacts(job.id(), job.number(), job.location(), status, definition, damage);
  }

  /** Where the job stands. */
  JobState state() {
    return status.state();
  }

  /** The label in one line, or what is wrong with the job. */
  String labelLine() {
    String label = definition.map(Definition::label).orElse("");
    return Printable.line(damage.map(message -> "(" + message + ")").orElse(label));
  }

  /** The progress as {@code 40%}, or nothing. */
  String progressText() {
    return status.progress().isPresent() ? status.progress().getAsInt() + "%" : "";
  }
}
